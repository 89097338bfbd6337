namespace Leadline.Leads.Index;

/// <summary>Walks the entries of a segment or block that have something in common, the newest first.</summary>
internal abstract class PostingCursor
{
    public const int End = int.MaxValue;

    /// <summary>The entry that it stands at: 0 is the newest; <see cref="End"/> behind the last.</summary>
    public int Current { get; protected set; } = -1;

    /// <summary>Goes on to the first entry that is no newer than this one.</summary>
    public abstract void MoveTo(int entry);

    /// <summary>Nothing at all.</summary>
    public static PostingCursor None { get; } = new OfArray([]);

    /// <summary>Entries of a list in memory, ascending.</summary>
    internal sealed class OfArray(int[] entries) : PostingCursor
    {
        private int next;

        public override void MoveTo(int entry)
        {
            while (Current < entry)
                Current = next < entries.Length ? entries[next++] : End;
        }
    }

    /// <summary>Entries of a list as segments keep it: the distance of each to the one before.</summary>
    internal sealed class OfGaps(ReadOnlyMemory<byte> gaps) : PostingCursor
    {
        private int next;

        public override void MoveTo(int entry)
        {
            var bytes = gaps.Span;
            while (Current < entry)
                Current = next < bytes.Length ? Current + VarInt.Read(bytes, ref next) : End;
        }
    }

    /// <summary>Entries that all of the cursors stand at.</summary>
    internal sealed class OfAll(PostingCursor[] cursors) : PostingCursor
    {
        public override void MoveTo(int entry)
        {
            for (var i = 0; i < cursors.Length;)
            {
                if (cursors[i].Current < entry)
                    cursors[i].MoveTo(entry);
                if (cursors[i].Current == entry)
                    i++;
                else
                    (entry, i) = (cursors[i].Current, 0);
                if (entry == End)
                    break;
            }

            Current = entry;
        }
    }

    /// <summary>Entries that any of the cursors stands at.</summary>
    internal sealed class OfAny(PostingCursor[] cursors) : PostingCursor
    {
        public override void MoveTo(int entry)
        {
            Current = End;
            foreach (var cursor in cursors)
            {
                if (cursor.Current < entry)
                    cursor.MoveTo(entry);
                Current = Math.Min(Current, cursor.Current);
            }
        }
    }
}
