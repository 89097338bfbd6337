using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>Which activities to list: <c>POST /leadline/v1/activities/search</c>.</summary>
public sealed record ActivitySearchRequest
{
    /// <summary>The activity type's code.</summary>
    [JsonPropertyName("type")]
    public int? Type { get; init; }

    /// <summary>
    /// What the activities are to meet: fields of theirs, or of their leads; without one, all are listed.
    /// </summary>
    [JsonPropertyName("filter")]
    public FilterRequest? Filter { get; init; }

    /// <summary>1 to 200; 50 by default.</summary>
    [JsonPropertyName("limit")]
    public int? Limit { get; init; }

    /// <summary>The <c>next</c> of the page before, of the same filter.</summary>
    [JsonPropertyName("after")]
    public Guid? After { get; init; }
}

/// <summary>A page of activities.</summary>
/// <param name="Activities">The latest first.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
/// <param name="Count">How many there are over all pages from this one on.</param>
public sealed record ActivityPageResponse(IReadOnlyList<ActivityResponse> Activities, Guid? Next, long Count);

/// <summary>An activity.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LeadId">Whose it is.</param>
/// <param name="Type">The code of its type.</param>
/// <param name="Note">What was written of it.</param>
/// <param name="Status">Its status.</param>
/// <param name="OwnerId">The user whose it is.</param>
/// <param name="OpportunityId">The opportunity that it was posted on.</param>
/// <param name="On">When it happened.</param>
/// <param name="CreatedOn">When it was recorded.</param>
/// <param name="CreatedBy">Who recorded it.</param>
/// <param name="ModifiedOn">When it last changed.</param>
/// <param name="ModifiedBy">Who changed it.</param>
/// <param name="IsLocked">Whether it can be neither changed nor deleted any more.</param>
/// <param name="Values">The fields of its type that have a value, by schema name.</param>
public sealed record ActivityResponse(
    Guid Id,
    Guid LeadId,
    int Type,
    string? Note,
    string? Status,
    Guid? OwnerId,
    Guid? OpportunityId,
    DateTime On,
    DateTime CreatedOn,
    Guid CreatedBy,
    DateTime ModifiedOn,
    Guid ModifiedBy,
    bool IsLocked,
    IReadOnlyDictionary<string, string> Values);

/// <summary>What changed of an activity: <c>GET /leadline/v1/activities/{activity}/changes</c>.</summary>
/// <param name="Changes">The latest first.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record ActivityHistoryResponse(IReadOnlyList<ActivityChangeResponse> Changes, Guid? Next);

/// <summary>One change.</summary>
/// <param name="Id">That of its event.</param>
/// <param name="ChangedOn">When.</param>
/// <param name="ChangedBy">By whom.</param>
/// <param name="Fields">The fields that became others, by schema name.</param>
public sealed record ActivityChangeResponse(
    Guid Id, DateTime ChangedOn, Guid ChangedBy, IReadOnlyDictionary<string, ValueChangeResponse> Fields);

/// <summary>An activity to post: <c>POST /leadline/v1/leads/{lead}/activities</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ActivityRequest
{
    /// <summary>The activity type's code.</summary>
    [JsonPropertyName("type")]
    public int? Type { get; init; }

    /// <summary>What happened, in words.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("note")]
    public string? Note { get; init; }

    /// <summary>When it happened; now when absent.</summary>
    [JsonPropertyName("on")]
    public DateTimeOffset? On { get; init; }

    /// <summary>The user whose it is; the caller when absent.</summary>
    [JsonPropertyName("ownerId")]
    public Guid? OwnerId { get; init; }

    /// <summary>The fields of its type, by schema name.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("values")]
    public Dictionary<string, string?>? Values { get; init; }
}

/// <summary>What to change of an activity; what is absent stays as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ActivityChangeRequest
{
    /// <summary>What happened, in words.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("note")]
    public string? Note { get; init; }

    /// <summary>The user whose it is.</summary>
    [JsonPropertyName("ownerId")]
    public Guid? OwnerId { get; init; }

    /// <summary>Fields of its type, by schema name; null clears one.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("values")]
    public Dictionary<string, string?>? Values { get; init; }
}
