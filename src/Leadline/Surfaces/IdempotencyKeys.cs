using System.Security.Cryptography;
using System.Text;
using Dapper;
using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Surfaces;

/// <summary>
/// Makes retries of a POST safe for 24 hours. The key, the effect and the answer commit in one transaction, so a call
/// that was cut off anywhere has either happened with its answer kept, or not at all. A second call with the key waits
/// for the first, then gets the same answer; with another body, 422.
/// </summary>
internal sealed class IdempotencyKeys(Database database, Diagnostics diagnostics) : IDisposable
{
    public const int MaxLength = 255;

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly Failure Mismatch = new(
        ErrorCode.IdempotencyMismatch, "The Idempotency-Key was used before with a different request.");

    // A call holds a connection from its key to its answer, and may need another to load what the node has forgotten.
    private readonly SemaphoreSlim running = new(Math.Max(1, database.MaxConnections / 2));

    public async Task<int> Once(
        HttpRequest request,
        Caller caller,
        string key,
        ReadOnlyMemory<byte> body,
        JsonBuffer answer,
        Surface surface,
        Func<Caller, Task<int>> run)
    {
        var fingerprint = Fingerprint(request, body.Span);
        await running.WaitAsync(request.HttpContext.RequestAborted);
        try
        {
            return await database.Transaction(RunOrRecall);
        }
        finally
        {
            running.Release();
        }

        async Task<int> RunOrRecall(NpgsqlConnection connection)
        {
            if (await Claim(connection, caller.AccountId, key, fingerprint))
            {
                var status = await run(caller with { Transaction = connection });
                await Keep(connection, caller.AccountId, key, status, answer.Written());
                return status;
            }

            var (kept, keptStatus, keptBody) = await Recall(connection, caller.AccountId, key);
            if (!fingerprint.AsSpan().SequenceEqual(kept))
                return SurfaceErrors.Write(answer.Writer, surface, Mismatch);
            diagnostics.Replayed(surface);
            answer.Writer.WriteRawValue(keptBody, skipInputValidation: true);
            return keptStatus;
        }
    }

    /// <summary>Forgets keys that have outlived <see cref="Lifetime"/>.</summary>
    public async Task<int> ForgetExpired(int accountId)
    {
        await using var connection = await database.Open();
        return await connection.ExecuteAsync(
            "DELETE FROM idempotency_key WHERE account_id = @accountId AND created_on < now() - @Lifetime",
            new { accountId, Lifetime });
    }

    public void Dispose() => running.Dispose();

    // Credentials in the query are not part of the request's meaning: a retry may come after a rotation of keys.
    private static byte[] Fingerprint(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request.Path.Value!.ToUpperInvariant()));
        foreach (var (name, value) in request.Query.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
            if (!name.EndsWith("Key", StringComparison.OrdinalIgnoreCase))
                hash.AppendData(Encoding.UTF8.GetBytes($"\n{name.ToUpperInvariant()}={value}"));
        hash.AppendData("\n\n"u8);

        // Nor is the boundary of a form, which clients draw anew for each attempt.
        if (RequestBody.BoundaryOf(request.ContentType) is { Length: > 0 } boundary)
            AppendParts(hash, body, Encoding.UTF8.GetBytes($"--{boundary}"));
        else
            hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    private static void AppendParts(IncrementalHash hash, ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter)
    {
        for (var end = body.IndexOf(delimiter); end >= 0; end = body.IndexOf(delimiter))
        {
            hash.AppendData(body[..end]);
            hash.AppendData("--"u8);
            body = body[(end + delimiter.Length)..];
        }

        hash.AppendData(body);
    }

    /// <summary>True when the key is this call's to use. Waits while another call with the key is under way.</summary>
    private static async Task<bool> Claim(NpgsqlConnection connection, int accountId, string key, byte[] fingerprint) =>
        await connection.ExecuteScalarAsync<int?>(
            """
            INSERT INTO idempotency_key (account_id, key, fingerprint, created_on)
            VALUES (@accountId, @key, @fingerprint, now())
            ON CONFLICT (account_id, key) DO UPDATE
                SET fingerprint = excluded.fingerprint, created_on = excluded.created_on
                WHERE idempotency_key.created_on < now() - @Lifetime
            RETURNING 1
            """,
            new { accountId, key, fingerprint, Lifetime }) is not null;

    private static Task Keep(NpgsqlConnection connection, int accountId, string key, int status, ReadOnlyMemory<byte> body) =>
        connection.ExecuteAsync(
            """
            UPDATE idempotency_key SET status = @status, body = @body WHERE account_id = @accountId AND key = @key
            """,
            new { accountId, key, status, body = body.ToArray() });

    private static Task<(byte[] Fingerprint, int Status, byte[] Body)> Recall(NpgsqlConnection connection, int accountId, string key) =>
        connection.QuerySingleAsync<(byte[], int, byte[])>(
            "SELECT fingerprint, status, body FROM idempotency_key WHERE account_id = @accountId AND key = @key",
            new { accountId, key });
}
