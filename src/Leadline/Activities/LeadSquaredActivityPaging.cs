using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Activities;

/// <summary>
/// The windows, pages and orders of activity calls as LeadSquared reads them (core §1.7, §3.7, §3.10).
/// </summary>
internal static class LeadSquaredActivityPaging
{
    /// <summary>Largest page of the calls of one type or one lead.</summary>
    public const int LargestPage = 1000;

    /// <summary>Largest page of RetrieveRecentlyModified: clients ask for it (core §3.12).</summary>
    public const int LargestRecentPage = 5000;

    private const int DefaultPage = 25;

    /// <summary>Both ends count, as whole seconds: the window ends before the second after ToDate's.</summary>
    public static Result<(DateTime? From, DateTime? Before)> Window(string? fromDate, string? toDate)
    {
        if (!TryReadSecond(fromDate, out var from))
            return Failure.InvalidParameter("FromDate value is not correct.");
        if (!TryReadSecond(toDate, out var to))
            return Failure.InvalidParameter("ToDate value is not correct.");
        if (from > to)
            return Failure.InvalidParameter("FromDate can't be greater than ToDate.");
        return (from, to < DateTime.MaxValue.AddSeconds(-1) ? to.Value.AddSeconds(1) : null);
    }

    /// <summary>The query with the page and the order that the body asks for.</summary>
    public static Result<ActivityQuery> Page(ActivityQuery query, SearchBody body, int largest)
    {
        var size = body.Paging?.PageSize ?? body.Paging?.RowCount ?? 0;
        if (size > largest)
            return Failure.InvalidParameter($"PageSize can not be more than {largest}.");
        if (size <= 0)
            size = DefaultPage;

        // Offset counts pages from 0 (core §3.7), PageIndex from 1.
        var page = body.Paging?.PageIndex - 1 ?? body.Paging?.Offset ?? 0;
        return query with
        {
            Take = size,
            Skip = (long)Math.Max(page, 0) * size,
            Ascending = body.Sorting?.Direction == "0",
            ByModification = body.Sorting?.ColumnName switch
            {
                { } name when name.Equals("ModifiedOn", StringComparison.OrdinalIgnoreCase) => true,
                { } name when name.Equals("CreatedOn", StringComparison.OrdinalIgnoreCase) => false,
                _ => query.ByModification,
            },
        };
    }

    private static bool TryReadSecond(string? text, out DateTime? second)
    {
        var isRead = FieldDates.TryReadUtc(text, out var moment);
        second = moment?.AddTicks(-(moment.Value.Ticks % TimeSpan.TicksPerSecond));
        return isRead;
    }
}
