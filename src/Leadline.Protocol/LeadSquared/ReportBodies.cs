using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>
/// How leads are distributed: the body of LeadDistribution/FilterByLeadField (core §15); all optional.
/// </summary>
public sealed record LeadDistributionBody
{
    /// <summary>Whose leads count, and which.</summary>
    public ReportFilter? ReportFilter { get; init; }

    /// <summary>A window of time.</summary>
    public ReportDateFilter? DateFilter { get; init; }

    /// <summary>list is a row for each user, aggregate one for each value of LeadField; list when absent.</summary>
    public string? Output { get; init; }

    /// <summary>Schema name of the field that aggregate counts by; ProspectStage when absent.</summary>
    public string? LeadField { get; init; }

    /// <summary>The page; at most 1,000 rows.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>Whose leads count, and which.</summary>
public sealed record ReportFilter
{
    /// <summary>Conditions on users, as in User/AdvancedSearch.</summary>
    public ReportConditions? UserFilter { get; init; }

    /// <summary>Conditions on fields of leads, in the same form.</summary>
    public ReportConditions? LeadFilter { get; init; }
}

/// <summary>Groups of conditions.</summary>
public sealed record ReportConditions
{
    /// <summary>The groups.</summary>
    [Limit(20)]
    public List<UserSearchGroup>? GroupConditions { get; init; }

    /// <summary>AND or OR between groups that name none.</summary>
    public string? GroupOperator { get; init; }
}

/// <summary>A window of time.</summary>
public sealed record ReportDateFilter
{
    /// <summary>The field, CreatedOn unless said otherwise.</summary>
    public string? DateField { get; init; }

    /// <summary>Start of the window, UTC, inclusive.</summary>
    public string? FromDate { get; init; }

    /// <summary>End of the window, UTC, inclusive.</summary>
    public string? ToDate { get; init; }
}
