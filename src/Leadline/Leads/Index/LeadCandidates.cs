namespace Leadline.Leads.Index;

/// <summary>
/// Hands out the entries of leads that may match, those of the latest changes first. A lead that has changed since is
/// met at its newer entry, too. Segments are read when their turn comes.
/// </summary>
internal sealed class LeadCandidates
{
    private static readonly Comparer<IndexEntry> Newest = Comparer<IndexEntry>.Create(SegmentContent.Newest);

    private readonly SegmentRows rows;
    private readonly TokenExpression expression;
    private readonly Queue<Segment> unread;
    private readonly PriorityQueue<Source, long> sources = new();
    private readonly PriorityQueue<IndexEntry, IndexEntry> read;
    private IndexEntry last;
    private bool hasRead;

    public LeadCandidates(IndexView view, TokenExpression expression, SegmentRows rows)
    {
        (this.rows, this.expression) = (rows, expression);
        unread = new Queue<Segment>(view.Segments.OrderByDescending(segment => segment.Newest));
        read = new PriorityQueue<IndexEntry, IndexEntry>(
            view.FindInTail(expression).Select(entry => (entry, entry)), Newest);
    }

    /// <summary>No candidate still to come has changed later; null when there is none.</summary>
    public DateTime? Bound => read.TryPeek(out var entry, out _) && !(UnreadBound > entry.ModifiedOn)
        ? entry.ModifiedOn
        : UnreadBound;

    private DateTime? UnreadBound
    {
        get
        {
            DateTime? bound = unread.TryPeek(out var segment) ? segment.Newest : null;
            return sources.TryPeek(out var source, out _) && !(bound > source.Bound) ? source.Bound : bound;
        }
    }

    /// <summary>The next candidates: as many as asked for, fewer only at the end.</summary>
    public async Task<List<IndexEntry>> Take(int count, CancellationToken cancellation)
    {
        var taken = new List<IndexEntry>();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var bound = UnreadBound;
            while (taken.Count < count && read.TryPeek(out var entry, out _) && !(bound >= entry.ModifiedOn))
            {
                // What has just become a segment may stand in the tail as well.
                if (read.Dequeue() is var next && (next.LeadId, next.ModifiedOn) != (last.LeadId, last.ModifiedOn))
                    taken.Add(last = next);
            }

            if (taken.Count == count || bound is null)
                return taken;
            await Read(count - taken.Count, cancellation);
        }
    }

    /// <summary>Reads about so many entries of segments, by whole chunks.</summary>
    private async Task Read(int count, CancellationToken cancellation)
    {
        var places = new List<(long Segment, int Entry)>();
        while (places.Count < count && UnreadBound is { } bound)
            if (unread.TryPeek(out var segment) && segment.Newest >= bound)
                await ReadSegments(cancellation);
            else
                TakeChunk(places);
        await rows.ReadEntries(
            places.Select(place => new SegmentRow(place.Segment, place.Entry / Segment.ChunkSize)).Distinct(),
            cancellation);
        foreach (var (number, place) in places)
        {
            var entry = rows.EntryOf(number, place);
            read.Enqueue(entry, entry);
        }
    }

    // The newest one fills the page where matches are frequent. Where they are not, all others are needed, and one
    // question asks for all.
    private async Task ReadSegments(CancellationToken cancellation)
    {
        var next = new List<Segment> { unread.Dequeue() };
        while (hasRead && unread.TryDequeue(out var further))
            next.Add(further);
        hasRead = true;
        await rows.ReadLists(next, cancellation);
        foreach (var segment in next)
        {
            var cursor = expression.Over(token => rows.ListOf(segment, token));
            cursor.MoveTo(0);
            Enqueue(new Source(segment, cursor));
        }
    }

    private void TakeChunk(List<(long Segment, int Entry)> places)
    {
        var source = sources.Dequeue();
        var chunk = source.Chunk;
        for (; source.Chunk == chunk; source.Cursor.MoveTo(source.Cursor.Current + 1))
            places.Add((source.Segment.Number, source.Cursor.Current));
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
