using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>Which opportunities to list: <c>POST /leadline/v1/opportunities/search</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpportunitySearchRequest
{
    /// <summary>The opportunity type's code; without one, opportunities of all types are listed.</summary>
    [JsonPropertyName("type")]
    public int? Type { get; init; }

    /// <summary>
    /// What they are to meet: Status, Owner, CreatedOn, ModifiedOn, fields of the type, and the lead's fields with P_
    /// before their names.
    /// </summary>
    [JsonPropertyName("filter")]
    public FilterRequest? Filter { get; init; }

    /// <summary>A field, with - before it for the largest or latest first; -ModifiedOn by default.</summary>
    [JsonPropertyName("sort")]
    public string? Sort { get; init; }

    /// <summary>1 to 200; 50 by default.</summary>
    [JsonPropertyName("limit")]
    public int? Limit { get; init; }

    /// <summary>The <c>next</c> of the page before, of the same filter and sort.</summary>
    [JsonPropertyName("after")]
    public string? After { get; init; }

    /// <summary>True to be told, too, how many opportunities meet the filter.</summary>
    [JsonPropertyName("count")]
    public bool? Count { get; init; }
}

/// <summary>A page of opportunities.</summary>
/// <param name="Opportunities">In the order that was asked for.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
/// <param name="Count">How many meet the filter, counted up to 10,000; only when asked for.</param>
/// <param name="HasMore">True where there are more than were counted.</param>
public sealed record OpportunityPageResponse(
    IReadOnlyList<OwnOpportunityResponse> Opportunities,
    string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Count = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? HasMore = null);

/// <summary>An opportunity.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LeadId">Whose it is.</param>
/// <param name="LeadName">What the lead is called.</param>
/// <param name="Type">The code of its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Stage">Its stage, which mx_Custom_2 holds.</param>
/// <param name="Status">Its status, such as Open.</param>
/// <param name="Note">What was written of it.</param>
/// <param name="OwnerId">The user whose it is.</param>
/// <param name="OwnerName">What the user is called.</param>
/// <param name="On">When it came up.</param>
/// <param name="CreatedOn">When it was recorded.</param>
/// <param name="CreatedBy">Who recorded it.</param>
/// <param name="ModifiedOn">When it last changed.</param>
/// <param name="ModifiedBy">Who changed it.</param>
/// <param name="IsLocked">Whether it can be changed no more.</param>
/// <param name="Values">The fields of its type that have a value, by schema name.</param>
public sealed record OwnOpportunityResponse(
    Guid Id,
    Guid LeadId,
    string? LeadName,
    int Type,
    string? Name,
    string? Stage,
    string? Status,
    string? Note,
    Guid? OwnerId,
    string? OwnerName,
    DateTime On,
    DateTime CreatedOn,
    Guid CreatedBy,
    DateTime ModifiedOn,
    Guid ModifiedBy,
    bool IsLocked,
    IReadOnlyDictionary<string, string> Values);

/// <summary>Which opportunities to show by stage: <c>POST /leadline/v1/opportunities/board</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpportunityBoardRequest
{
    /// <summary>The opportunity type's code.</summary>
    [JsonPropertyName("type")]
    public int? Type { get; init; }

    /// <summary>What they are to meet, as of a search.</summary>
    [JsonPropertyName("filter")]
    public FilterRequest? Filter { get; init; }

    /// <summary>The schema name of the number that is added up; the type's first number when absent.</summary>
    [JsonPropertyName("amountField")]
    public string? AmountField { get; init; }

    /// <summary>How many opportunities of each stage to show, 0 to 100; 30 by default.</summary>
    [JsonPropertyName("cards")]
    public int? Cards { get; init; }
}

/// <summary>Opportunities by stage.</summary>
/// <param name="AmountField">The number that is added up; null where the type has none.</param>
/// <param name="Columns">The type's stages in their order, then stages that it has no more, then null for none.</param>
public sealed record OpportunityBoardResponse(
    string? AmountField, IReadOnlyList<OpportunityColumnResponse> Columns);

/// <summary>The opportunities of a stage.</summary>
/// <param name="Stage">The stage; null for those without one.</param>
/// <param name="Count">How many meet the filter, all of them.</param>
/// <param name="Sum">What their amounts come to, of all of them; null where the type has no number.</param>
/// <param name="Cards">Those that changed last.</param>
/// <param name="Next">
/// What <c>after</c> of a search is that goes on, of the same filter and this stage, by -ModifiedOn; null where all are
/// shown.
/// </param>
public sealed record OpportunityColumnResponse(
    string? Stage, long Count, decimal? Sum, IReadOnlyList<OwnOpportunityResponse> Cards, string? Next);

/// <summary>An opportunity to make.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OwnOpportunityRequest
{
    /// <summary>The lead; not where the address names it.</summary>
    [JsonPropertyName("leadId")]
    public Guid? LeadId { get; init; }

    /// <summary>The opportunity type's code.</summary>
    [JsonPropertyName("type")]
    public int? Type { get; init; }

    /// <summary>What is to be said of it.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("note")]
    public string? Note { get; init; }

    /// <summary>When it came up; now when absent.</summary>
    [JsonPropertyName("on")]
    public DateTimeOffset? On { get; init; }

    /// <summary>The user whose it is; the caller when absent.</summary>
    [JsonPropertyName("ownerId")]
    public Guid? OwnerId { get; init; }

    /// <summary>Its status; the type's first when absent.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>The fields of its type, by schema name; its name is mx_Custom_1, its stage mx_Custom_2.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("values")]
    public Dictionary<string, string?>? Values { get; init; }
}

/// <summary>What to change of an opportunity; what is absent stays as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpportunityChangeRequest
{
    /// <summary>What is to be said of it.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("note")]
    public string? Note { get; init; }

    /// <summary>The user whose it is.</summary>
    [JsonPropertyName("ownerId")]
    public Guid? OwnerId { get; init; }

    /// <summary>Its status.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>Fields of its type, by schema name; null clears one. The stage is mx_Custom_2.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("values")]
    public Dictionary<string, string?>? Values { get; init; }
}
