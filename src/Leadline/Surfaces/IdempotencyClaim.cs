using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Surfaces;

/// <summary>
/// An Idempotency-Key as a part of the write that it guards: claimed first and answered last, in the write's own
/// transaction. Where it was answered before, that answer is given back and nothing is written.
/// </summary>
/// <param name="key">The key of the call.</param>
/// <param name="surface">Whose form the answer takes.</param>
/// <param name="answer">Takes the answer.</param>
/// <param name="write">Writes the answer of an outcome. Runs on a lane's thread, once for every attempt.</param>
/// <param name="diagnostics">Counts the answers that are given again.</param>
internal sealed class IdempotencyClaim<T>(
    IdempotencyKey key, Surface surface, JsonBuffer answer, Action<T> write, Diagnostics diagnostics) : Claim<Result<T>>
{
    /// <summary>The answer's status, once there is an answer that is kept.</summary>
    public KeptStatus? Kept { get; private set; }

    protected override string Order => key.Order;

    public override void Finish(RowBuffer rows, Result<T> outcome)
    {
        answer.Clear();
        if (outcome.Failure is null)
            write(outcome.Value);
        Kept = IdempotencyStore.Keep(rows, key, surface, answer, outcome.Failure);
    }

    protected override void AddTo(NpgsqlBatch batch) => IdempotencyStore.AddClaim(batch, key);

    protected override bool Read(NpgsqlDataReader reader)
    {
        Kept = IdempotencyStore.ReadClaim(reader, key)?.WriteTo(answer, surface, diagnostics);
        return Kept is null;
    }
}
