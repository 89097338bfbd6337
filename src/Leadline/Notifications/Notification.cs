using Leadline.Live;

namespace Leadline.Notifications;

/// <summary>Something that a user is told of.</summary>
internal sealed record Notification
{
    public const string Assigned = "assigned";
    public const string Reply = "reply";
    public const string Mention = "mention";
    public const string Reminder = "reminder";
    public const string SlaReminder = "slaReminder";
    public const string SlaBreached = "slaBreached";
    public const string WebhookOff = "webhookOff";

    /// <summary>The kind of record of what is told to administrators.</summary>
    public const string Webhook = "webhook";

    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public Guid EventId { get; init; }

    public string Kind { get; init; } = "";

    public string RecordKind { get; init; } = "";

    public Guid RecordId { get; init; }

    /// <summary>Null where nobody did it.</summary>
    public Guid? By { get; init; }

    public DateTime OccurredOn { get; init; }

    public bool IsRead { get; init; }

    public bool IsPinned { get; init; }

    public RecordName Record => new(RecordKind, RecordId);

    /// <summary>The topic by which users choose how they are told.</summary>
    public static string TopicOf(string kind) => kind switch
    {
        SlaReminder or SlaBreached => "sla",
        WebhookOff => "webhook",
        _ => kind,
    };
}
