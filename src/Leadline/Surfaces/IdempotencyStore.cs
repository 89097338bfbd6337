using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Surfaces;

/// <summary>A call's Idempotency-Key, with what tells the call from another one that bears the same.</summary>
internal sealed record IdempotencyKey(int AccountId, string Text, byte[] Fingerprint, DateTime UsedOn);

/// <summary>A key with its answer, to be kept.</summary>
internal readonly record struct AnsweredKey(IdempotencyKey Key, int Status, byte[] Body);

/// <summary>The answer that a key was given before; none when it was used for another call.</summary>
internal sealed record KeptAnswer(bool IsOfThisCall, int Status, byte[] Body)
{
    private static readonly Failure Mismatch = new(
        ErrorCode.IdempotencyMismatch, "The Idempotency-Key was used before with a different request.");

    /// <summary>Writes the answer and gives its status.</summary>
    public int WriteTo(JsonBuffer answer, Surface surface, Diagnostics diagnostics)
    {
        answer.Clear();
        if (!IsOfThisCall)
            return SurfaceErrors.Write(answer.Writer, surface, Mismatch);
        diagnostics.Replayed(surface);
        answer.Writer.WriteRawValue(Body, skipInputValidation: true);
        return Status;
    }
}

/// <summary>The SQL of idempotency keys.</summary>
internal static class IdempotencyStore
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static readonly RowStatement<AnsweredKey> Answer = new RowStatement<AnsweredKey>(
            order: 120,
            row => row.Key.AccountId,
            $"""
            UPDATE idempotency_key k SET status = u.status, body = u.body
            FROM ({RowSource.Select("key", "status", "body")}) u
            WHERE k.account_id = $1 AND k.key = u.key
            """)
        .With(NpgsqlDbType.Text, row => row.Key.Text)
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
                WHERE idempotency_key.created_on < $5
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = key.AccountId },
                new NpgsqlParameter<string> { TypedValue = key.Text },
                new NpgsqlParameter<byte[]> { TypedValue = key.Fingerprint },
                new NpgsqlParameter<DateTime> { TypedValue = key.UsedOn },
                new NpgsqlParameter<DateTime> { TypedValue = key.UsedOn - Lifetime },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "SELECT fingerprint, status, body FROM idempotency_key WHERE account_id = $1 AND key = $2")
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = key.AccountId },
                new NpgsqlParameter<string> { TypedValue = key.Text },
            },
        });
    }

    /// <summary>Reads the result of <see cref="AddClaim"/>: null when the key is this call's to use.</summary>
    public static KeptAnswer? ReadClaim(NpgsqlDataReader reader, IdempotencyKey key)
    {
        reader.Read();
        return reader.IsDBNull(1)
            ? null
            : new KeptAnswer(
                key.Fingerprint.AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(0)),
                reader.GetInt32(1),
                reader.GetFieldValue<byte[]>(2));
    }
}
