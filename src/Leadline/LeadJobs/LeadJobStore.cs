using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.LeadJobs;

/// <summary>The SQL of changes of many leads.</summary>
internal sealed class LeadJobStore(Database database)
{
    private const string Columns =
        """
        account_id AS AccountId, job_id AS JobId, user_id AS UserId, state, action, "values"::text AS "Values",
        list_id AS ListId, filter::text AS Filter, cursor, is_collected AS IsCollected, undoes,
        undone_by AS UndoneBy, created_on AS CreatedOn, finished_on AS FinishedOn, reason
        """;

    /// <summary>Notes what became of a lead, with the change of the lead itself. The first word counts.</summary>
    public static readonly RowStatement<LeadJobResult> Record = new RowStatement<LeadJobResult>(
            order: 130,
            row => row.AccountId,
            $"""
            UPDATE lead_job_row r SET outcome = u.outcome, reason = u.reason, before = u.before, after = u.after
            FROM ({RowSource.Select("job_id", "lead_id", "outcome", "reason", "before", "after")}) u
            CROSS JOIN LATERAL (
                SELECT x.ctid AS place FROM lead_job_row x
                WHERE x.account_id = $1 AND x.job_id = u.job_id AND {RowSource.Key("x.lead_id", "u.lead_id")}) at
            WHERE r.account_id + 0 = $1 AND r.ctid = at.place AND r.outcome IS NULL
            """)
        .With(NpgsqlDbType.Uuid, row => row.JobId)
        .With(NpgsqlDbType.Uuid, row => row.LeadId)
        .With(NpgsqlDbType.Smallint, row => (short)row.Outcome)
        .With(NpgsqlDbType.Text, row => row.Reason)
        .With(NpgsqlDbType.Jsonb, row => row.Before)
        .With(NpgsqlDbType.Jsonb, row => row.After);

    /// <summary>Keeps a job, and the leads that it names; all nodes are told with the commit.</summary>
    public static async Task Add(NpgsqlConnection connection, LeadJob job, Guid[] leadIds)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO lead_job (account_id, job_id, user_id, state, action, "values", list_id, filter, is_collected,
                undoes, created_on)
            VALUES (@AccountId, @JobId, @UserId, 1, @Action, @Values::jsonb, @ListId, @Filter::jsonb, @IsCollected,
                @Undoes, @CreatedOn)
            """,
            job);
        await AddLeads(connection, job, leadIds);
        await connection.ExecuteAsync("SELECT pg_notify(@Channel, '')", new { Channel = Wake.LeadJob });
    }

    public static Task AddLeads(NpgsqlConnection connection, LeadJob job, Guid[] leadIds) => connection.ExecuteAsync(
        """
        INSERT INTO lead_job_row (account_id, job_id, lead_id)
        SELECT @AccountId, @JobId, u.lead_id FROM (SELECT unnest(@leadIds) AS lead_id) u ON CONFLICT DO NOTHING
        """,
        new { job.AccountId, job.JobId, leadIds });

    /// <summary>Gives an undo the leads that were changed, with what is to be set again.</summary>
    public static Task AddUndone(NpgsqlConnection connection, LeadJob undo) => connection.ExecuteAsync(
        """
        INSERT INTO lead_job_row (account_id, job_id, lead_id, restore, expected)
        SELECT @AccountId, @JobId, lead_id, before, after FROM lead_job_row
        WHERE account_id = @AccountId AND job_id = @Undoes AND outcome = 1
        """,
        undo);

    /// <summary>Notes that a job is being taken back, unless it is already.</summary>
    public static async Task<bool> MarkUndone(NpgsqlConnection connection, LeadJob undo) =>
        await connection.ExecuteAsync(
            """
            UPDATE lead_job SET undone_by = @JobId
            WHERE account_id = @AccountId AND job_id = @Undoes AND undone_by IS NULL AND state IN (3, 4, 5)
            """,
            undo) > 0;

    /// <summary>Adds what a filter found, and where it ended; nothing where the job has ended.</summary>
    public Task Collect(LeadJob job, Guid[] leadIds, string? cursor) =>
        database.Transaction(job.AccountId, async connection =>
        {
            var collected = await connection.ExecuteAsync(
                """
                UPDATE lead_job SET cursor = @cursor, is_collected = @cursor IS NULL
                WHERE account_id = @AccountId AND job_id = @JobId AND state = 2
                """,
                new { job.AccountId, job.JobId, cursor });
            if (collected > 0)
                await AddLeads(connection, job, leadIds);
        });

    public async Task<LeadJob?> Find(int accountId, Guid jobId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<LeadJob>(
            $"SELECT {Columns} FROM lead_job WHERE account_id = @accountId AND job_id = @jobId",
            new { accountId, jobId });
    }

    /// <summary>Jobs before one, the newest first: of a user, or of all.</summary>
    public async Task<IReadOnlyList<LeadJob>> List(int accountId, Guid? userId, Guid? before, int most)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<LeadJob>(
                $"""
                SELECT {Columns} FROM lead_job
                WHERE account_id = @accountId AND (@userId::uuid IS NULL OR user_id = @userId)
                    AND (@before::uuid IS NULL OR job_id < @before)
                ORDER BY job_id DESC LIMIT @most
                """,
                new { accountId, userId, before, most }),
        ];
    }

    public async Task<LeadJobCounts> Count(int accountId, Guid jobId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleAsync<LeadJobCounts>(
            """
            SELECT count(*) AS "Total", count(*) FILTER (WHERE outcome = 1) AS "Done",
                count(*) FILTER (WHERE outcome = 2) AS "Unchanged", count(*) FILTER (WHERE outcome = 3) AS "Refused",
                count(*) FILTER (WHERE outcome = 4) AS "ChangedMeanwhile"
            FROM lead_job_row WHERE account_id = @accountId AND job_id = @jobId
            """,
            new { accountId, jobId });
    }

    /// <summary>Leads of an outcome behind one, in the order of their ids.</summary>
    public async Task<IReadOnlyList<LeadJobRowOutcome>> Rows(
        int accountId, Guid jobId, LeadJobOutcome outcome, Guid after, int most)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. (await connection.QueryAsync<(Guid LeadId, string? Reason)>(
                """
                SELECT lead_id, reason FROM lead_job_row
                WHERE account_id = @accountId AND job_id = @jobId AND outcome = @outcome AND lead_id > @after
                ORDER BY lead_id LIMIT @most
                """,
                new { accountId, jobId, outcome = (short)outcome, after, most }))
                .Select(row => new LeadJobRowOutcome(row.LeadId, outcome, row.Reason)),
        ];
    }

    /// <summary>The next leads that wait.</summary>
    public async Task<IReadOnlyList<LeadJobRow>> Next(LeadJob job, int most)
    {
        await using var connection = await database.Open(job.AccountId);
        return
        [
            .. await connection.QueryAsync<LeadJobRow>(
                """
                SELECT lead_id AS "LeadId", restore::text AS "Restore", expected::text AS "Expected" FROM lead_job_row
                WHERE account_id = @AccountId AND job_id = @JobId AND outcome IS NULL ORDER BY lead_id LIMIT @most
                """,
                new { job.AccountId, job.JobId, most }),
        ];
    }

    /// <summary>Notes what became of leads that no other statement tells.</summary>
    public Task Note(int accountId, IEnumerable<LeadJobResult> results) =>
        database.Transaction(accountId, async connection =>
        {
            await Note(connection, results);
        });

    public static Task Note(NpgsqlConnection connection, IEnumerable<LeadJobResult> results)
    {
        var rows = new RowBuffer();
        foreach (var result in results)
            rows.Add(Record, result);
        return rows.Write(connection);
    }

    /// <summary>Ends a job that waits or runs; false where it has ended.</summary>
    public async Task<bool> End(LeadJob job, LeadJobState state, string? reason, DateTime now)
    {
        await using var connection = await database.Open(job.AccountId);
        return await connection.ExecuteAsync(
            """
            UPDATE lead_job SET state = @state, reason = @reason, finished_on = @now, lease = NULL
            WHERE account_id = @AccountId AND job_id = @JobId AND state IN (1, 2)
            """,
            new { job.AccountId, job.JobId, state = (short)state, reason, now }) > 0;
    }

    /// <summary>Takes or keeps the lease of a job; null where it has ended, or another node has it.</summary>
    public async Task<LeadJob?> Claim(int accountId, Guid jobId, Guid lease, DateTime now, DateTime until)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<LeadJob>(
            $"""
            UPDATE lead_job SET state = 2, lease = @lease, leased_until = @until
            WHERE account_id = @accountId AND job_id = @jobId AND state IN (1, 2)
                AND (lease = @lease OR leased_until < @now)
            RETURNING {Columns}
            """,
            new { accountId, jobId, lease, now, until });
    }

    /// <summary>The oldest job of each account, unless another node works on it.</summary>
    public async Task<IReadOnlyList<(int AccountId, Guid Id)>> Waiting(
        Guid lease, DateTime now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return
        [
            .. await connection.QueryAsync<(int, Guid)>(new CommandDefinition(
                """
                SELECT j.account_id, j.job_id
                FROM (
                    SELECT DISTINCT ON (account_id) account_id, job_id, lease, leased_until
                    FROM lead_job WHERE state IN (1, 2) ORDER BY account_id, job_id) j
                WHERE j.lease = @lease OR j.leased_until < @now
                """,
                new { lease, now },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>Removes jobs that ended before a time.</summary>
    public async Task RemoveOld(int accountId, DateTime before)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            WITH old AS (
                DELETE FROM lead_job WHERE account_id = @accountId AND finished_on < @before RETURNING job_id)
            DELETE FROM lead_job_row r USING old WHERE r.account_id = @accountId AND r.job_id = old.job_id
            """,
            new { accountId, before });
    }
}
