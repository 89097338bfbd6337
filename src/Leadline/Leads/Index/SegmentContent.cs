using System.Buffers;
using System.Runtime.InteropServices;

namespace Leadline.Leads.Index;

/// <summary>A segment about to be written: its entries, and its parts one by one.</summary>
internal sealed record SegmentContent(
    IReadOnlyList<IndexEntry> Entries, int Parts, IEnumerable<(int Part, ReadOnlyMemory<byte> Lists)> Lists)
{
    /// <summary>What a block holds.</summary>
    public static SegmentContent Of(TailBlock block)
    {
        var places = new int[block.Entries.Count];
        var order = Enumerable.Range(0, places.Length).ToArray();
        System.Array.Sort(order, (one, other) => Newest(block.Entries[one], block.Entries[other]));
        for (var i = 0; i < order.Length; i++)
            places[order[i]] = i;
        var parts = Segment.PartsFor(places.Length);
        return new SegmentContent(
            [.. order.Select(place => block.Entries[place])], parts, ListsOf(block, places, parts));
    }

    /// <summary>The order of entries in a segment.</summary>
    public static int Newest(IndexEntry one, IndexEntry other) =>
        other.ModifiedOn.CompareTo(one.ModifiedOn) is not 0 and var byTime
            ? byTime
            : other.LeadId.CompareTo(one.LeadId);

    private static IEnumerable<(int Part, ReadOnlyMemory<byte> Lists)> ListsOf(TailBlock block, int[] places, int parts)
    {
        var (tokens, ends) = ByPart(block.Tokens, parts);
        var (part, list) = (new ArrayBufferWriter<byte>(), new List<int>());
        for (var (number, next) = (0, 0); number < parts; number++)
        {
            if (next == ends[number])
                continue;
            part.ResetWrittenCount();
            for (; next < ends[number]; next++)
            {
                block.Places(tokens[next], list);
                var entries = CollectionsMarshal.AsSpan(list);
                foreach (ref var entry in entries)
                    entry = places[entry];
                Sort(entries);
                Segment.AddList(part, tokens[next], entries);
            }

            yield return (number, part.WrittenMemory);
        }
    }

    /// <summary>The tokens in the order of their parts, and where each part's end.</summary>
    private static (int[] Tokens, int[] Ends) ByPart(IReadOnlyCollection<int> tokens, int parts)
    {
        var ends = new int[parts];
        foreach (var token in tokens)
            ends[Segment.PartOf(token, parts)]++;
        for (var part = 1; part < parts; part++)
            ends[part] += ends[part - 1];
        var ordered = new int[tokens.Count];
        var places = (int[])ends.Clone();
        foreach (var token in tokens)
            ordered[--places[Segment.PartOf(token, parts)]] = token;
        return (ordered, ends);
    }

    // Leads mostly come in the order of their changes: then a list is sorted already.
    private static void Sort(Span<int> entries)
    {
        for (var i = 1; i < entries.Length; i++)
        {
            if (entries[i - 1] <= entries[i])
                continue;
            entries.Sort();
            return;
        }
    }
}
