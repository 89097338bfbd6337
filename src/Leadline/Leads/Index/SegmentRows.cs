using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Leadline.Leads.Index;

/// <summary>A row of a segment: a part, which holds tokens' lists, or a chunk, which holds entries.</summary>
internal readonly record struct SegmentRow(long Segment, int Number);

/// <summary>
/// What one search reads of segments. Their rows never change, so what others have read lately is not read again.
/// </summary>
/// <param name="store">Reads what <paramref name="cache"/> lacks.</param>
/// <param name="cache">Its size counts bytes.</param>
/// <param name="accountId">Whose index it is.</param>
/// <param name="expressions">All that the search will ask for.</param>
internal sealed class SegmentRows(
    IndexReadStore store, MemoryCache cache, int accountId, IEnumerable<TokenExpression> expressions)
{
    // What an entry of the cache costs besides its content, about.
    private const int CacheEntrySize = 250;
    private const int IndexEntrySize = 32;

    private readonly int[] tokens = [.. expressions.SelectMany(expression => expression.Tokens).Distinct()];
    private readonly Dictionary<SegmentRow, byte[]> parts = [];
    private readonly Dictionary<SegmentRow, IndexEntry[]> chunks = [];
    private readonly int epoch = store.Epoch;

    /// <summary>Reads the lists of all expressions in these segments.</summary>
    public Task ReadLists(IEnumerable<Segment> segments, CancellationToken cancellation) => Read(
        parts,
        segments.SelectMany(segment => tokens.Select(token => PartOf(segment, token))),
        IndexReadStore.Parts,
        size: 1,
        cancellation);

    /// <summary>Reads chunks.</summary>
    public Task ReadEntries(IEnumerable<SegmentRow> wanted, CancellationToken cancellation) =>
        Read(chunks, wanted, IndexReadStore.Chunks, IndexEntrySize, cancellation);

    /// <summary>The list of a token in a segment whose lists were read.</summary>
    public PostingCursor ListOf(Segment segment, int token) =>
        Segment.ListOf(token, parts[PartOf(segment, token)]);

    /// <summary>An entry out of a chunk that was read.</summary>
    public IndexEntry EntryOf(long segment, int entry) =>
        chunks[new SegmentRow(segment, entry / Segment.ChunkSize)][entry % Segment.ChunkSize];

    private async Task Read<T>(
        Dictionary<SegmentRow, T[]> known,
        IEnumerable<SegmentRow> wanted,
        Func<NpgsqlConnection, int, IReadOnlyCollection<SegmentRow>, CancellationToken,
            Task<Dictionary<SegmentRow, T[]>>> read,
        int size,
        CancellationToken cancellation)
    {
        var missing = new List<SegmentRow>();
        foreach (var row in wanted.Where(row => !known.ContainsKey(row)))
            if (cache.Get<T[]>(KeyOf<T>(row)) is { } kept)
                known[row] = kept;
            else
                missing.Add(row);
        if (missing.Count == 0)
            return;
        Dictionary<SegmentRow, T[]> found;
        await using (var connection = await store.Open(accountId, cancellation))
            found = await read(connection, accountId, missing, cancellation);
        foreach (var row in missing)
        {
            var content = known[row] = found.GetValueOrDefault(row, []);
            cache.Set(
                KeyOf<T>(row),
                content,
                new MemoryCacheEntryOptions { Size = CacheEntrySize + ((long)content.Length * size) });
        }
    }

    private CacheKey<T> KeyOf<T>(SegmentRow row) => new(epoch, accountId, row);

    private static SegmentRow PartOf(Segment segment, int token) =>
        new(segment.Number, Segment.PartOf(token, segment.Parts));

    private sealed record CacheKey<T>(int Epoch, int AccountId, SegmentRow Row);
}
