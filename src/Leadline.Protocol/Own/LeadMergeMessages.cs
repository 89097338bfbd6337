using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>Which leads become a part of another: <c>POST /leadline/v1/leads/{lead}/merge</c>.</summary>
public sealed record MergeLeadsRequest
{
    /// <summary>The ids of the leads that are the same person; they are found no more.</summary>
    [Limit(20)]
    [JsonPropertyName("children")]
    public List<Guid>? Children { get; init; }

    /// <summary>
    /// Schema names of fields, each with the id of the lead whose value counts; of all others, the parent's counts.
    /// </summary>
    [JsonPropertyName("values")]
    public Dictionary<string, Guid>? Values { get; init; }

    /// <summary>
    /// Ids of the leads, each with the version that was seen, as ETag of <c>GET leads/{lead}</c> has it; where one is
    /// at another, nothing is merged (412).
    /// </summary>
    [Limit(21)]
    [JsonPropertyName("versions")]
    public Dictionary<Guid, string>? Versions { get; init; }

    /// <summary>True to see what the lead would be, and to change nothing.</summary>
    [JsonPropertyName("preview")]
    public bool? Preview { get; init; }
}

/// <summary>What a merge came to, or would come to.</summary>
/// <param name="Lead">The lead, each field under its schema name; null where it has no value.</param>
/// <param name="MergedLeads">The ids of the leads that are a part of it.</param>
/// <param name="IsPreview">True where nothing was changed.</param>
/// <param name="AuditId">The activity on the lead's timeline that tells of the merge.</param>
public sealed record LeadsMergedResponse(
    Dictionary<string, string?> Lead,
    IReadOnlyList<Guid> MergedLeads,
    bool IsPreview,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? AuditId);

/// <summary>What is taken from a lead: <c>POST /leadline/v1/leads/{lead}/reset</c>. At least one is given.</summary>
public sealed record ResetLeadRequest
{
    /// <summary>Ids of the types whose tasks go.</summary>
    [Limit(100)]
    [JsonPropertyName("taskTypes")]
    public List<Guid>? TaskTypes { get; init; }

    /// <summary>Codes of the account's own types whose activities go.</summary>
    [Limit(100)]
    [JsonPropertyName("activityTypes")]
    public List<int>? ActivityTypes { get; init; }

    /// <summary>Whether the notes go.</summary>
    [JsonPropertyName("notes")]
    public bool? Notes { get; init; }

    /// <summary>Whether the timeline's changes of the stage go.</summary>
    [JsonPropertyName("stageChanges")]
    public bool? StageChanges { get; init; }

    /// <summary>Whether the timeline's changes of the owner go.</summary>
    [JsonPropertyName("ownerChanges")]
    public bool? OwnerChanges { get; init; }

    /// <summary>Only what was made from this moment on.</summary>
    [JsonPropertyName("from")]
    public DateTimeOffset? From { get; init; }

    /// <summary>Only what was made before this moment.</summary>
    [JsonPropertyName("to")]
    public DateTimeOffset? To { get; init; }
}
