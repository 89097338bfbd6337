namespace Leadline.App.Settings;

/// <summary>Lists that the API gives out page by page.</summary>
public static class Pages
{
    /// <summary>All of a list that is short enough to be shown whole.</summary>
    /// <param name="read">Reads the page after an id; null is the first.</param>
    public static async Task<List<T>> Of<T>(Func<Guid?, Task<(IReadOnlyList<T> Rows, Guid? Next)>> read)
    {
        List<T> all = [];
        Guid? after = null;
        do
        {
            (var rows, after) = await read(after);
            all.AddRange(rows);
        }
        while (after is not null);
        return all;
    }
}
