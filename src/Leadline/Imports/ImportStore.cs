using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Imports;

/// <summary>A row that came to nothing, as it stands in its file.</summary>
internal sealed record RefusedRow(long Line, string? Field, string Reason, byte[] Content);

/// <summary>The SQL of imports: files on their way in, who works on which, and what is told of them.</summary>
internal sealed class ImportStore(Database database)
{
    private const string Columns =
        """
        account_id AS AccountId, import_id AS ImportId, user_id AS UserId, state, format, mode, search_by AS SearchBy,
        source, columns, separator, bytes, received_on AS ReceivedOn, started_on AS StartedOn,
        progressed_on AS ProgressedOn, finished_on AS FinishedOn, reason, read_to AS ReadTo, line,
        rows_read AS RowsRead, created, updated, refused
        """;

    /// <summary>Imports that are being received, wait or run.</summary>
    public async Task<int> CountUnfinished(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<int>(
            "SELECT count(*) FROM lead_import WHERE account_id = @accountId AND state IN (0, 1, 2)",
            new { accountId });
    }

    /// <summary>Notes a file that is being received.</summary>
    public async Task Begin(LeadImport import)
    {
        await using var connection = await database.Open(import.AccountId);
        await connection.ExecuteAsync(
            """
            INSERT INTO lead_import (account_id, import_id, user_id, state, format, mode, search_by, source, columns,
                separator, received_on)
            VALUES (@AccountId, @ImportId, @UserId, 0, @format, @mode, @SearchBy, @Source, @Columns, @Separator,
                @ReceivedOn)
            """,
            new
            {
                import.AccountId,
                import.ImportId,
                import.UserId,
                format = (short)import.Format,
                mode = (short)import.Mode,
                import.SearchBy,
                import.Source,
                import.Columns,
                import.Separator,
                import.ReceivedOn,
            });
    }

    public async Task AddPart(int accountId, Guid importId, int part, ReadOnlyMemory<byte> content)
    {
        database.Space.ThrowIfFull();
        await using var connection = await database.Open(accountId);
        await using var command = new NpgsqlCommand(
            "INSERT INTO lead_import_part (account_id, import_id, part, content) VALUES ($1, $2, $3, $4)", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = accountId },
                new NpgsqlParameter<Guid> { TypedValue = importId },
                new NpgsqlParameter<int> { TypedValue = part },
                new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = content },
            },
        };
        await command.ExecuteNonQueryAsync();
    }

    public async Task<byte[]?> ReadPart(int accountId, Guid importId, int part)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<byte[]>(
            """
            SELECT content FROM lead_import_part
            WHERE account_id = @accountId AND import_id = @importId AND part = @part
            """,
            new { accountId, importId, part });
    }

    /// <summary>The file is whole: it waits for its turn, of which all nodes are told with the commit.</summary>
    public async Task<LeadImport?> Accept(NpgsqlConnection? within, int accountId, Guid importId, long bytes) =>
        await database.Transaction(accountId, within, async connection =>
        {
            var accepted = await connection.QuerySingleOrDefaultAsync<LeadImport>(
                $"""
                UPDATE lead_import SET state = 1, bytes = @bytes
                WHERE account_id = @accountId AND import_id = @importId AND state = 0
                RETURNING {Columns}
                """,
                new { accountId, importId, bytes });
            await connection.ExecuteAsync("SELECT pg_notify(@Channel, '')", new { Channel = Wake.Import });
            return accepted;
        });

    /// <summary>Removes an import with all that is kept of it.</summary>
    public async Task Remove(int accountId, Guid importId)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            DELETE FROM lead_import WHERE account_id = @accountId AND import_id = @importId;
            DELETE FROM lead_import_refusal WHERE account_id = @accountId AND import_id = @importId;
            DELETE FROM lead_import_part WHERE account_id = @accountId AND import_id = @importId;
            """,
            new { accountId, importId });
    }

    public async Task<LeadImport?> Find(int accountId, Guid importId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<LeadImport>(
            $"""
            SELECT {Columns} FROM lead_import
            WHERE account_id = @accountId AND import_id = @importId AND state > 0
            """,
            new { accountId, importId });
    }

    /// <summary>The imports before one, newest first.</summary>
    public async Task<IReadOnlyList<LeadImport>> List(int accountId, Guid? before, int most)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<LeadImport>(
                $"""
                SELECT {Columns} FROM lead_import
                WHERE account_id = @accountId AND state > 0 AND (@before::uuid IS NULL OR import_id < @before)
                ORDER BY import_id DESC LIMIT @most
                """,
                new { accountId, before, most }),
        ];
    }

    /// <summary>
    /// Ends an import where it is; waits for the rows that are being written. False when it has ended.
    /// </summary>
    public async Task<bool> Cancel(int accountId, Guid importId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteAsync(
            """
            UPDATE lead_import SET state = 4, finished_on = @now, lease = NULL, leased_until = '-infinity'
            WHERE account_id = @accountId AND import_id = @importId AND state IN (1, 2)
            """,
            new { accountId, importId, now }) > 0;
    }

    /// <summary>
    /// Refused rows behind a line, as they stand in the file. Of rows that are large as a whole, fewer are read.
    /// </summary>
    public async Task<IReadOnlyList<RefusedRow>> Refused(
        int accountId, Guid importId, long after, int most, long mostBytes)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<RefusedRow>(
                """
                SELECT r.line, r.field, r.reason, (
                    SELECT string_agg(
                        substring(p.content
                            FROM (greatest(r.at - p.part * @size, 0) + 1)::integer
                            FOR (least(r.at + r.length - p.part * @size, @size)
                                - greatest(r.at - p.part * @size, 0))::integer),
                        ''::bytea ORDER BY p.part)
                    FROM lead_import_part p
                    WHERE p.account_id = @accountId AND p.import_id = @importId
                        AND p.part BETWEEN r.at / @size AND (r.at + r.length - 1) / @size) AS content
                FROM (
                    SELECT q.line, q.at, q.length, q.field, q.reason, sum(q.length) OVER (ORDER BY q.line) AS bytes
                    FROM lead_import_refusal q
                    WHERE q.account_id = @accountId AND q.import_id = @importId AND q.line > @after
                    ORDER BY q.line LIMIT @most) r
                WHERE r.bytes <= @mostBytes OR r.bytes = r.length
                ORDER BY r.line
                """,
                new { accountId, importId, after, most, mostBytes, size = (long)ImportLimits.PartBytes }),
        ];
    }

    /// <summary>The oldest import of each account that has one to work on, unless another node works on it.</summary>
    public async Task<IReadOnlyList<(int AccountId, Guid ImportId)>> Waiting(
        Guid lease, DateTime now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return
        [
            .. await connection.QueryAsync<(int, Guid)>(new CommandDefinition(
                """
                SELECT o.account_id, o.import_id
                FROM (
                    SELECT DISTINCT ON (account_id) account_id, import_id, lease, leased_until
                    FROM lead_import WHERE state IN (1, 2) ORDER BY account_id, import_id) o
                WHERE o.lease = @lease OR o.leased_until < @now
                """,
                new { lease, now },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>Takes the lease of an account's oldest import; null when another node was first.</summary>
    public async Task<LeadImport?> Claim(int accountId, Guid importId, Guid lease, DateTime now, DateTime until)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<LeadImport>(
            $"""
            UPDATE lead_import SET state = 2, lease = @lease, leased_until = @until,
                started_on = coalesce(started_on, @now)
            WHERE account_id = @accountId AND import_id = @importId AND state IN (1, 2)
                AND (lease = @lease OR leased_until < @now)
                AND NOT EXISTS (
                    SELECT FROM lead_import o
                    WHERE o.account_id = @accountId AND o.import_id < @importId AND o.state IN (1, 2))
            RETURNING {Columns}
            """,
            new { accountId, importId, lease, now, until });
    }

    /// <summary>Gives the lease back, for whoever comes first.</summary>
    public async Task Release(int accountId, Guid importId, Guid lease)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            UPDATE lead_import SET lease = NULL, leased_until = '-infinity'
            WHERE account_id = @accountId AND import_id = @importId AND lease = @lease
            """,
            new { accountId, importId, lease });
    }

    /// <summary>Ends an import that cannot go on.</summary>
    public async Task Fail(int accountId, Guid importId, Guid lease, string reason, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            UPDATE lead_import SET state = 5, finished_on = @now, reason = @reason, lease = NULL
            WHERE account_id = @accountId AND import_id = @importId AND lease = @lease AND state = 2
            """,
            new { accountId, importId, lease, reason, now });
    }

    /// <summary>Imports that ended before a time, and files whose sender went away before another.</summary>
    public async Task<IReadOnlyList<Guid>> Old(int accountId, DateTime endedBefore, DateTime receivedBefore)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<Guid>(
                """
                SELECT import_id FROM lead_import
                WHERE account_id = @accountId AND (finished_on < @endedBefore
                    OR (state = 0 AND received_on < @receivedBefore))
                """,
                new { accountId, endedBefore, receivedBefore }),
        ];
    }
}
