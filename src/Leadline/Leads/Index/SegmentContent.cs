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
        int[] tokens = [.. block.Tokens];
        long[] order = [.. tokens.Select(token => ((long)Segment.PartOf(token, parts) << 32) | (uint)token)];
        System.Array.Sort(order, tokens);
        var part = new ArrayBufferWriter<byte>();
        var list = new List<int>();
        for (var i = 0; i < tokens.Length;)
        {
            var number = Segment.PartOf(tokens[i], parts);
            part.ResetWrittenCount();
            for (; i < tokens.Length && Segment.PartOf(tokens[i], parts) == number; i++)
            {
                block.Places(tokens[i], list);
                var entries = CollectionsMarshal.AsSpan(list);
                foreach (ref var entry in entries)
                    entry = places[entry];
                entries.Sort();
                Segment.AddList(part, tokens[i], entries);
            }

            yield return (number, part.WrittenMemory);
        }
    }
}
