using Leadline.Accounts;

namespace Leadline.Fields;

/// <summary>
/// What an account is at one moment: itself with its users, and its fields. Commands are made of it; a command whose
/// definitions have grown old by the time its turn comes is made anew.
/// </summary>
internal sealed record Definitions(Account Account, AccountFields Fields)
{
    /// <summary>The account's version that all of it is of, or younger.</summary>
    public long Version { get; } = Math.Min(Account.Version, Fields.Version);

    public FieldCatalog Lead => Fields.Lead;
}
