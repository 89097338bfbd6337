using Leadline.Accounts;
using Leadline.Fields;

namespace Leadline.Tasks;

/// <summary>What tasks are made of at one moment: the account with its users, its fields, and its task types.</summary>
internal sealed record TaskDefinitions(Definitions Definitions, TaskTypeCatalog Types)
{
    /// <summary>The account's version that all of it is of, or younger.</summary>
    public long Version => Math.Min(Definitions.Version, Types.Version);

    public Account Account => Definitions.Account;

    public FieldCatalog FieldsOf(TaskType type) => Definitions.Fields.Catalog(type.FieldOwner);
}
