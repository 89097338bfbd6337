using System.Runtime.InteropServices;

namespace Leadline.Leads.Index;

/// <summary>A lead as it was entered, after a change by transaction <paramref name="Tx"/>.</summary>
internal readonly record struct IndexEntry(Guid LeadId, DateTime ModifiedOn, ulong Tx);

/// <summary>
/// The newest leads, indexed in memory: what no segment holds yet. Its lists are chains through one array, the newest
/// entry first. Whoever adds or reads holds the lock of the account's index.
/// </summary>
/// <param name="size">Entries of a full block, which then becomes a segment.</param>
internal sealed class TailBlock(int size)
{
    private readonly List<IndexEntry> entries = [];
    private readonly List<int> starts = [];
    private readonly List<int> earlier = [];
    private readonly Dictionary<int, int> latest = [];

    public IReadOnlyList<IndexEntry> Entries => entries;

    public IReadOnlyCollection<int> Tokens => latest.Keys;

    public bool IsFull => entries.Count >= size;

    /// <summary>The oldest transaction of its entries, and the latest.</summary>
    public (ulong Oldest, ulong Latest) Transactions { get; private set; } = (ulong.MaxValue, 0);

    /// <summary>Adds an entry with its tokens, which may be named more than once.</summary>
    public void Add(IndexEntry entry, List<int> tokens)
    {
        var start = earlier.Count;
        entries.Add(entry);
        starts.Add(start);
        Transactions = (
            Math.Min(Transactions.Oldest, entry.Tx), Math.Max(Transactions.Latest, entry.Tx));
        for (var i = 0; i < tokens.Count; i++)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(latest, tokens[i], out var isKnown);
            if (isKnown && last >= start)
                continue;
            earlier.Add(isKnown ? last : -1);
            last = earlier.Count - 1;
        }
    }

    /// <summary>The entries that have the token, by their places in <see cref="Entries"/>, the latest first.</summary>
    public void Places(int token, List<int> places)
    {
        places.Clear();
        if (!latest.TryGetValue(token, out var link))
            return;
        for (var before = CollectionsMarshal.AsSpan(starts); link >= 0; link = earlier[link])
        {
            var place = before.BinarySearch(link);
            place = place >= 0 ? place : ~place - 1;
            places.Add(place);
            before = before[..place];
        }
    }

    /// <summary>The entries that may meet the expression.</summary>
    public void Find(TokenExpression expression, List<IndexEntry> found)
    {
        var (places, last) = (new List<int>(), entries.Count - 1);
        var cursor = expression.Over(token =>
        {
            Places(token, places);
            return new PostingCursor.OfArray([.. places.Select(place => last - place)]);
        });
        for (cursor.MoveTo(0); cursor.Current != PostingCursor.End; cursor.MoveTo(cursor.Current + 1))
            found.Add(entries[last - cursor.Current]);
    }
}
