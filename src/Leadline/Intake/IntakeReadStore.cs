using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Intake;

/// <summary>A request with how it stands.</summary>
internal sealed record IntakeEntry
{
    public long Arrival { get; init; }

    public DateTime ReceivedOn { get; init; }

    public short Call { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>Null while it waits.</summary>
    public short? Status { get; init; }

    public short? Attempts { get; init; }

    public DateTime? FinishedOn { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTime? DueOn { get; init; }
}

/// <summary>How an account's queue stands. Arrays have a number for each call.</summary>
internal sealed record IntakeStanding
{
    public long[] Accepted { get; init; } = [];

    public long[] Finished { get; init; } = [];

    /// <summary>What was finished when the last ten minutes began; null when nothing has been in them.</summary>
    public long[]? FinishedBefore { get; init; }

    public int Parked { get; init; }

    public bool IsPaused { get; init; }

    /// <summary>When the first request that no worker has come to was received.</summary>
    public DateTime? HeadReceivedOn { get; init; }
}

/// <summary>The SQL of looking at the queue, and of the operator's hand in it.</summary>
internal sealed class IntakeReadStore(Database database)
{
    private const string EntryColumns =
        """
        q.arrival AS Arrival, q.received_on AS ReceivedOn, q.call AS Call, q.body AS Body, r.status AS Status,
        coalesce(r.attempts, p.attempts) AS Attempts, r.finished_on AS FinishedOn,
        coalesce(r.reason, p.reason) AS Reason,
        r.message AS Message, p.due_on AS DueOn
        """;

    public async Task<IntakeEntry?> Find(RequestId id)
    {
        await using var connection = await database.Open(id.AccountId);
        return await connection.QuerySingleOrDefaultAsync<IntakeEntry>(
            $"""
            SELECT {EntryColumns} FROM intake_request q
            LEFT JOIN intake_result r ON r.account_id = q.account_id AND r.arrival = q.arrival
                AND r.received_on = q.received_on
            LEFT JOIN intake_parked p ON p.account_id = q.account_id AND p.arrival = q.arrival
            WHERE q.account_id = @AccountId AND q.arrival = @Arrival AND q.received_on = @ReceivedOn
            """,
            id);
    }

    /// <summary>What failed for good, the newest first, older than a place.</summary>
    public async Task<IReadOnlyList<IntakeEntry>> Failures(int accountId, long? before, int most)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<IntakeEntry>(
                $"""
                SELECT {EntryColumns} FROM (
                    SELECT * FROM intake_result
                    WHERE account_id = @accountId AND status <> 0 AND arrival < coalesce(@before, {long.MaxValue})
                    ORDER BY arrival DESC LIMIT @most) r
                JOIN intake_request q ON q.account_id = r.account_id AND q.arrival = r.arrival
                    AND q.received_on = r.received_on
                LEFT JOIN intake_parked p ON p.account_id = q.account_id AND p.arrival = q.arrival
                ORDER BY r.arrival DESC
                """,
                new { accountId, before, most }),
        ];
    }

    /// <summary>
    /// How the queue stands, and how much was finished at the first minute after <paramref name="since"/>; null for an
    /// account that has never sent a request.
    /// </summary>
    public async Task<IntakeStanding?> Standing(int accountId, DateTime since)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<IntakeStanding>(
            """
            SELECT coalesce(newest.totals, c.finished) AS Accepted, c.finished AS Finished,
                pace.finished AS FinishedBefore,
                c.parked AS Parked, c.is_paused AS IsPaused, head.received_on AS HeadReceivedOn
            FROM intake_cursor c
            LEFT JOIN LATERAL (
                SELECT q.totals FROM intake_request q
                WHERE q.account_id = c.account_id AND q.received_on >= c.done_on
                    ORDER BY q.arrival DESC LIMIT 1) newest ON true
            LEFT JOIN LATERAL (
                SELECT q.received_on FROM intake_request q
                WHERE q.account_id = c.account_id AND q.arrival > c.done AND q.received_on >= c.done_on
                ORDER BY q.arrival LIMIT 1) head ON true
            LEFT JOIN LATERAL (
                SELECT p.finished FROM intake_pace p
                WHERE p.account_id = c.account_id AND p.minute > @since ORDER BY p.minute LIMIT 1) pace ON true
            WHERE c.account_id = @accountId
            """,
            new { accountId, since });
    }

    /// <summary>The oldest parked request of each call.</summary>
    public async Task<IReadOnlyList<(short Call, DateTime ReceivedOn)>> OldestParked(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<(short, DateTime)>(
                "SELECT call, min(received_on) FROM intake_parked WHERE account_id = @accountId GROUP BY call",
                new { accountId }),
        ];
    }

    public async Task SetPaused(int accountId, bool isPaused)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            INSERT INTO intake_cursor (account_id, done, done_on, finished, is_paused)
            VALUES (@accountId, 0, '-infinity', @none, @isPaused)
            ON CONFLICT (account_id) DO UPDATE SET is_paused = excluded.is_paused
            """,
            new { accountId, none = CallTotals.None(), isPaused });
    }

    /// <summary>
    /// Takes back the results of requests that failed for good and makes them due at once; how many there were. Holds
    /// the account's cursor, so no worker is at it.
    /// </summary>
    public Task<int> Replay(int accountId, IReadOnlyList<long> arrivals, DateTime now) =>
        database.Transaction(accountId, async connection =>
        {
            var finished = await connection.ExecuteScalarAsync<long[]?>(
                "SELECT finished FROM intake_cursor WHERE account_id = @accountId FOR UPDATE", new { accountId });
            if (finished is null)
                return 0;
            var taken = (
                await connection.QueryAsync<short>(
                    """
                    WITH taken AS (
                        DELETE FROM intake_result
                        WHERE account_id = @accountId AND status <> 0 AND arrival = ANY(@arrivals)
                        RETURNING account_id, arrival, received_on, call)
                    INSERT INTO intake_parked (account_id, arrival, received_on, call, attempts, due_on, names)
                    SELECT @accountId, arrival, received_on, call, 0, @now, '[]' FROM taken
                    RETURNING call
                    """,
                    new
                    {
                        accountId,
                        arrivals,
                        now,
                    })
            ).AsList();
            finished = CallTotals.Widened(finished);
            foreach (var call in taken)
                finished.Add((IntakeCall)call, -1);
            await connection.ExecuteAsync(
                """
                UPDATE intake_cursor SET finished = @finished, parked = parked + @count, due_on = least(due_on, @now)
                WHERE account_id = @accountId
                """,
                new
                {
                    accountId,
                    finished,
                    count = taken.Count,
                    now,
                });
            return taken.Count;
        });
}
