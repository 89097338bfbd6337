using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Storage;
using Npgsql;
using PhoneNumbers;

namespace Leadline.Leads;

/// <summary>How far the identities of an account have come to stand by its <paramref name="Rules"/>.</summary>
internal sealed record RekeyProgress(string Rules, string? Field, string? Value, Guid? LeadId)
{
    public bool IsComplete => Field is null && LeadId is null;
}

/// <summary>Two leads that have become one person: only the older is found by the field.</summary>
internal readonly record struct RekeyClash(string Field, Guid Kept, Guid Other);

/// <summary>
/// Makes the identities of existing leads anew when the rules of <see cref="ValueKey"/> have changed, while leads are
/// written: batch by batch, each with its progress in one transaction, so that it can be cut off anywhere and goes on
/// from there. Where two leads turn out to be one person, the older keeps the key and both stay as they are.
/// </summary>
internal sealed partial class IdentityRekeying(
    Database database, AccountOperations accounts, FieldOperations fields, ILogger<IdentityRekeying> logger)
{
    // Raised when the code changes what a key is; the library's own rules change with its version.
    private const int RuleVersion = 2;

    // Held by the node that does an account; PostgreSQL drops it with the connection.
    private const int RekeyingLock = 3;

    private const int MostToldClashes = 100;

    private static readonly Version? LibraryVersion = typeof(PhoneNumberUtil).Assembly.GetName().Version;

    /// <summary>All accounts, one after the other. An account that another node does is left to it.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        foreach (var accountId in await accounts.AccountIds())
        {
            await using var connection = await database.Open(accountId, cancellation);
            if (!await UniqueFieldStore.TryLock(connection, RekeyingLock, accountId))
                continue;
            try
            {
                await Run(accountId, cancellation);
            }
            finally
            {
                await UniqueFieldStore.Unlock(connection, RekeyingLock, accountId);
            }
        }
    }

    /// <summary>What the keys of the account's leads depend on besides their values.</summary>
    internal static string RulesOf(string? countryCode) => $"{RuleVersion} {LibraryVersion} {countryCode}";

    /// <summary>A new account has no lead whose identities were another's.</summary>
    public static Task Seed(NpgsqlConnection connection, AccountInMaking account) => IdentityRekeyStore.Keep(
        connection, account.Id, new RekeyProgress(RulesOf(account.Settings.CountryCode), null, null, null));

    private async Task Run(int accountId, CancellationToken cancellation)
    {
        if (await accounts.Find(accountId) is not { } account)
            return;
        var rules = RulesOf(account.CountryCode);
        var progress = await database.Transaction(
            accountId,
            connection => IdentityRekeyStore.Progress(connection, accountId),
            cancellation);
        if (progress?.Rules != rules)
            progress = new RekeyProgress(rules, "", "", Guid.Empty);
        if (progress.IsComplete)
            return;

        var catalog = (await fields.Fresh(accountId)).Lead;
        long changed = 0, clashed = 0;
        while (!progress.IsComplete)
        {
            var from = progress;
            var batch = await Races.Again(() => database.Transaction(
                accountId,
                connection => IdentityRekeyStore.Batch(connection, account, catalog, from),
                cancellation));
            foreach (var clash in batch.Clashes.Take((int)Math.Max(0, MostToldClashes - clashed)))
                Log.Clash(logger, accountId, clash.Field, clash.Kept, clash.Other);
            (changed, clashed, progress) = (changed + batch.Changed, clashed + batch.Clashes.Count, batch.Progress);
        }

        if (clashed > 0)
            Log.Clashes(logger, accountId, clashed);
        if (changed > 0)
            Log.Done(logger, accountId, changed);
    }

    private static partial class Log
    {
        [LoggerMessage(
            63,
            LogLevel.Information,
            "Account {Account}: {Count} identities of leads were made anew by the rules of this version")]
        public static partial void Done(ILogger logger, int account, long count);

        [LoggerMessage(
            64,
            LogLevel.Warning,
            "Account {Account}: {Field} of lead {Kept} is also that of the younger lead {Other}, "
            + "which is not found by it any more")]
        public static partial void Clash(ILogger logger, int account, string field, Guid kept, Guid other);

        [LoggerMessage(
            65,
            LogLevel.Warning,
            "Account {Account}: by the rules of this version {Count} leads are persons that an older lead is already; "
            + "none was merged, and `leadline doctor --full` counts them")]
        public static partial void Clashes(ILogger logger, int account, long count);
    }
}
