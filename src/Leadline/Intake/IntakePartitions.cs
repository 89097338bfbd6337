using Dapper;
using Leadline.Accounts;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Intake;

/// <summary>
/// The days that requests and results are kept in: made ahead of time, and dropped whole when everything in them is
/// finished and old enough. Any node may do it; an advisory lock keeps two from doing it at once.
/// </summary>
internal sealed class IntakePartitions(
    Database database, AccountOperations accounts, IntakeSettings settings, TimeProvider clock)
{
    private const int DaysAhead = 3;

    private const long PartitionLock = 0x494E_54_4B; // "INTK"

    private static readonly string[] Tables = ["intake_request", "intake_result"];

    /// <summary>Makes what is missing of today and the days to come.</summary>
    public async Task MakeAhead()
    {
        await using var connection = await database.OpenAcrossAccounts();
        var existing = await Existing(connection);
        for (var day = 0; day <= DaysAhead; day++)
            foreach (var table in Tables)
                if (!existing.Contains(NameOf(table, Today.AddDays(day))))
                    await Make(connection, table, Today.AddDays(day));
    }

    /// <summary>Drops the days before those that are kept, and what else is as old; how many partitions went.</summary>
    public async Task<int> DropOld()
    {
        var keepFrom = await KeepFrom();
        await ClearRest(keepFrom);
        await using var connection = await database.OpenAcrossAccounts();
        var dropped = 0;
        foreach (var name in await Existing(connection))
        {
            if (!DateOnly.TryParseExact(name[^8..], "yyyyMMdd", out var day) || day >= keepFrom)
                continue;
            await InTransaction(connection, $"DROP TABLE IF EXISTS {name}");
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
        await using var connection = await database.OpenAcrossAccounts();
        var oldest = await connection.ExecuteScalarAsync<DateTime?>(
            """
            SELECT min(received_on) FROM (
                SELECT p.received_on FROM intake_parked p
                UNION ALL
                SELECT (
                    SELECT q.received_on FROM intake_request q
                    WHERE q.account_id = c.account_id AND q.arrival > c.done AND q.received_on >= c.done_on
                    ORDER BY q.arrival LIMIT 1)
                FROM intake_cursor c) unfinished
            """);
        var byAge = Today.AddDays(-settings.KeptDays);
        return oldest is { } moment && DateOnly.FromDateTime(moment) is var day && day < byAge ? day : byAge;
    }

    private static async Task<HashSet<string>> Existing(NpgsqlConnection connection) =>
    [
        .. await connection.QueryAsync<string>(
            """
            SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = ANY(ARRAY['intake_request'::regclass, 'intake_result'::regclass])
                AND c.relname !~ '_rest$'
            """),
    ];

    private static async Task Make(NpgsqlConnection connection, string table, DateOnly day)
    {
        try
        {
            // Rows are never changed and go with their table: vacuum has nothing to gain in it.
            await InTransaction(
                connection,
                $"""
                CREATE TABLE IF NOT EXISTS {NameOf(table, day)} PARTITION OF {table}
                FOR VALUES FROM ('{day:yyyy-MM-dd} 00:00:00Z') TO ('{day.AddDays(1):yyyy-MM-dd} 00:00:00Z')
                WITH (autovacuum_vacuum_insert_threshold = -1)
                """);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // A restored backup put rows of this day into the default partition, where the day then stays.
        }
    }

    private static async Task InTransaction(NpgsqlConnection connection, string sql)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@PartitionLock)", new { PartitionLock });
        await connection.ExecuteAsync(sql);
        await transaction.CommitAsync();
    }

    private async Task ClearRest(DateOnly keepFrom)
    {
        var before = keepFrom.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        foreach (var accountId in await accounts.AccountIds())
        {
            await using var connection = await database.Open(accountId);
            await connection.ExecuteAsync(
                """
                DELETE FROM intake_request_rest WHERE account_id = @accountId AND received_on < @before;
                DELETE FROM intake_result_rest WHERE account_id = @accountId AND received_on < @before;
                DELETE FROM intake_pace WHERE account_id = @accountId AND minute < @before;
                """,
                new { accountId, before },
                commandTimeout: 0);
        }
    }
}
