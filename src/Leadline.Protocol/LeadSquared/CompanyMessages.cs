using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>A company to make: the body of Company.Create (core §12).</summary>
public sealed record CreateCompanyBody
{
    /// <summary>The kind; mandatory, and has to be there.</summary>
    public CompanyTypeBody? CompanyType { get; init; }

    /// <summary>Values by attribute; CompanyName is mandatory.</summary>
    [Limit(LimitAttribute.Items)]
    public List<LeadProperty>? CompanyProperties { get; init; }
}

/// <summary>The kind of a company (core §12).</summary>
public sealed record CompanyTypeBody
{
    /// <summary>The name of the kind, such as Partners.</summary>
    public string? CompanyTypeName { get; init; }
}

/// <summary>What to change of a company: the body of Company.Update (core §12).</summary>
public sealed record CompanyPropertiesBody
{
    /// <summary>Values by attribute.</summary>
    [Limit(LimitAttribute.Items)]
    public List<LeadProperty>? CompanyProperties { get; init; }
}

/// <summary>Which companies to read: the body of Company.Get (core §12); all optional.</summary>
public sealed record CompanySearchBody
{
    /// <summary>The filter.</summary>
    public CompanyQueryBody? Query { get; init; }

    /// <summary>The columns; an unknown one refuses the call.</summary>
    public SearchColumns? Columns { get; init; }

    /// <summary>The order.</summary>
    public SearchSorting? Sorting { get; init; }

    /// <summary>The page; at most 1,000 rows.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>The filter of Company.Get; what is passed has to hold, all of it.</summary>
public sealed record CompanyQueryBody
{
    /// <summary>The kind.</summary>
    public CompanyTypeBody? CompanyType { get; init; }

    /// <summary>A text in a name, a number or an address.</summary>
    public string? SearchText { get; init; }

    /// <summary>A window of time.</summary>
    public CompanyDateRange? DateRange { get; init; }

    /// <summary>A field and how it compares.</summary>
    public SearchParameter? FilterBy { get; init; }
}

/// <summary>A window of time.</summary>
public sealed record CompanyDateRange
{
    /// <summary>The field, ModifiedOn unless said otherwise.</summary>
    public string? DateField { get; init; }

    /// <summary>Start of the window, UTC, inclusive.</summary>
    public string? FromDate { get; init; }

    /// <summary>End of the window, UTC, inclusive.</summary>
    public string? ToDate { get; init; }
}

/// <summary>Companies to make or change: the body of Company/Bulk/CreateOrUpdate (core §12).</summary>
public sealed record BulkCompaniesBody
{
    /// <summary>The kind of all of them.</summary>
    public CompanyTypeBody? CompanyType { get; init; }

    /// <summary>How companies are found, and what becomes of those that are there.</summary>
    public BulkCompaniesOptions? Options { get; init; }

    /// <summary>At most 25 companies, each a list of values by attribute.</summary>
    [Limit(25, IsCheckedByCall = true)]
    public List<List<LeadProperty>>? Companies { get; init; }
}

/// <summary>How Company/Bulk/CreateOrUpdate finds companies.</summary>
public sealed record BulkCompaniesOptions
{
    /// <summary>CompanyName, CompanyNumber or CompanyIdentifier.</summary>
    public string? SearchBy { get; init; }

    /// <summary>FillMissingFields, OverwriteAllFields or IgnoreDuplicate.</summary>
    public string? CollisionResolutionStrategy { get; init; }
}

/// <summary>Companies (core §12).</summary>
/// <param name="RecordCount">How many there are, whatever the page holds.</param>
/// <param name="Companies">The page.</param>
public sealed record CompaniesResponse(long RecordCount, IReadOnlyList<CompanyRecord> Companies);

/// <summary>A company (core §12).</summary>
/// <param name="Properties">Its values.</param>
public sealed record CompanyRecord(
    [property: JsonPropertyName("companyPropertyList")] IReadOnlyList<CompanyProperty> Properties);

/// <summary>A value of a company.</summary>
/// <param name="Attribute">The schema name.</param>
/// <param name="Value">The value; null is none.</param>
public sealed record CompanyProperty(string Attribute, string? Value);

/// <summary>What came of one row of Company/Bulk/CreateOrUpdate.</summary>
public sealed record CompanyRowResponse
{
    /// <summary>The row's number in the body, from 1.</summary>
    public int RowNumber { get; init; }

    /// <summary>The company's id; empty where the row was refused.</summary>
    public required string CompanyId { get; init; }

    /// <summary>Whether a company was made.</summary>
    public bool CompanyCreated { get; init; }

    /// <summary>Whether a company was changed.</summary>
    public bool CompanyUpdated { get; init; }

    /// <summary>Companies written.</summary>
    public int AffectedRows { get; init; }

    /// <summary>The kind of refusal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExceptionType { get; init; }

    /// <summary>Why the row was refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorMessage { get; init; }
}

/// <summary>Nothing is said beside success.</summary>
public sealed record EmptyMessage;

/// <summary>What to change of a company's activity: the body of CompanyActivity.svc/Update (core §12).</summary>
public sealed record UpdateCompanyActivityBody
{
    /// <summary>The activity's id.</summary>
    public string? CompanyActivityId { get; init; }

    /// <summary>The note; stays when absent.</summary>
    [Limit(LimitAttribute.Value)]
    public string? ActivityNote { get; init; }

    /// <summary>Values by schema name: Status, Owner, mx_Custom_1 onwards.</summary>
    [Limit(200)]
    public List<LeadProperty>? Fields { get; init; }
}

/// <summary>What came of a change of a company's activity (core §12).</summary>
/// <param name="Id">The activity's id.</param>
/// <param name="IsSuccessful">False where there is no such activity.</param>
public sealed record CompanyActivityMessage(string Id, bool IsSuccessful);

/// <summary>Activities of a company (core §12).</summary>
/// <param name="RecordCount">How many there are, whatever the page holds.</param>
/// <param name="CompanyActivities">The page, the newest first.</param>
public sealed record CompanyActivitiesResponse(long RecordCount, IReadOnlyList<CompanyActivityRow> CompanyActivities);

/// <summary>An activity of a company (core §12).</summary>
/// <param name="CompanyActivityId">Its id.</param>
/// <param name="RelatedCompanyId">The company's id.</param>
/// <param name="ActivityEvent">The code of its kind.</param>
/// <param name="ActivityNote">The note.</param>
/// <param name="ActivityDateTime">When it happened, UTC.</param>
/// <param name="ActivityType">2.</param>
/// <param name="CreatedByName">Who noted it.</param>
/// <param name="ActivityDisplayName">Its kind.</param>
/// <param name="CreatedOn">When it was noted, UTC.</param>
/// <param name="ModifiedOn">When it was changed last, UTC.</param>
/// <param name="CreatedBy">The id of who noted it.</param>
/// <param name="ModifiedBy">The id of who changed it last.</param>
/// <param name="ModifiedByName">Who changed it last.</param>
/// <param name="ActivityFields">Further values by name.</param>
public sealed record CompanyActivityRow(
    Guid CompanyActivityId,
    Guid RelatedCompanyId,
    int ActivityEvent,
    string ActivityNote,
    string ActivityDateTime,
    int ActivityType,
    string? CreatedByName,
    string ActivityDisplayName,
    string CreatedOn,
    string ModifiedOn,
    Guid CreatedBy,
    Guid ModifiedBy,
    string? ModifiedByName,
    IReadOnlyDictionary<string, string> ActivityFields);
