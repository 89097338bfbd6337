namespace Leadline.Leads.Index;

/// <summary>
/// A lead that may match: by its place in a segment, or by its id and change where it stands in the tail. One whose lead
/// has changed since is met again at its newer entry.
/// </summary>
internal readonly record struct Candidate(long Segment, int Entry, Guid LeadId, DateTime ModifiedOn)
{
    public bool IsInTail => Segment == 0;
}

/// <summary>
/// Hands out candidates piece by piece, about in the order of their changes, the latest first; segments are read when
/// their turn comes.
/// </summary>
internal sealed class LeadCandidates
{
    private readonly IndexReadStore store;
    private readonly int accountId;
    private readonly TokenExpression expression;
    private readonly Queue<Segment> unread;
    private readonly PriorityQueue<Source, long> sources = new();
    private readonly List<IndexEntry> tail;
    private int tailNext;
    private bool hasRead;

    public LeadCandidates(IndexReadStore store, int accountId, IndexView view, TokenExpression expression)
    {
        (this.store, this.accountId, this.expression) = (store, accountId, expression);
        unread = new Queue<Segment>(view.Segments.OrderByDescending(segment => segment.Newest));
        tail = view.FindInTail(expression);
        tail.Sort(SegmentContent.Newest);
    }

    /// <summary>No candidate still to come has changed later; null when there is none.</summary>
    public DateTime? Bound
    {
        get
        {
            DateTime? bound = tailNext < tail.Count ? tail[tailNext].ModifiedOn : null;
            if (unread.TryPeek(out var segment) && !(segment.Newest < bound))
                bound = segment.Newest;
            if (sources.TryPeek(out var source, out _) && !(source.Bound < bound))
                bound = source.Bound;
            return bound;
        }
    }

    /// <summary>The next candidates: as many as asked for and up to a chunk more, fewer only at the end.</summary>
    public async Task<List<Candidate>> Take(int count, CancellationToken cancellation)
    {
        var taken = new List<Candidate>(count);
        while (taken.Count < count && Bound is { } bound)
        {
            cancellation.ThrowIfCancellationRequested();
            if (unread.TryPeek(out var segment) && segment.Newest >= bound)
                await ReadSegments(cancellation);
            else if (tailNext < tail.Count && tail[tailNext].ModifiedOn >= bound)
                taken.Add(new Candidate(0, 0, tail[tailNext].LeadId, tail[tailNext++].ModifiedOn));
            else
                TakeChunk(taken);
        }

        return taken;
    }

    // The newest one fills the page where matches are frequent. Where they are not, all others are needed, and one
    // question asks for all.
    private async Task ReadSegments(CancellationToken cancellation)
    {
        var read = new List<Segment> { unread.Dequeue() };
        while (hasRead && unread.TryDequeue(out var further))
            read.Add(further);
        hasRead = true;
        int[] tokens = [.. expression.Tokens.Distinct()];
        await using var connection = await store.Open(accountId, cancellation);
        var parts = await IndexReadStore.Parts(
            connection,
            accountId,
            [.. read.SelectMany(segment => tokens.Select(token => (segment.Number, PartOf(segment, token)))).Distinct()],
            cancellation);
        foreach (var segment in read)
        {
            var cursor = expression.Over(token => parts.TryGetValue((segment.Number, PartOf(segment, token)), out var part)
                ? Segment.ListOf(token, part)
                : PostingCursor.None);
            cursor.MoveTo(0);
            Enqueue(new Source(segment, cursor));
        }
    }

    private void TakeChunk(List<Candidate> taken)
    {
        var source = sources.Dequeue();
        var chunk = source.Chunk;
        for (; source.Chunk == chunk; source.Cursor.MoveTo(source.Cursor.Current + 1))
            taken.Add(new Candidate(source.Segment.Number, source.Cursor.Current, default, default));
        Enqueue(source);
    }

    private void Enqueue(Source source)
    {
        if (source.Cursor.Current != PostingCursor.End)
            sources.Enqueue(source, -source.Bound.Ticks);
    }

    private static int PartOf(Segment segment, int token) => Segment.PartOf(token, segment.Parts);

    private sealed record Source(Segment Segment, PostingCursor Cursor)
    {
        public int Chunk => Cursor.Current / Segment.ChunkSize;

        public DateTime Bound => Segment.Bounds[Chunk];
    }
}
