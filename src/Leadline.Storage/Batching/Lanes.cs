namespace Leadline.Storage.Batching;

/// <summary>
/// Gathers concurrent callers into batches. Items of one lane are worked on in arrival order, a batch at a time; while
/// a batch runs, the next gathers, so batches grow with the load and an idle server adds no delay. A lane is a thread
/// of its own, and its work may block: PostgreSQL's answer then wakes it directly, where awaiting would go by the
/// socket thread and the pool, which costs more than a small query. What waits is bounded by the callers, since each
/// waits for its item.
/// </summary>
public sealed class Lanes<TItem> : IAsyncDisposable
{
    private const int BusyMilliseconds = 250;

    private const int GatherMilliseconds = 1;

    private readonly Lane[] lanes;
    private readonly int maxBatch;
    private readonly Action<int, List<TItem>> work;
    private long lastShared = -BusyMilliseconds;

    /// <summary>Starts the lanes.</summary>
    /// <param name="count">How many lanes run side by side; each may hold a connection.</param>
    /// <param name="maxBatch">Most items in one batch.</param>
    /// <param name="work">Does a batch of lane N. It must not throw: an item's failure is the item's own.</param>
    public Lanes(int count, int maxBatch, Action<int, List<TItem>> work)
    {
        this.maxBatch = maxBatch;
        this.work = work;
        lanes = [.. Enumerable.Range(0, count).Select(number => new Lane(this, number))];
    }

    /// <summary>Items that wait, over all lanes.</summary>
    public int Waiting => lanes.Sum(lane => lane.Waiting);

    /// <summary>True while callers come faster than one by one: the newest batch was shared and is fresh.</summary>
    public bool IsBusy => Environment.TickCount64 - Volatile.Read(ref lastShared) < BusyMilliseconds;

    /// <summary>Items of equal <paramref name="hash"/> share a lane.</summary>
    /// <exception cref="ObjectDisposedException">The lanes have ended.</exception>
    public void Enter(TItem item, int hash) => lanes[(uint)hash % (uint)lanes.Length].Enter(item);

    /// <summary>Finishes what was entered, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
            lane.Close();
        await Task.Run(() => Array.ForEach(lanes, lane => lane.Join()));
    }

    /// <summary>
    /// A queue and its thread. The thread sleeps in a wait that does not spin: the cores are for the work.
    /// </summary>
    private sealed class Lane
    {
        private readonly Lanes<TItem> owner;
        private readonly int number;
        private readonly object gate = new();
        private readonly Queue<TItem> waiting = new();
        private readonly Thread thread;
        private int wanted;
        private bool isClosed;

        public Lane(Lanes<TItem> owner, int number)
        {
            (this.owner, this.number) = (owner, number);
            thread = new Thread(Run) { Name = $"lane {number} of {typeof(TItem).Name}", IsBackground = true };
            thread.Start();
        }

        public int Waiting
        {
            get
            {
                lock (gate)
                    return waiting.Count;
            }
        }

        public void Enter(TItem item)
        {
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(isClosed, owner);
                waiting.Enqueue(item);
                if (waiting.Count == wanted)
                    Monitor.Pulse(gate);
            }
        }

        public void Close()
        {
            lock (gate)
            {
                isClosed = true;
                Monitor.Pulse(gate);
            }
        }

        public void Join() => thread.Join();

        private void Run()
        {
            var before = 1;
            while (Next(before) is { Count: > 0 } batch)
            {
                before = batch.Count;
                if (batch.Count > 1)
                    Volatile.Write(ref owner.lastShared, Environment.TickCount64);
                owner.work(number, batch);
            }
        }

        /// <summary>
        /// What has gathered, waiting for a first item; empty at the end. Where callers come together, the first of
        /// them waits a moment for the others: as many as shared the batch before, or a millisecond.
        /// </summary>
        private List<TItem> Next(int before)
        {
            var batch = new List<TItem>(before);
            lock (gate)
            {
                wanted = 1;
                while (waiting.Count == 0 && !isClosed)
                    Monitor.Wait(gate);
                wanted = Math.Min(before, owner.maxBatch);
                if (waiting.Count < wanted && !isClosed)
                    Monitor.Wait(gate, GatherMilliseconds);
                wanted = 0;
                while (batch.Count < owner.maxBatch && waiting.TryDequeue(out var item))
                    batch.Add(item);
            }

            return batch;
        }
    }
}
