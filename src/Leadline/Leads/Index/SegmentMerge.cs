using System.Buffers;
using System.Runtime.InteropServices;

namespace Leadline.Leads.Index;

/// <summary>
/// Which segments become one, so that a search has few to look into: <see cref="Width"/> neighbours of a size become
/// one of the next. Of a lead that has several entries in it the newest stays.
/// </summary>
internal static class SegmentMerge
{
    private const int Width = 8;

    // A merge keeps its entries in memory, some 100 bytes each: no segment becomes larger than so many blocks.
    private const int MostBlocks = 2 * Width * Width;

    /// <summary>The next segments to merge, neighbours by their numbers; none when all is well.</summary>
    public static IReadOnlyList<Segment> Next(IReadOnlyList<Segment> segments, int blockSize)
    {
        for (var first = 0; first + Width <= segments.Count; first++)
        {
            Segment[] run = [.. segments.Skip(first).Take(Width)];
            if (run.All(segment => Level(segment, blockSize) == Level(run[0], blockSize))
                && run.Sum(segment => segment.Count) <= MostBlocks * blockSize)
                return run;
        }

        return [];
    }

    /// <summary>For each source the places of its entries among the merged ones; -1 for those that fall out.</summary>
    public static (List<IndexEntry> Entries, int[][] Places) Entries(IReadOnlyList<List<IndexEntry>> sources)
    {
        var all = new List<(IndexEntry Entry, int Source, int Place)>(sources.Sum(source => source.Count));
        for (var source = 0; source < sources.Count; source++)
            for (var place = 0; place < sources[source].Count; place++)
                all.Add((sources[source][place], source, place));
        all.Sort((one, other) => SegmentContent.Newest(one.Entry, other.Entry) is not 0 and var order
            ? order
            : other.Source - one.Source);

        var merged = new List<IndexEntry>(all.Count);
        int[][] places = [.. sources.Select(source => new int[source.Count])];
        var known = new HashSet<Guid>(all.Count);
        foreach (var (entry, source, place) in all)
        {
            places[source][place] = known.Add(entry.LeadId) ? merged.Count : -1;
            if (places[source][place] >= 0)
                merged.Add(entry);
        }

        return (merged, places);
    }

    /// <summary>
    /// Makes the parts that one remainder of the hashes goes to, out of the sources' parts of the same remainder.
    /// </summary>
    public static IEnumerable<(int Part, ReadOnlyMemory<byte> Lists)> Lists(
        IEnumerable<(int Source, ReadOnlyMemory<byte> Part)> sources, int[][] places, int parts)
    {
        var lists = new Dictionary<int, List<int>>();
        foreach (var (source, part) in sources)
        {
            foreach (var (token, gaps) in Segment.Lists(part))
            {
                if (!lists.TryGetValue(token, out var list))
                    lists.Add(token, list = []);
                var cursor = new PostingCursor.OfGaps(gaps);
                for (cursor.MoveTo(0); cursor.Current != PostingCursor.End; cursor.MoveTo(cursor.Current + 1))
                    if (places[source][cursor.Current] is >= 0 and var place)
                        list.Add(place);
            }
        }

        var bytes = new ArrayBufferWriter<byte>();
        foreach (var part in lists.GroupBy(list => Segment.PartOf(list.Key, parts)))
        {
            bytes.ResetWrittenCount();
            foreach (var (token, list) in part.Where(entry => entry.Value.Count > 0))
            {
                list.Sort();
                Segment.AddList(bytes, token, CollectionsMarshal.AsSpan(list));
            }

            yield return (part.Key, bytes.WrittenMemory.ToArray());
        }
    }

    private static int Level(Segment segment, int blockSize)
    {
        var level = 0;
        for (var size = segment.Count / blockSize; size >= Width / 2; size /= Width)
            level++;
        return level;
    }
}
