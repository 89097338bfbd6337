using Leadline.Fields;
using Leadline.Leads.Search;
using Npgsql;

namespace Leadline.Leads.Index;

/// <summary>The index as of one moment: segments, and blocks of what they do not hold yet.</summary>
internal sealed record IndexView(IReadOnlyList<Segment> Segments, IReadOnlyList<TailBlock> Blocks, object Gate)
{
    /// <summary>The entries of the blocks that may meet the expression.</summary>
    public List<IndexEntry> FindInTail(TokenExpression expression)
    {
        var found = new List<IndexEntry>();
        lock (Gate)
            foreach (var block in Blocks)
                block.Find(expression, found);
        return found;
    }
}

/// <summary>
/// What a node knows of one account's index. It follows the event log when it is asked; whoever asks while it reads
/// waits for the next reading, which all who wait share. So an answer rests on a snapshot taken after its call came in,
/// and no event is read twice for two callers.
/// </summary>
internal sealed class AccountIndex(int accountId, int blockSize, IndexReadStore store, FieldOperations fields)
{
    private readonly object gate = new();
    private readonly List<TailBlock> blocks = [];
    private List<Segment> segments = [];
    private long version = -1;
    private int searchable;
    private Seen? seen;
    private Task<IndexView?>? running;
    private Task<IndexView?>? next;

    /// <summary>When it was last asked, in milliseconds of the system's up time.</summary>
    public long LastAsked { get; private set; } = Environment.TickCount64;

    /// <summary>Entries that it keeps in memory.</summary>
    public int Kept
    {
        get
        {
            lock (gate)
                return blocks.Sum(block => block.Entries.Count);
        }
    }

    /// <summary>The index with all that was committed before the call; null while there is none to rely on.</summary>
    public Task<IndexView?> View()
    {
        lock (gate)
        {
            LastAsked = Environment.TickCount64;
            if (running is null or { IsCompleted: true })
                return running = Task.Run(Read);
            return next ??= ReadAfter(running);
        }
    }

    /// <summary>A full block, with what it takes to make a segment of it; null while none is full.</summary>
    public (TailBlock Block, ulong Tx, long Version)? Full()
    {
        lock (gate)
        {
            if (seen is null || blocks.Find(block => block.IsFull) is not { } full)
                return null;
            var tx = blocks.Where(block => block != full)
                .Select(block => block.Transactions.Oldest).Append(seen.AllBelow).Min();
            return (full, tx, version);
        }
    }

    /// <summary>The block has become a segment.</summary>
    public void Replace(TailBlock block, Segment segment)
    {
        lock (gate)
        {
            blocks.Remove(block);
            segments = [.. segments, segment];
            version++;
        }
    }

    private async Task<IndexView?> ReadAfter(Task<IndexView?> before)
    {
        await before.ContinueWith(_ => { }, TaskScheduler.Default);
        lock (gate)
            (running, next) = (next, null);
        return await Read();
    }

    private async Task<IndexView?> Read()
    {
        await using var connection = await store.Open(accountId, CancellationToken.None);
        var columns = LeadColumns.For((await fields.Get(accountId)).Lead);
        var from = seen;
        var (state, changes) = await store.State(connection, accountId, from);
        if (!state.IsUsable || state.Searchable != LeadTokens.Fingerprint(columns))
        {
            Forget();
            return null;
        }

        if (state.Searchable != searchable || state.Now.Below < from?.Below)
            Forget();
        searchable = state.Searchable;
        if (seen is null)
            changes = await IndexReadStore.Changes(connection, accountId, (state.Tx, Guid.Empty));
        if (state.Version > version)
        {
            var live = await IndexReadStore.Segments(connection, accountId);
            lock (gate)
                if (state.Version > version)
                    (segments, version) = (live, state.Version);
        }

        await Follow(connection, columns, changes, state.Now);
        lock (gate)
        {
            seen = state.Now;
            blocks.RemoveAll(block => block.Transactions.Latest < state.Tx);
            return new IndexView(segments, [.. blocks], gate);
        }
    }

    // What was committed after the snapshot is left for the next reading, which would meet it again.
    private async Task Follow(NpgsqlConnection connection, LeadColumns columns, ChangePage page, Seen now)
    {
        while (page.Changes.Count > 0)
        {
            var latest = new Dictionary<Guid, ulong>(page.Changes.Count);
            foreach (var (tx, leadId) in page.Changes.Where(change => now.Has(change.Tx)))
                latest[leadId] = Math.Max(tx, latest.GetValueOrDefault(leadId));
            var leads = await IndexReadStore.Leads(connection, accountId, latest.Keys);
            leads.Sort((one, other) => one.ModifiedOn.CompareTo(other.ModifiedOn));
            var tokens = leads.ConvertAll(lead => LeadTokens.From(columns, lead));
            lock (gate)
                for (var i = 0; i < leads.Count; i++)
                    Add(new IndexEntry(leads[i].Id, leads[i].ModifiedOn, latest[leads[i].Id]), tokens[i]);
            if (page.Next is not { } next || next.Tx >= now.Below)
                return;
            page = await IndexReadStore.Changes(connection, accountId, next);
        }
    }

    private void Add(IndexEntry entry, List<int> tokens)
    {
        if (blocks is not [.., { IsFull: false } block])
            blocks.Add(block = new TailBlock(blockSize));
        block.Add(entry, tokens);
    }

    private void Forget()
    {
        lock (gate)
        {
            blocks.Clear();
            segments = [];
            version = -1;
            seen = null;
        }
    }
}
