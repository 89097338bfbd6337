using System.Security.Cryptography;
using Dapper;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Surfaces;

/// <summary>A key with its answer, to be kept.</summary>
internal readonly record struct AnsweredKey(IdempotencyKey Key, int Status, byte[] Body);

/// <summary>The status of an answer that a key keeps, and whether it was kept before this call.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="IsReplay">Whether it was kept before.</param>
/// <param name="Failure">Why this call was refused, if it was.</param>
internal readonly record struct KeptStatus(int Status, bool IsReplay = false, Failure? Failure = null);

/// <summary>The answer that a key was given before; no body when that was to another call.</summary>
internal sealed record KeptAnswer(int Status, byte[]? Body)
{
    private static readonly Failure Mismatch = new(
        ErrorCode.IdempotencyMismatch, "The Idempotency-Key was used before with a different request.");

    /// <summary>Writes the answer and gives its status.</summary>
    public KeptStatus WriteTo(JsonBuffer answer, Surface surface, Diagnostics diagnostics)
    {
        answer.Clear();
        if (Body is null)
            return new KeptStatus(SurfaceErrors.Write(answer.Writer, surface, Mismatch), Failure: Mismatch);
        diagnostics.Replayed(surface);
        answer.Writer.WriteRawValue(Body, skipInputValidation: true);
        return new KeptStatus(Status, IsReplay: true);
    }
}

/// <summary>The SQL of idempotency keys.</summary>
internal static class IdempotencyStore
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    // The claim has locked the key, so its place is the one of its newest version.
    private static readonly RowStatement<AnsweredKey> Answer = new RowStatement<AnsweredKey>(
            order: 120,
            row => row.Key.AccountId,
            $"""
            UPDATE idempotency_key k SET status = u.status, body = u.body
            FROM ({RowSource.Select("key", "status", "body")}) u
            CROSS JOIN LATERAL (
                SELECT x.ctid AS place FROM idempotency_key x
                WHERE x.account_id = $1 AND {RowSource.Key("x.key", "u.key")}) at
            WHERE k.account_id + 0 = $1 AND k.ctid = at.place
            """)
        .With(NpgsqlDbType.Bytea, row => row.Key.Hash)
        .With(NpgsqlDbType.Integer, row => row.Status)
        .With(NpgsqlDbType.Bytea, row => row.Body);

    /// <summary>
    /// Claims the key, waiting while another call with it is under way, then reads what is kept of it.
    /// </summary>
    public static void AddClaim(NpgsqlBatch batch, IdempotencyKey key)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            INSERT INTO idempotency_key (account_id, key, fingerprint, created_on) VALUES ($1, $2, $3, $4)
            ON CONFLICT (account_id, key) DO UPDATE
                SET fingerprint = excluded.fingerprint, created_on = excluded.created_on, status = NULL, body = NULL
                WHERE idempotency_key.created_on < $5 OR idempotency_key.status IS NULL
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = key.AccountId },
                new NpgsqlParameter<byte[]> { TypedValue = key.Hash },
                new NpgsqlParameter<byte[]> { TypedValue = key.Fingerprint },
                new NpgsqlParameter<DateTime> { TypedValue = key.UsedOn },
                new NpgsqlParameter<DateTime> { TypedValue = key.UsedOn - Lifetime },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"""
            SELECT fingerprint, status, body FROM idempotency_key
            WHERE account_id = $1 AND {RowSource.Key("key", "$2")}
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = key.AccountId },
                new NpgsqlParameter<byte[]> { TypedValue = key.Hash },
            },
        });
    }

    /// <summary>Reads the result of <see cref="AddClaim"/>: null when the key is this call's to use.</summary>
    public static KeptAnswer? ReadClaim(NpgsqlDataReader reader, IdempotencyKey key)
    {
        reader.Read();
        if (reader.IsDBNull(1))
            return null;
        var isOfThisCall = CryptographicOperations.FixedTimeEquals(
            key.Fingerprint, reader.GetFieldValue<byte[]>(0));
        return new KeptAnswer(
            reader.GetInt32(1), isOfThisCall ? key.Open(reader.GetFieldValue<byte[]>(2)) : null);
    }

    /// <summary>
    /// Keeps a call's answer with its key: what was written, or the refusal. Null where the call is worth trying again:
    /// that refusal is not kept, nor written.
    /// </summary>
    public static KeptStatus? Keep(
        RowBuffer rows, IdempotencyKey key, Surface surface, JsonBuffer answer, Failure? failure)
    {
        if (failure?.RetryAfter is not null)
            return null;
        var status = StatusCodes.Status200OK;
        if (failure is not null)
        {
            answer.Clear();
            status = SurfaceErrors.Write(answer.Writer, surface, failure);
        }

        rows.Add(Answer, new AnsweredKey(key, status, key.Seal(answer.Written().Span)));
        return new KeptStatus(status, Failure: failure);
    }

    /// <summary>Removes the keys that have outlived their time; how many there were.</summary>
    public static Task<int> ForgetExpired(NpgsqlConnection connection, int accountId, DateTime now) =>
        connection.ExecuteAsync(
            "DELETE FROM idempotency_key WHERE account_id = @accountId AND created_on < @before",
            new { accountId, before = now - Lifetime });
}
