using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.PersonalData;

/// <summary>The SQL of requests about somebody's data, and of the files of exports.</summary>
internal sealed class PersonalRequestStore(Database database)
{
    /// <summary>Bytes of an export that are kept in one row of the database.</summary>
    public const int PartBytes = 1024 * 1024;

    private const string Columns =
        """
        account_id AS AccountId, request_id AS RequestId, kind, lead_ids AS LeadIds, reason, user_id AS UserId, state,
        progress, held::text AS Held, traces::text AS Traces, created_on AS CreatedOn, finished_on AS FinishedOn,
        failure, bytes, file_until AS FileUntil
        """;

    /// <summary>Keeps a request; all nodes are told with the commit.</summary>
    public static async Task Add(NpgsqlConnection connection, PersonalRequest request)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO personal_request (account_id, request_id, kind, lead_ids, reason, user_id, state, created_on)
            VALUES (@AccountId, @RequestId, @kind, @LeadIds, @Reason, @UserId, 1, @CreatedOn)
            """,
            new
            {
                request.AccountId,
                request.RequestId,
                kind = (short)request.Kind,
                request.LeadIds,
                request.Reason,
                request.UserId,
                request.CreatedOn,
            });
        await connection.ExecuteAsync("SELECT pg_notify(@Channel, '')", new { Channel = Wake.PersonalData });
    }

    public async Task<PersonalRequest?> Find(int accountId, Guid requestId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<PersonalRequest>(
            $"SELECT {Columns} FROM personal_request WHERE account_id = @accountId AND request_id = @requestId",
            new { accountId, requestId });
    }

    /// <summary>Requests before one, the newest first.</summary>
    public async Task<IReadOnlyList<PersonalRequest>> List(int accountId, Guid? before, int most)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<PersonalRequest>(
                $"""
                SELECT {Columns} FROM personal_request
                WHERE account_id = @accountId AND (@before::uuid IS NULL OR request_id < @before)
                ORDER BY request_id DESC LIMIT @most
                """,
                new { accountId, before, most }),
        ];
    }

    /// <summary>Takes or keeps the lease of a request; null where it has ended, or another node has it.</summary>
    public async Task<PersonalRequest?> Claim(int accountId, Guid requestId, Guid lease, DateTime now, DateTime until)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<PersonalRequest>(
            $"""
            UPDATE personal_request SET state = 2, lease = @lease, leased_until = @until
            WHERE account_id = @accountId AND request_id = @requestId AND state IN (1, 2)
                AND (lease = @lease OR leased_until < @now)
            RETURNING {Columns}
            """,
            new { accountId, requestId, lease, now, until });
    }

    /// <summary>Notes what there is, and by what the rest will be known, before any of it goes.</summary>
    public async Task Begin(PersonalRequest request, string held, string? traces)
    {
        await using var connection = await database.Open(request.AccountId);
        await connection.ExecuteAsync(
            """
            UPDATE personal_request SET held = @held::jsonb, traces = @traces::jsonb
            WHERE account_id = @AccountId AND request_id = @RequestId AND state = 2
            """,
            new { request.AccountId, request.RequestId, held, traces });
    }

    public async Task Progress(PersonalRequest request, int percent)
    {
        await using var connection = await database.Open(request.AccountId);
        await connection.ExecuteAsync(
            """
            UPDATE personal_request SET progress = @percent
            WHERE account_id = @AccountId AND request_id = @RequestId AND state = 2
            """,
            new { request.AccountId, request.RequestId, percent });
    }

    /// <summary>Ends a request; nothing of the person stays in its record.</summary>
    public async Task End(
        PersonalRequest request, string? failure, DateTime now, long? bytes = null, DateTime? fileUntil = null)
    {
        await using var connection = await database.Open(request.AccountId);
        await connection.ExecuteAsync(
            """
            UPDATE personal_request SET state = CASE WHEN @failure::text IS NULL THEN 3 ELSE 4 END, failure = @failure,
                progress = CASE WHEN @failure::text IS NULL THEN 100 ELSE progress END, traces = NULL,
                finished_on = @now, bytes = @bytes, file_until = @fileUntil, lease = NULL
            WHERE account_id = @AccountId AND request_id = @RequestId AND state IN (1, 2)
            """,
            new { request.AccountId, request.RequestId, failure, now, bytes, fileUntil });
    }

    /// <summary>Keeps the file of an export in place of what an attempt before left.</summary>
    public async Task<long> Keep(PersonalRequest request, Stream file, CancellationToken cancellation)
    {
        await RemoveFile(request.AccountId, request.RequestId);
        var buffer = new byte[PartBytes];
        var (part, bytes) = (0, 0L);
        while (await file.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancellation)
            is > 0 and var read)
        {
            database.Space.ThrowIfFull();
            await using var connection = await database.Open(request.AccountId, cancellation);
            await connection.ExecuteAsync(
                """
                INSERT INTO personal_export_part (account_id, request_id, part, content)
                VALUES (@AccountId, @RequestId, @part, @content)
                """,
                new { request.AccountId, request.RequestId, part, content = buffer[..read] });
            (part, bytes) = (part + 1, bytes + read);
        }

        return bytes;
    }

    public async Task<byte[]?> ReadPart(int accountId, Guid requestId, int part, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.ExecuteScalarAsync<byte[]>(new CommandDefinition(
            """
            SELECT content FROM personal_export_part
            WHERE account_id = @accountId AND request_id = @requestId AND part = @part
            """,
            new { accountId, requestId, part },
            cancellationToken: cancellation));
    }

    /// <summary>Removes the files whose time is over.</summary>
    public async Task RemoveOld(int accountId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        var over = await connection.QueryAsync<Guid>(
            """
            SELECT request_id FROM personal_request
            WHERE account_id = @accountId AND file_until <= @now AND bytes IS NOT NULL
            """,
            new { accountId, now });
        foreach (var requestId in over)
            await RemoveFile(accountId, requestId);
    }

    /// <summary>The oldest request of each account, unless another node works on it.</summary>
    public async Task<IReadOnlyList<(int AccountId, Guid Id)>> Waiting(
        Guid lease, DateTime now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return
        [
            .. await connection.QueryAsync<(int, Guid)>(new CommandDefinition(
                """
                SELECT r.account_id, r.request_id
                FROM (
                    SELECT DISTINCT ON (account_id) account_id, request_id, lease, leased_until
                    FROM personal_request WHERE state IN (1, 2) ORDER BY account_id, request_id) r
                WHERE r.lease = @lease OR r.leased_until < @now
                """,
                new { lease, now },
                cancellationToken: cancellation)),
        ];
    }

    private async Task RemoveFile(int accountId, Guid requestId)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            DELETE FROM personal_export_part WHERE account_id = @accountId AND request_id = @requestId;
            UPDATE personal_request SET bytes = NULL WHERE account_id = @accountId AND request_id = @requestId
            """,
            new { accountId, requestId });
    }
}
