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
    /// <summary>The answer's status, once there is an answer.</summary>
    public int? Status { get; private set; }

    protected override string Order => $"{key.AccountId} {key.Text}";

    public override void Finish(RowBuffer rows, Result<T> outcome)
    {
        answer.Clear();
        if (outcome.Failure is { } failure)
        {
            Status = SurfaceErrors.Write(answer.Writer, surface, failure);
        }
        else
        {
            write(outcome.Value);
            Status = StatusCodes.Status200OK;
        }

        rows.Add(IdempotencyStore.Answer, new AnsweredKey(key, Status.Value, answer.Written().ToArray()));
    }

    protected override void AddTo(NpgsqlBatch batch) => IdempotencyStore.AddClaim(batch, key);

    protected override bool Read(NpgsqlDataReader reader)
    {
        if (IdempotencyStore.ReadClaim(reader, key) is not { } kept)
            return true;
        Status = kept.WriteTo(answer, surface, diagnostics);
        return false;
    }
}
