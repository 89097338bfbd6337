using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>
/// Body of OpportunityManagement.svc/Capture, and of its asynchronous twin: a lead and its opportunity (extended §2.1).
/// </summary>
public sealed record CaptureOpportunityBody
{
    /// <summary>The lead's fields, with SearchBy among them.</summary>
    public List<LeadProperty>? LeadDetails { get; init; }

    /// <summary>The opportunity.</summary>
    public OpportunityBody? Opportunity { get; init; }
}

/// <summary>
/// An opportunity to capture: a part of <see cref="CaptureOpportunityBody"/>, or a row of Bulk/Add/ByLeadField
/// (extended §2.9).
/// </summary>
public sealed record OpportunityBody
{
    /// <summary>The lead's value in the unique field that the call's SearchBy names; of bulk rows only.</summary>
    public string? SearchByValue { get; init; }

    /// <summary>The opportunity type's code, from 12000.</summary>
    public int? OpportunityEventCode { get; init; }

    /// <summary>Notes.</summary>
    [Limit(LimitAttribute.Value)]
    public string? OpportunityNote { get; init; }

    /// <summary>When it happened, UTC, yyyy-MM-dd HH:mm:ss.</summary>
    public string? OpportunityDateTime { get; init; }

    /// <summary>E-mail address of the user who owns it.</summary>
    public string? OpportunityOwnerEmail { get; init; }

    /// <summary>Overwrites the sent fields of a duplicate.</summary>
    public bool? OverwriteFields { get; init; }

    /// <summary>Fills the sent fields that are blank on a duplicate.</summary>
    public bool? UpdateEmptyFields { get; init; }

    /// <summary>Leaves out the activity that records a duplicate.</summary>
    public bool? DoNotPostDuplicateActivity { get; init; }

    /// <summary>Leaves a duplicate with the owner that it has.</summary>
    public bool? DoNotChangeOwner { get; init; }

    /// <summary>Values of the type's fields, Status and Owner, by schema name.</summary>
    [JsonConverter(typeof(ActivityFieldsConverter))]
    public List<LeadProperty>? Fields { get; init; }
}

/// <summary>
/// Body of OpportunityManagement.svc/Update, and a row of Bulk/Update/ByOpportunityId (extended §2.2, §2.9).
/// </summary>
public sealed record UpdateOpportunityBody
{
    /// <summary>The opportunity's id, or its number where its type has a field that counts.</summary>
    public string? ProspectOpportunityId { get; init; }

    /// <summary>The opportunity type's code; may be absent.</summary>
    public int? OpportunityEventCode { get; init; }

    /// <summary>The new notes; null leaves the old ones.</summary>
    [Limit(LimitAttribute.Value)]
    public string? OpportunityNote { get; init; }

    /// <summary>The fields to change.</summary>
    [JsonConverter(typeof(ActivityFieldsConverter))]
    public List<LeadProperty>? Fields { get; init; }
}

/// <summary>Body of OpportunityManagement.svc/Retrieve/BySearchParameter (extended §2.6).</summary>
public sealed record OpportunitySearchBody
{
    /// <summary>The opportunity type's code.</summary>
    public int? OpportunityEventCode { get; init; }

    /// <summary>The conditions, as JSON inside a string: see <see cref="AdvancedSearchCriteria"/>.</summary>
    [Limit(LimitAttribute.Value)]
    public string? AdvancedSearch { get; init; }

    /// <summary>Which columns to return.</summary>
    public SearchColumns? Columns { get; init; }

    /// <summary>The order.</summary>
    public SearchSorting? Sorting { get; init; }

    /// <summary>The page.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>What AdvancedSearch holds: groups of rows of conditions.</summary>
public sealed record AdvancedSearchCriteria
{
    /// <summary>And, Or: between the groups.</summary>
    public string? GrpConOp { get; init; }

    /// <summary>The groups.</summary>
    public List<AdvancedSearchGroup>? Conditions { get; init; }
}

/// <summary>Conditions about one kind of record.</summary>
public sealed record AdvancedSearchGroup
{
    /// <summary>Activity for the opportunity, Lead for its lead.</summary>
    public string? Type { get; init; }

    /// <summary>And, Or.</summary>
    public string? ConOp { get; init; }

    /// <summary>The conditions.</summary>
    public List<AdvancedSearchRow>? RowCondition { get; init; }
}

/// <summary>One condition: a field, how it is compared, and with what.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1707", Justification = "The wire's names.")]
public sealed record AdvancedSearchRow
{
    /// <summary>And, Or: between this condition and those before it.</summary>
    public string? SubConOp { get; init; }

    /// <summary>Schema name of the field; ActivityEvent for the type's code.</summary>
    public string? LSO { get; init; }

    /// <summary>The field's type; PAEvent for the type's code.</summary>
    public string? LSO_Type { get; init; }

    /// <summary>eq, between, ...</summary>
    public string? Operator { get; init; }

    /// <summary>The value; two with TO between them for between.</summary>
    [Limit(SearchParameter.MostText)]
    public string? RSO { get; init; }
}

/// <summary>Body of OpportunityManagement.svc/GetOpportunitiesById (extended §2.7).</summary>
public sealed record OpportunitiesByIdBody
{
    /// <summary>What to read of each type.</summary>
    [Limit(100, IsCheckedByCall = true)]
    public List<OpportunityIds>? SearchParameters { get; init; }
}

/// <summary>Opportunities of one type.</summary>
public sealed record OpportunityIds
{
    /// <summary>The type's code; a number is the text it was.</summary>
    public string? EventCode { get; init; }

    /// <summary>Ids of opportunities.</summary>
    [Limit(2_000, IsCheckedByCall = true)]
    public List<string>? ProspectActivityId { get; init; }

    /// <summary>Which columns to return.</summary>
    public SearchColumns? Columns { get; init; }
}

/// <summary>An element of the body of EntityAccess.svc/Share (core §11, extended §2.12).</summary>
public sealed record ShareBody
{
    /// <summary>With whom it is shared.</summary>
    public string? UserId { get; init; }

    /// <summary>What is shared: 1 a lead, 5 an opportunity.</summary>
    public int? Entity { get; init; }

    /// <summary>With what it is shared: 3 a user.</summary>
    public int? EntityType { get; init; }

    /// <summary>The id of the lead or the opportunity; of a lead, its number will do.</summary>
    public string? EntityId { get; init; }

    /// <summary>The kind of record that a lead is shared for; may be absent.</summary>
    public int? ContextEntity { get; init; }

    /// <summary>The id of that record.</summary>
    public string? ContextEntityId { get; init; }

    /// <summary>1 read, 2 read and write.</summary>
    public int? AccessType { get; init; }

    /// <summary>How long; 90 days when absent.</summary>
    public int? DurationInMinutes { get; init; }
}
