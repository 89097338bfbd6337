using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of LeadManagement.svc/Lead/Bulk/Update: one field of at most 50 leads (core §2.10).</summary>
public sealed record BulkUpdateBody
{
    /// <summary>The leads' ids.</summary>
    [Limit(50, IsCheckedByCall = true)]
    public List<string>? LeadIds { get; init; }

    /// <summary>The one field; an object, despite its name.</summary>
    public LeadProperty? LeadFields { get; init; }
}

/// <summary>
/// Body of LeadManagement.svc/Lead/Bulk/UpdateV2: at most 25 leads, each its own fields (core §2.10).
/// </summary>
public sealed record UpdateV2Body
{
    /// <summary>The unique field that finds the leads; without it each entry holds a ProspectId.</summary>
    public string? SearchByKey { get; init; }

    /// <summary>What to do about leads that do not exist.</summary>
    public UpdateV2Options? Options { get; init; }

    /// <summary>An entry per lead.</summary>
    [Limit(25, IsCheckedByCall = true)]
    public List<LeadFieldKeyValuePair>? LeadPropertiesList { get; init; }
}

/// <summary>Options of Lead/Bulk/UpdateV2 (core §2.10).</summary>
public sealed record UpdateV2Options
{
    /// <summary>True lists unknown leads as unprocessed instead of failed.</summary>
    public bool? PushNonExistentLeadsToUnProcessedList { get; init; }
}

/// <summary>A lead of Lead/Bulk/UpdateV2, by the name that the service's errors give it (core §2.17).</summary>
public sealed record LeadFieldKeyValuePair
{
    /// <summary>The lead's fields; null when the entry is a bare attribute-value pair.</summary>
    public List<LeadProperty>? Fields { get; init; }
}
