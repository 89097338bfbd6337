using System.Text.Json;
using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>What happened to a record that the caller may see: <c>event: change</c> of the live stream.</summary>
/// <param name="Sequence">Its place in the log, which <c>after</c> takes.</param>
/// <param name="Kind">lead, activity, opportunity, task, ticket, note or file.</param>
/// <param name="Id">The record's id.</param>
/// <param name="Number">The number of a ticket.</param>
/// <param name="Lead">The lead that it is about.</param>
/// <param name="Change">
/// created, updated or deleted; deleted, too, where the record is no longer among those that the caller sees.
/// </param>
/// <param name="Event">What the log calls it, e.g. ticket.conversation.</param>
/// <param name="By">Who brought it about.</param>
/// <param name="At">When.</param>
/// <param name="ChangedFields">The names of the fields that changed.</param>
public sealed record LiveChange(
    string Sequence, string Kind, Guid Id, long? Number, Guid? Lead, string Change, string Event, Guid By, DateTime At,
    IReadOnlyList<string> ChangedFields);

/// <summary>Somebody looks at a record, or no longer does: <c>event: presence</c>.</summary>
/// <param name="Record">The record, e.g. tickets/ and its id.</param>
/// <param name="Number">The number of a ticket.</param>
/// <param name="User">Who.</param>
/// <param name="Name">The user's name.</param>
/// <param name="State">reading, writing or gone.</param>
/// <param name="At">Since when.</param>
public sealed record LivePresence(string Record, long? Number, Guid User, string Name, string State, DateTime At);

/// <summary>A draft of the caller's was kept or discarded, here or elsewhere: <c>event: draft</c>.</summary>
/// <param name="Key">The draft's key.</param>
/// <param name="Change">saved or deleted.</param>
/// <param name="Version">Its version; 0 where it is deleted.</param>
/// <param name="At">When.</param>
public sealed record LiveDraft(string Key, string Change, int Version, DateTime At);

/// <summary>The caller's notifications have changed: <c>event: notification</c>.</summary>
/// <param name="Id">The one that is new; null where others were read, kept or removed.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Unread">How many are unread.</param>
public sealed record LiveNotification(Guid? Id, string? Kind, int Unread);

/// <summary>That the caller looks at a record: <c>PUT /leadline/v1/presence</c>.</summary>
public sealed record PresenceRequest
{
    /// <summary>The record, e.g. tickets/157 or leads/ and an id.</summary>
    [Limit(100)]
    [JsonPropertyName("record")]
    public string? Record { get; init; }

    /// <summary>reading, writing or gone.</summary>
    [Limit(20)]
    [JsonPropertyName("state")]
    public string? State { get; init; }

    /// <summary>Tells the windows of one user apart; any text.</summary>
    [Limit(40)]
    [JsonPropertyName("tab")]
    public string? Tab { get; init; }
}

/// <summary>Who looks at a record.</summary>
/// <param name="Present">The caller included.</param>
public sealed record PresencesResponse(IReadOnlyList<PresenceResponse> Present);

/// <summary>Somebody who looks at a record.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">The user's name.</param>
/// <param name="State">reading or writing.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">When the user is taken to be gone unless heard of.</param>
public sealed record PresenceResponse(Guid User, string Name, string State, DateTime Since, DateTime Until);

/// <summary>What is to be kept: an object of any members, such as these.</summary>
public sealed record DraftContent
{
    /// <summary>What was written.</summary>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>The same as HTML.</summary>
    [JsonPropertyName("html")]
    public string? Html { get; init; }
}

/// <summary>A text that is not sent yet.</summary>
/// <param name="Key">What it is for, e.g. tickets/157/reply.</param>
/// <param name="Version">Grows with each time that it is kept.</param>
/// <param name="SavedOn">When it was kept.</param>
/// <param name="Content">What was kept.</param>
public sealed record DraftResponse(string Key, int Version, DateTime SavedOn, JsonElement Content);

/// <summary>The caller's drafts.</summary>
/// <param name="Drafts">Those that were kept last first.</param>
public sealed record DraftsResponse(IReadOnlyList<KeptDraftResponse> Drafts);

/// <summary>A draft, without its content.</summary>
/// <param name="Key">What it is for.</param>
/// <param name="Version">Grows with each time that it is kept.</param>
/// <param name="SavedOn">When it was kept.</param>
public sealed record KeptDraftResponse(string Key, int Version, DateTime SavedOn);
