using System.Diagnostics.CodeAnalysis;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>
/// Body of the reads that carry a filter, of leads (core §2.7) and activities (core §3.7); all optional.
/// </summary>
public sealed record SearchBody
{
    /// <summary>The filter.</summary>
    public SearchParameter? Parameter { get; init; }

    /// <summary>The leads or the list that a bulk read names (core §2.14).</summary>
    public SearchParameters? SearchParameters { get; init; }

    /// <summary>Which columns to return.</summary>
    public SearchColumns? Columns { get; init; }

    /// <summary>The order.</summary>
    public SearchSorting? Sorting { get; init; }

    /// <summary>The page.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>
/// The filter of a read: a field, its value and how they compare, or a window of time (core §2.17, §3.7).
/// </summary>
public sealed record SearchParameter
{
    internal const int MostText = 40_000;

    /// <summary>Schema name of the field, case-sensitive.</summary>
    public string? LookupName { get; init; }

    /// <summary>The value to compare with; a number or a boolean is the text it was.</summary>
    [Limit(MostText)]
    public string? LookupValue { get; init; }

    /// <summary>One of = LIKE &gt; &lt; &lt;= &gt;= &lt;&gt; IN.</summary>
    public string? SqlOperator { get; init; }

    /// <summary>Start of the window, UTC, inclusive.</summary>
    public string? FromDate { get; init; }

    /// <summary>End of the window, UTC, inclusive.</summary>
    public string? ToDate { get; init; }

    /// <summary>Code of the activity type.</summary>
    public int? ActivityEvent { get; init; }

    /// <summary>True leaves members without a value out of the rows.</summary>
    public bool? RemoveEmptyValue { get; init; }

    /// <summary>1 returns the type's own fields as well.</summary>
    public int? IncludeCustomFields { get; init; }
}

/// <summary>Which leads a bulk read returns (core §2.14).</summary>
public sealed record SearchParameters
{
    /// <summary>Ids of at most 10,000 leads.</summary>
    [Limit(10_000, IsCheckedByCall = true)]
    public List<string>? LeadIds { get; init; }

    /// <summary>Id of a list.</summary>
    public string? ListId { get; init; }

    /// <summary>0 skips the count, 1 recounts, 2 recounts and saves.</summary>
    public string? RetrieveBehaviour { get; init; }
}

/// <summary>The columns of a read (extended §1.6).</summary>
[SuppressMessage("Naming", "CA1707", Justification = "The wire's names.")]
public sealed record SearchColumns
{
    /// <summary>Schema names with commas between them; * is all.</summary>
    [Limit(20_000)]
    public string? Include_CSV { get; init; }

    /// <summary>Schema names to leave out, with commas between them.</summary>
    [Limit(20_000)]
    public string? Exclude_CSV { get; init; }
}

/// <summary>The order of a read (extended §1.6).</summary>
public sealed record SearchSorting
{
    /// <summary>Schema name of the column.</summary>
    public string? ColumnName { get; init; }

    /// <summary>"1" descending, "0" ascending; clients send it as text or as a number.</summary>
    public string? Direction { get; init; }
}

/// <summary>The page of a read, in either of the wire's two ways (extended §1.6).</summary>
public sealed record SearchPaging
{
    /// <summary>The page, from 1.</summary>
    public int? PageIndex { get; init; }

    /// <summary>Rows in a page.</summary>
    public int? PageSize { get; init; }

    /// <summary>Where older activity reads start (core §3.7).</summary>
    public int? Offset { get; init; }

    /// <summary>Rows that older activity reads return.</summary>
    public int? RowCount { get; init; }
}
