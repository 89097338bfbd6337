using Leadline.Accounts;

namespace Leadline.Intake;

/// <summary>
/// The days that requests and results are kept in: made ahead of time, and dropped whole when everything in them is
/// finished and old enough.
/// </summary>
internal sealed class IntakePartitions(
    IntakePartitionStore store, AccountOperations accounts, IntakeSettings settings, TimeProvider clock)
{
    private const int DaysAhead = 3;

    private static readonly string[] Tables = ["intake_request", "intake_result"];

    /// <summary>Makes what is missing of today and the days to come.</summary>
    public async Task MakeAhead()
    {
        var existing = await store.Existing();
        for (var day = 0; day <= DaysAhead; day++)
            foreach (var table in Tables)
                if (NameOf(table, Today.AddDays(day)) is var name && !existing.Contains(name))
                    await store.Make(name, table, Today.AddDays(day));
    }

    /// <summary>Drops the days before those that are kept, and what else is as old; how many partitions went.</summary>
    public async Task<int> DropOld()
    {
        var keepFrom = await KeepFrom();
        var before = keepFrom.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        foreach (var accountId in await accounts.AccountIds())
            await store.ClearRest(accountId, before);
        var dropped = 0;
        foreach (var name in await store.Existing())
        {
            if (!DateOnly.TryParseExact(name[^8..], "yyyyMMdd", out var day) || day >= keepFrom)
                continue;
            await store.Drop(name);
            dropped++;
        }

        return dropped;
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private static string NameOf(string table, DateOnly day) => $"{table}_{day:yyyyMMdd}";

    /// <summary>
    /// The first day that must stay: the oldest within the time to keep, or the one with the oldest unfinished request.
    /// </summary>
    private async Task<DateOnly> KeepFrom()
    {
        var byAge = Today.AddDays(-settings.KeptDays);
        return await store.OldestUnfinished() is { } moment && DateOnly.FromDateTime(moment) is var day && day < byAge
            ? day
            : byAge;
    }
}
