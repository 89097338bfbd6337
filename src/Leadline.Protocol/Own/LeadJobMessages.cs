using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A change of many leads: <c>POST /leadline/v1/lead-jobs</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LeadJobRequest
{
    /// <summary>setFields, setOwner, setStage, addToList, removeFromList or delete.</summary>
    [JsonPropertyName("action")]
    public string? Action { get; init; }

    /// <summary>Of setFields: by schema name; null clears a field.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("values")]
    public Dictionary<string, string?>? Values { get; init; }

    /// <summary>Of setOwner: the user.</summary>
    [JsonPropertyName("ownerId")]
    public Guid? OwnerId { get; init; }

    /// <summary>Of setStage: the stage.</summary>
    [JsonPropertyName("stage")]
    public string? Stage { get; init; }

    /// <summary>Of addToList and removeFromList: a static list.</summary>
    [JsonPropertyName("listId")]
    public Guid? ListId { get; init; }

    /// <summary>The leads, at most 10,000; in place of a filter.</summary>
    [Limit(10_000, IsCheckedByCall = true)]
    [JsonPropertyName("leadIds")]
    public List<Guid>? LeadIds { get; init; }

    /// <summary>All leads that meet it, as leads/search takes it; an empty one means all leads.</summary>
    [JsonPropertyName("filter")]
    public FilterRequest? Filter { get; init; }
}

/// <summary>A change of many leads, and how far it has come.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Action">What it does.</param>
/// <param name="State">waiting, running, finished, cancelled or failed.</param>
/// <param name="Total">How many leads it has; null until all are found.</param>
/// <param name="Done">How many have been changed.</param>
/// <param name="Unchanged">How many were so already.</param>
/// <param name="Refused">How many could not be changed.</param>
/// <param name="ChangedMeanwhile">Of an undo: how many were changed by others since, and stayed.</param>
/// <param name="Undoes">The change that it takes back.</param>
/// <param name="UndoneBy">The change that takes it back.</param>
/// <param name="UndoUntil">Until when it can be taken back; null where it cannot.</param>
/// <param name="CreatedBy">The user whose it is.</param>
/// <param name="CreatedOn">When it was taken in.</param>
/// <param name="FinishedOn">When it ended.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record LeadJobResponse(
    Guid Id,
    string Action,
    string State,
    long? Total,
    long Done,
    long Unchanged,
    long Refused,
    long ChangedMeanwhile,
    Guid? Undoes,
    Guid? UndoneBy,
    DateTime? UndoUntil,
    Guid CreatedBy,
    DateTime CreatedOn,
    DateTime? FinishedOn,
    string? Reason);

/// <summary>Changes of many leads.</summary>
/// <param name="Jobs">The newest first, at most 100.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record LeadJobsResponse(IReadOnlyList<LeadJobResponse> Jobs, Guid? Next);

/// <summary>What became of leads.</summary>
/// <param name="Rows">At most 500.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record LeadJobRowsResponse(IReadOnlyList<LeadJobRowResponse> Rows, Guid? Next);

/// <summary>What became of a lead.</summary>
/// <param name="LeadId">The lead.</param>
/// <param name="LeadName">What it is called; null where it is gone or may not be seen.</param>
/// <param name="Outcome">done, unchanged, refused or changedMeanwhile.</param>
/// <param name="Reason">Why it was refused.</param>
public sealed record LeadJobRowResponse(Guid LeadId, string? LeadName, string Outcome, string? Reason);
