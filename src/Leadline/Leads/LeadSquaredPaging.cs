using Leadline.Leads.Search;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Leads;

/// <summary>Sorting and Paging of a search body, as a page (extended §1.6).</summary>
internal static class LeadSquaredPaging
{
    // The furthest row that can be asked for, so that PageIndex times PageSize stays a number.
    private const int FurthestRow = 1_000_000_000;

    /// <summary>
    /// Pages count from 1. A size that is absent is <paramref name="otherwise"/>, and one over <paramref name="most"/>
    /// is that.
    /// </summary>
    public static LeadPage Read(SearchBody body, int otherwise, int most)
    {
        var size = Math.Min(body.Paging?.PageSize is > 0 and var asked ? asked : otherwise, most);
        var index = Math.Max(body.Paging?.PageIndex ?? 1, 1);
        return new LeadPage(
            body.Sorting?.ColumnName?.Trim(),
            Descending: body.Sorting?.Direction?.Trim() != "0",
            Offset: (int)Math.Min((index - 1L) * size, FurthestRow),
            Limit: size);
    }
}
