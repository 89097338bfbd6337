using Leadline.Accounts;
using Leadline.Storage;

namespace Leadline.Setup;

/// <summary>
/// Makes accounts that are ready to be called: with an administrator, keys, and what each feature gives them, in the
/// order in which the server lists the features.
/// </summary>
internal sealed class NewAccounts(Database database, AccountOperations accounts, IEnumerable<AccountSeed> seeds)
{
    private const string FirstAdmin = "admin@example.com";

    // What the examples of the documentation were made with (core §1.3).
    private static readonly NewAccount Sample = new(
        "Leadline", "Asia/Kolkata", CountryCode: "91", LeadDeleteEnabled: true);

    /// <summary>
    /// On an empty database, makes the first account and leaves its credentials in the data folder. The file is written
    /// before the commit: a crash between the two leaves a file that the next start replaces, never an account without
    /// one.
    /// </summary>
    public async Task<bool> CreateFirst(string dataFolder, string url)
    {
        if ((await accounts.AccountIds()).Count > 0)
            return false;
        await Make(Sample, FirstAdmin, withSample: true, account =>
        {
            Directory.CreateDirectory(dataFolder);
            CredentialsFile.Save(Path.Combine(dataFolder, CredentialsFile.Name), url, account);
        });
        return true;
    }

    /// <summary>
    /// A further account; <paramref name="withSample"/> adds what the documentation's examples speak of.
    /// </summary>
    public Task<NewCredentials> Create(NewAccount account, string adminEmail, bool withSample) =>
        Make(account, adminEmail, withSample);

    private async Task<NewCredentials> Make(
        NewAccount settings, string adminEmail, bool withSample, Action<AccountInMaking>? beforeCommit = null)
    {
        // The account gets its number here, and so cannot be named before.
        await using var connection = await database.OpenAcrossAccounts();
        await using var transaction = await connection.BeginTransactionAsync();
        var credentials = await accounts.CreateAccount(connection, settings, adminEmail);
        var account = new AccountInMaking(settings, credentials, withSample);
        foreach (var seed in seeds)
            await seed(connection, account);
        beforeCommit?.Invoke(account);
        await transaction.CommitAsync();
        return credentials;
    }
}
