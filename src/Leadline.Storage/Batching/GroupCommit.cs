using Microsoft.Extensions.Logging;
using Npgsql;

namespace Leadline.Storage.Batching;

/// <summary>The work of one transaction of a lane. It returns no task: an await in it does not compile.</summary>
public delegate void LaneWork<TItem>(WriteUnit unit, IReadOnlyList<TItem> items);

/// <summary>
/// Concurrent callers' writes share a transaction, and so a disk flush. Each caller is answered after the commit, with
/// an outcome of its own. A batch that loses a race is run again; one that fails otherwise is run again item by item,
/// so that only the item at fault fails.
/// </summary>
public sealed partial class GroupCommit<TItem> : IAsyncDisposable
    where TItem : class
{
    private const int MaxAttempts = 20;

    private readonly LaneWork<TItem> work;
    private readonly DiskSpace space;
    private readonly ILogger logger;
    private readonly Lanes<Entry> lanes;
    private readonly LaneConnection[] connections;
    private readonly LaneConnection[] aside;
    private readonly bool[] isAway;

    /// <summary>Starts the lanes; each opens its connection with its first batch.</summary>
    /// <param name="database">Where it writes.</param>
    /// <param name="lanes">How many transactions run side by side.</param>
    /// <param name="maxBatch">Most callers that share one transaction.</param>
    /// <param name="work">
    /// Looks up and decides through the unit, and leaves each item with its outcome; it must be repeatable.
    /// The unit commits after it.
    /// </param>
    /// <param name="logger">Told of races and failures, never of values.</param>
    public GroupCommit(Database database, int lanes, int maxBatch, LaneWork<TItem> work, ILogger logger)
    {
        this.work = work;
        space = database.Space;
        this.logger = logger;
        connections = [.. Enumerable.Range(0, lanes).Select(_ => new LaneConnection(database))];
        aside = [.. Enumerable.Range(0, lanes).Select(_ => new LaneConnection(database, isAside: true))];
        isAway = new bool[lanes];
        this.lanes = new Lanes<Entry>(lanes, maxBatch, Run);
    }

    /// <summary>Callers that wait for their turn.</summary>
    public int Waiting => lanes.Waiting;

    /// <inheritdoc cref="Lanes{TItem}.IsBusy"/>
    public bool IsBusy => lanes.IsBusy;

    /// <summary>
    /// Completes once the item's outcome is durable. Items of equal <paramref name="hash"/> run in arrival order.
    /// A caller that is gone already is not entered; one that goes later is carried out all the same.
    /// </summary>
    public Task Submit(TItem item, int hash, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var entry = new Entry(item);
        lanes.Enter(entry, hash);
        return entry.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await lanes.DisposeAsync();
        foreach (var connection in connections.Concat(aside))
            connection.Dispose();
    }

    private void Run(int lane, List<Entry> batch)
    {
        var failure = Try(lane, [.. batch.Select(entry => entry.Item)]);
        var unavailable = failure is not null && DatabaseErrors.IsUnavailable(failure);
        if (failure is null)
        {
            isAway[lane] = false;

            // One work item answers the whole batch while the lane goes on with the next: waking a thread for each
            // caller would cost more than answering it.
            ThreadPool.UnsafeQueueUserWorkItem(Answer, batch, preferLocal: false);
        }
        else if (batch.Count == 1 || unavailable)
        {
            // An absence is told once, not for every caller that comes meanwhile.
            if (!unavailable || !isAway[lane])
                Log.Failed(logger, batch.Count, failure.GetType().Name);
            isAway[lane] = unavailable;
            foreach (var entry in batch)
                ThreadPool.UnsafeQueueUserWorkItem(
                    failed => failed.Done.SetException(failure), entry, preferLocal: false);
        }
        else
        {
            foreach (var entry in batch)
                Run(lane, [entry]);
        }
    }

    private Exception? Try(int lane, IReadOnlyList<TItem> items)
    {
        for (var attempt = 1; ; attempt++)
        {
            WriteUnit? unit = null;
            try
            {
                unit = WriteUnit.On(connections[lane].OpenToWrite(), aside[lane]);
                work(unit, items);
                unit.Commit();
                return null;
            }
            catch (Exception exception)
            {
                space.Note(exception);
                Recover(lane, unit);
                if (!DatabaseErrors.IsRace(exception) || attempt == MaxAttempts)
                    return exception;
                Log.Raced(logger, items.Count, attempt);
            }
        }
    }

    /// <summary>Leaves the lane with a clean connection, or with none so that the next batch opens one.</summary>
    private void Recover(int lane, WriteUnit? unit)
    {
        unit?.Abandon();
        connections[lane].DropIfBroken();
        aside[lane].DropIfBroken();
    }

    private static void Answer(List<Entry> batch)
    {
        foreach (var entry in batch)
            entry.Done.SetResult();
    }

    private sealed class Entry(TItem item)
    {
        public TItem Item => item;

        /// <summary>Runs its continuation in place: see <see cref="Answer"/>.</summary>
        public TaskCompletionSource Done { get; } = new();
    }

    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Debug, "A batch of {Count} lost a race and runs again (attempt {Attempt})")]
        public static partial void Raced(ILogger logger, int count, int attempt);

        [LoggerMessage(12, LogLevel.Error, "A batch of {Count} failed: {Error}")]
        public static partial void Failed(ILogger logger, int count, string error);
    }
}
