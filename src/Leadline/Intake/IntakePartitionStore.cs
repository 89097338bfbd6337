using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Intake;

/// <summary>
/// The SQL of the days that requests and results are kept in. Any node may change them; an advisory lock keeps two from
/// doing it at once.
/// </summary>
internal sealed class IntakePartitionStore(Database database)
{
    private const long PartitionLock = 0x494E_54_4B; // "INTK"

    /// <summary>The names of the partitions, but for the two of what fits into no day.</summary>
    public async Task<HashSet<string>> Existing()
    {
        await using var connection = await database.OpenAcrossAccounts();
        return
        [
            .. await connection.QueryAsync<string>(
                """
                SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = ANY(ARRAY['intake_request'::regclass, 'intake_result'::regclass])
                    AND c.relname !~ '_rest$'
                """),
        ];
    }

    public async Task Make(string name, string table, DateOnly day)
    {
        try
        {
            // Rows are never changed and go with their table: vacuum has nothing to gain in it.
            await InTransaction(
                $"""
                CREATE TABLE IF NOT EXISTS {name} PARTITION OF {table}
                FOR VALUES FROM ('{day:yyyy-MM-dd} 00:00:00Z') TO ('{day.AddDays(1):yyyy-MM-dd} 00:00:00Z')
                WITH (autovacuum_vacuum_insert_threshold = -1)
                """);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // A restored backup put rows of this day into the default partition, where the day then stays.
        }
    }

    public Task Drop(string name) => InTransaction($"DROP TABLE IF EXISTS {name}");

    /// <summary>When the oldest unfinished request of any account came; null when all are finished.</summary>
    public async Task<DateTime?> OldestUnfinished()
    {
        await using var connection = await database.OpenAcrossAccounts();
        return await connection.ExecuteScalarAsync<DateTime?>(
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
    }

    /// <summary>Deletes what an account has before this time in no partition of a day.</summary>
    public async Task ClearRest(int accountId, DateTime before)
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

    private async Task InTransaction(string sql)
    {
        await using var connection = await database.OpenAcrossAccounts();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@PartitionLock)", new { PartitionLock });
        await connection.ExecuteAsync(sql);
        await transaction.CommitAsync();
    }
}
