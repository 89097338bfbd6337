using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A page of the caller's notifications.</summary>
/// <param name="Notifications">The newest first.</param>
/// <param name="Unread">How many are unread over all pages.</param>
/// <param name="Next">What <c>after</c> takes for the next page; null on the last.</param>
public sealed record NotificationsResponse(
    IReadOnlyList<NotificationResponse> Notifications, int Unread, Guid? Next);

/// <summary>Something that a user is told of.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">assigned, reply, mention, reminder, slaReminder, slaBreached or webhookOff.</param>
/// <param name="Record">The record that it is about, e.g. tickets/ and its id.</param>
/// <param name="Number">The number of a ticket.</param>
/// <param name="Lead">The lead that it is about.</param>
/// <param name="Title">What the record is called.</param>
/// <param name="By">Who brought it about.</param>
/// <param name="ByName">That user's name.</param>
/// <param name="At">When.</param>
/// <param name="IsRead">The caller has seen it.</param>
/// <param name="IsPinned">The caller keeps it.</param>
public sealed record NotificationResponse(
    Guid Id, string Kind, string Record, long? Number, Guid? Lead, string? Title, Guid? By, string? ByName, DateTime At,
    bool IsRead, bool IsPinned);

/// <summary>Which of the caller's notifications were seen: some, those of a record, or all.</summary>
public sealed record ReadNotificationsRequest
{
    /// <summary>The ids of notifications.</summary>
    [JsonPropertyName("ids")]
    public List<Guid>? Ids { get; init; }

    /// <summary>A record, e.g. tickets/157.</summary>
    [Limit(100)]
    [JsonPropertyName("record")]
    public string? Record { get; init; }

    /// <summary>All of them.</summary>
    [JsonPropertyName("all")]
    public bool? All { get; init; }
}

/// <summary>What to change of a notification; what is absent stays.</summary>
public sealed record NotificationRequest
{
    /// <summary>Seen, or as if it never was.</summary>
    [JsonPropertyName("isRead")]
    public bool? IsRead { get; init; }

    /// <summary>Kept.</summary>
    [JsonPropertyName("isPinned")]
    public bool? IsPinned { get; init; }
}

/// <summary>How many of the caller's notifications are unread.</summary>
/// <param name="Unread">Their number.</param>
public sealed record UnreadResponse(int Unread);
