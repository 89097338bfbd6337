namespace Leadline.App.Parts;

/// <summary>
/// Rows of a list on the server, read page by page as they are scrolled to, and kept. One page is read at a time.
/// </summary>
/// <param name="read">Reads the page after a place; null is the first.</param>
public sealed class RowList<TRow>(Func<string?, CancellationToken, Task<RowPage<TRow>>> read)
    where TRow : class
{
    private readonly List<TRow> rows = [];
    private readonly SemaphoreSlim turn = new(1);
    private RowPage<TRow>? last;
    private int counted;

    /// <summary>Those that have been read.</summary>
    public IReadOnlyList<TRow> Loaded => rows;

    /// <summary>False until the first page is there.</summary>
    public bool HasBegun => last is not null;

    /// <summary>How many there are: of a long list, at least.</summary>
    public int Count => last?.Next is null ? rows.Count : Math.Max(counted, rows.Count + 1);

    /// <summary>Whether <see cref="Count"/> is only what is known so far.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The first page, again: what was kept is shown till it has come.</summary>
    public async Task Reload(CancellationToken cancellation = default)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var first = await read(null, cancellation);
            rows.Clear();
            Take(first);
            counted = first.Count ?? 0;
            HasMore = first.HasMore || (first.Count is null && first.Next is not null);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Rows from a place on; fewer where the list ends.</summary>
    public async Task<IReadOnlyList<TRow>> Read(int start, int count, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            while (rows.Count < start + count && last?.Next is { } next)
                Take(await read(next, cancellation));
        }
        finally
        {
            turn.Release();
        }

        return rows.GetRange(Math.Min(start, rows.Count), Math.Max(0, Math.Min(count, rows.Count - start)));
    }

    /// <summary>Puts a row in place of the one that it is a newer state of.</summary>
    public void Replace(TRow old, TRow changed)
    {
        if (rows.IndexOf(old) is >= 0 and var place)
            rows[place] = changed;
    }

    private void Take(RowPage<TRow> page)
    {
        rows.AddRange(page.Rows);
        last = page;
    }
}
