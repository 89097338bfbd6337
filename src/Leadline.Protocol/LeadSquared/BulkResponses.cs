using System.Text.Json.Serialization;

namespace Leadline.Protocol.LeadSquared;

/// <summary>What came of the rows of a bulk call.</summary>
/// <param name="Response">A row of the answer for each row of the body.</param>
public sealed record BulkResponse(IReadOnlyList<BulkRowResponse> Response);

/// <summary>What came of one row; a call has one of the flags.</summary>
public sealed record BulkRowResponse
{
    /// <summary>The row's number in the body, from 1.</summary>
    public int RowNumber { get; init; }

    /// <summary>Whether the activity was posted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ActivityCreated { get; init; }

    /// <summary>Whether the activity was changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ActivityUpdated { get; init; }

    /// <summary>Whether an opportunity was made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? OpportunityCreated { get; init; }

    /// <summary>Whether the opportunity was changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? OpportunityUpdated { get; init; }

    /// <summary>The activity's id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ProspectActivityId { get; init; }

    /// <summary>The opportunity's id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ProspectOpportunityId { get; init; }

    /// <summary>Why the row was refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExceptionMessage { get; init; }
}

/// <summary>What came of one row of Lead/Bulk/Create or Lead/Bulk/CreateOrUpdate.</summary>
public sealed record LeadRowResponse
{
    /// <summary>The row's number in the body, from 1.</summary>
    public int RowNumber { get; init; }

    /// <summary>The lead's id; empty where the row was refused.</summary>
    public required string LeadId { get; init; }

    /// <summary>Whether a lead was made.</summary>
    public bool LeadCreated { get; init; }

    /// <summary>Whether a lead was changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? LeadUpdated { get; init; }

    /// <summary>Leads written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AffectedRows { get; init; }

    /// <summary>The kind of refusal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExceptionType { get; init; }

    /// <summary>Why the row was refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorMessage { get; init; }
}

/// <summary>What came of Lead/Bulk/UpdateV2: Status is an object in this one answer (core §2.10).</summary>
/// <param name="Status">How many rows were done.</param>
/// <param name="Details">Those that were not.</param>
public sealed record BulkUpdateResponse(BulkUpdateStatus Status, BulkUpdateDetails Details);

/// <summary>How many rows were done.</summary>
/// <param name="TotalCount">Rows of the body.</param>
/// <param name="SuccessCount">Rows that were done.</param>
/// <param name="FailureCount">Rows that were refused.</param>
/// <param name="UnProcessedCount">Rows that no lead was found for.</param>
/// <param name="Message">Success or Error.</param>
public sealed record BulkUpdateStatus(int TotalCount, int SuccessCount, int FailureCount, int UnProcessedCount, string Message);

/// <summary>The rows that were not done.</summary>
/// <param name="FailedLeads">Those that were refused.</param>
/// <param name="UnProcessedLeads">Those that no lead was found for.</param>
public sealed record BulkUpdateDetails(
    IReadOnlyList<UnwrittenLead> FailedLeads, IReadOnlyList<UnwrittenLead> UnProcessedLeads);

/// <summary>A row that was not done.</summary>
/// <param name="Identifier">The field that names the lead.</param>
/// <param name="IdentifierValue">The lead's value.</param>
/// <param name="Reason">Why it was not done.</param>
public sealed record UnwrittenLead(string Identifier, string IdentifierValue, string Reason);

/// <summary>A page of leads.</summary>
/// <param name="RecordCount">Leads that were found.</param>
/// <param name="Leads">The page, each with the members that were asked for.</param>
public sealed record LeadsResponse(int RecordCount, IReadOnlyList<IReadOnlyDictionary<string, string?>> Leads);

/// <summary>A page of leads that changed.</summary>
/// <param name="RecordCount">Leads that match, whatever the page holds.</param>
/// <param name="Leads">The page; absent where it is empty.</param>
public sealed record ModifiedLeadsResponse(long RecordCount, IReadOnlyList<LeadPropertyListResponse>? Leads);

/// <summary>A lead that changed.</summary>
/// <param name="LeadPropertyList">Its members.</param>
public sealed record LeadPropertyListResponse(IReadOnlyList<LeadValue> LeadPropertyList);

/// <summary>A member of a lead.</summary>
/// <param name="Attribute">The field.</param>
/// <param name="Value">Its value.</param>
public sealed record LeadValue(string Attribute, string? Value);
