using Npgsql;

namespace Leadline.Accounts;

/// <summary>
/// What a feature gives a new account, in the transaction that makes the account: definitions, and in an account with
/// the sample what the examples of the API documentation speak of.
/// </summary>
internal delegate Task AccountSeed(NpgsqlConnection connection, AccountInMaking account);

/// <summary>An account that features are furnishing.</summary>
/// <param name="Settings">What it was asked to be.</param>
/// <param name="Credentials">Its administrator and keys.</param>
/// <param name="WithSample">Whether the documentation's examples are to work in it as printed.</param>
internal sealed record AccountInMaking(NewAccount Settings, NewCredentials Credentials, bool WithSample)
{
    public int Id => Credentials.AccountId;

    public User Admin => Credentials.Admin;

    /// <summary>
    /// What a client has to know of the sample besides the keys, by its name in <c>credentials.json</c>.
    /// </summary>
    public Dictionary<string, string> Sample { get; } = [];
}
