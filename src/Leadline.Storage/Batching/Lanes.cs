using System.Threading.Channels;

namespace Leadline.Storage.Batching;

/// <summary>
/// Gathers concurrent callers into batches. Items of one lane are worked on in arrival order, a batch at a time;
/// while a batch runs, the next gathers, so batches grow with the load and an idle server adds no delay.
/// A lane is a thread of its own, and its work may block: PostgreSQL's answer then wakes it directly, where awaiting
/// would go by the socket thread and the pool, which costs more than a small query.
/// </summary>
public sealed class Lanes<TItem> : IAsyncDisposable
{
    private const int BusyMilliseconds = 250;

    private readonly Channel<TItem>[] lanes;
    private readonly Thread[] threads;
    private readonly int maxBatch;
    private readonly Func<int, List<TItem>, Task> work;
    private long lastShared = -BusyMilliseconds;

    /// <summary>Starts the lanes.</summary>
    /// <param name="count">How many lanes run side by side; each may hold a connection.</param>
    /// <param name="maxBatch">Most items in one batch.</param>
    /// <param name="capacity">Most items waiting in a lane; further callers wait to enter.</param>
    /// <param name="work">Does a batch of lane N. It must not throw: an item's failure is the item's own.</param>
    public Lanes(int count, int maxBatch, int capacity, Func<int, List<TItem>, Task> work)
    {
        this.maxBatch = maxBatch;
        this.work = work;
        lanes = [.. Enumerable.Range(0, count).Select(_ => Channel.CreateBounded<TItem>(
            new BoundedChannelOptions(capacity) { SingleReader = true }))];
        threads = [.. Enumerable.Range(0, count).Select(lane => new Thread(() => Run(lane))
        {
            Name = $"lane {lane} of {typeof(TItem).Name}",
            IsBackground = true,
        })];
        foreach (var thread in threads)
            thread.Start();
    }

    /// <summary>Items that wait, over all lanes.</summary>
    public int Waiting => lanes.Sum(lane => lane.Reader.Count);

    /// <summary>True while callers come faster than one by one: the newest batch was shared and is fresh.</summary>
    public bool IsBusy => Environment.TickCount64 - Volatile.Read(ref lastShared) < BusyMilliseconds;

    public ValueTask Enter(TItem item, int hash, CancellationToken cancellation) =>
        lanes[(uint)hash % (uint)lanes.Length].Writer.WriteAsync(item, cancellation);

    /// <summary>Finishes what was entered, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
            lane.Writer.TryComplete();
        await Task.Run(() => Array.ForEach(threads, thread => thread.Join()));
    }

    private void Run(int lane)
    {
        var reader = lanes[lane].Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var batch = new List<TItem>();
            while (batch.Count < maxBatch && reader.TryRead(out var item))
                batch.Add(item);
            if (batch.Count > 1)
                Volatile.Write(ref lastShared, Environment.TickCount64);
            work(lane, batch).GetAwaiter().GetResult();
        }
    }
}
