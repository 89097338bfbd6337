using Leadline.Tickets.Conversations;

namespace Leadline.Tickets;

/// <summary>What a change makes of a ticket, and what else it brings into the same transaction.</summary>
/// <param name="After">The ticket as it is to be; its version and times of change are the writer's.</param>
internal sealed record TicketEdit(Ticket After)
{
    /// <summary>What the history and the event log call it.</summary>
    public string Kind { get; init; } = TicketEvents.Updated;

    public TicketMessage? Message { get; init; }

    public IReadOnlyList<TicketFile> Files { get; init; } = [];

    public IReadOnlyList<TicketMail> Mail { get; init; } = [];

    /// <summary>What stands on the lead's timeline; null when the change is the desk's own business.</summary>
    public TimelineNote? Timeline { get; init; }
}

/// <summary>A mail that goes out because of a change.</summary>
internal sealed record TicketMail(
    string To, string Subject, string Text, string? Html = null, string? MessageId = null, MailThread Thread = default)
{
    public IReadOnlyList<Guid> Files { get; init; } = [];

    /// <summary>Nobody wrote it.</summary>
    public bool IsAutomatic { get; init; }
}

/// <summary>An activity on the lead's timeline, before it has a number.</summary>
internal sealed record TimelineNote(int EventCode, string TypeName, string Text);
