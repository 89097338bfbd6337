using Npgsql;

namespace Leadline.Storage.Batching;

/// <summary>
/// What makes a write happen once, however often it is asked for: a row that the write's transaction claims first and
/// finishes last. Whoever finds the row finished has nothing to do.
/// </summary>
public abstract class Claim
{
    /// <summary>True while the write is this claim's to do.</summary>
    public bool IsMine { get; private set; }

    /// <summary>
    /// Claims rows, in one round trip. Each waits for another transaction that has claimed the same and is under way,
    /// so the claims of a batch are taken in one order, and no two of a batch are for the same row.
    /// </summary>
    public static void Take(WriteUnit unit, IReadOnlyList<Claim> claims)
    {
        if (claims.Count == 0)
            return;
        var ordered = claims.OrderBy(claim => claim.Order, StringComparer.Ordinal).ToList();
        using var query = unit.Query();
        foreach (var claim in ordered)
            claim.AddTo(query);
        using var reader = query.ExecuteReader();
        for (var i = 0; i < ordered.Count; i++)
        {
            if (i > 0)
                reader.NextResult();
            ordered[i].IsMine = ordered[i].Read(reader);
        }
    }

    /// <summary>What orders the claims of a batch, the same on every node.</summary>
    protected abstract string Order { get; }

    /// <summary>Adds the statements that claim the row.</summary>
    protected abstract void AddTo(NpgsqlBatch batch);

    /// <summary>Reads their results, from the first to the last; true when the row is this claim's.</summary>
    protected abstract bool Read(NpgsqlDataReader reader);
}

/// <summary>A claim that keeps what the write came to.</summary>
public abstract class Claim<TOutcome> : Claim
{
    /// <summary>
    /// Adds the row that keeps the outcome, to be written with the transaction's own. It may run more than once.
    /// </summary>
    public abstract void Finish(RowBuffer rows, TOutcome outcome);
}
