namespace Leadline.Leads.Index;

/// <summary>
/// A lead that may match: by its place in a segment, or by its id and change where it stands in the tail. One whose
/// lead has changed since is met again at its newer entry.
/// </summary>
internal readonly record struct Candidate(long Segment, int Entry, Guid LeadId, DateTime ModifiedOn)
{
    public bool IsInTail => Segment == 0;
}

/// <summary>The parts of segments that one search has read. It reads those of all its tokens at a time.</summary>
internal sealed class SegmentLists(IndexReadStore store, int accountId, IEnumerable<TokenExpression> expressions)
{
    private readonly int[] tokens = [.. expressions.SelectMany(expression => expression.Tokens).Distinct()];
    private readonly Dictionary<(long Segment, int Part), byte[]?> parts = [];

    /// <summary>Reads the lists of an expression in these segments, and of all others in the first.</summary>
    public async Task Read(List<Segment> segments, TokenExpression expression, CancellationToken cancellation)
    {
        var wanted = segments.SelectMany(
            (segment, place) => (place == 0 ? tokens : expression.Tokens).Select(token => PartOf(segment, token)));
        List<(long, int)> missing = [.. wanted.Distinct().Where(part => !parts.ContainsKey(part))];
        if (missing.Count == 0)
            return;
        await using var connection = await store.Open(accountId, cancellation);
        var read = await IndexReadStore.Parts(connection, accountId, missing, cancellation);
        foreach (var part in missing)
            parts[part] = read.GetValueOrDefault(part);
    }

    public PostingCursor Of(Segment segment, int token) => parts[PartOf(segment, token)] is { } part
        ? Segment.ListOf(token, part)
        : PostingCursor.None;

    private static (long, int) PartOf(Segment segment, int token) =>
        (segment.Number, Segment.PartOf(token, segment.Parts));
}

/// <summary>
/// Hands out candidates piece by piece, about in the order of their changes, the latest first; segments are read when
/// their turn comes.
/// </summary>
internal sealed class LeadCandidates
{
    private readonly SegmentLists lists;
    private readonly TokenExpression expression;
    private readonly Queue<Segment> unread;
    private readonly PriorityQueue<Source, long> sources = new();
    private readonly List<IndexEntry> tail;
    private int tailNext;
    private bool hasRead;

    public LeadCandidates(IndexView view, TokenExpression expression, SegmentLists lists)
    {
        (this.lists, this.expression) = (lists, expression);
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
        await lists.Read(read, expression, cancellation);
        foreach (var segment in read)
        {
            var cursor = expression.Over(token => lists.Of(segment, token));
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

    private sealed record Source(Segment Segment, PostingCursor Cursor)
    {
        public int Chunk => Cursor.Current / Segment.ChunkSize;

        public DateTime Bound => Segment.Bounds[Chunk];
    }
}
