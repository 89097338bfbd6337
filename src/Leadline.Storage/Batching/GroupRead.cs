using Npgsql;

namespace Leadline.Storage.Batching;

/// <summary>
/// One query of a lane: fills the results, which stand in the order of the keys. It blocks, and cannot be awaited.
/// </summary>
public delegate void LaneQuery<in TKey, in TResult>(
    NpgsqlConnection connection, IReadOnlyList<TKey> keys, TResult[] results);

/// <summary>
/// Concurrent look-ups of one kind share a query. Each caller gets what was found for its own key. A lane keeps the
/// connection that it first needed.
/// </summary>
public sealed class GroupRead<TKey, TResult> : IAsyncDisposable
{
    private readonly LaneQuery<TKey, TResult> query;
    private readonly Lanes<Entry> lanes;
    private readonly LaneConnection[] connections;
    private int turn;

    /// <summary>Starts the lanes.</summary>
    /// <param name="database">Where it reads.</param>
    /// <param name="lanes">How many queries run side by side.</param>
    /// <param name="maxBatch">Most keys in one query.</param>
    /// <param name="query">Fills the results, which stand in the order of the keys.</param>
    public GroupRead(Database database, int lanes, int maxBatch, LaneQuery<TKey, TResult> query)
    {
        this.query = query;
        connections = [.. Enumerable.Range(0, lanes).Select(_ => new LaneConnection(database))];
        this.lanes = new Lanes<Entry>(lanes, maxBatch, Run);
    }

    public Task<TResult> Find(TKey key, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var entry = new Entry(key);
        lanes.Enter(entry, Interlocked.Increment(ref turn));
        return entry.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await lanes.DisposeAsync();
        foreach (var connection in connections)
            connection.Dispose();
    }

    private void Run(int lane, List<Entry> batch)
    {
        try
        {
            var results = Query(lane, [.. batch.Select(entry => entry.Key)]);
            Answer(batch, (entry, i) => entry.Done.SetResult(results[i]));
        }
        catch (Exception exception)
        {
            Answer(batch, (entry, _) => entry.Done.SetException(exception));
        }
    }

    // One work item answers the whole batch while the lane goes on with the next, as in GroupCommit.
    private static void Answer(List<Entry> batch, Action<Entry, int> answer) => ThreadPool.UnsafeQueueUserWorkItem(
        entries =>
        {
            for (var i = 0; i < entries.Count; i++)
                answer(entries[i], i);
        },
        batch,
        preferLocal: false);

    private TResult[] Query(int lane, TKey[] keys)
    {
        var connection = connections[lane];
        var isFromBefore = connection.IsHeld;
        try
        {
            return Query(connection.Open(), keys);
        }
        catch (Exception exception) when (isFromBefore && DatabaseErrors.IsUnavailable(exception))
        {
            // It had died unnoticed since the last query: reading again on a new one is safe.
            connection.Drop();
            return Query(connection.Open(), keys);
        }
    }

    private TResult[] Query(NpgsqlConnection connection, TKey[] keys)
    {
        var results = new TResult[keys.Length];
        query(connection, keys, results);
        return results;
    }

    private sealed record Entry(TKey Key)
    {
        public TaskCompletionSource<TResult> Done { get; } = new();
    }
}
