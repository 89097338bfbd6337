using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Tickets.Conversations;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>What a change makes of a ticket, and what else it brings into the same transaction.</summary>
/// <param name="After">The ticket as it is to be; its version and times of change are the writer's.</param>
internal sealed record TicketEdit(Ticket After)
{
    /// <summary>What the history and the event log call it.</summary>
    public string Kind { get; init; } = TicketEvents.Updated;

    public Conversation? Said { get; init; }

    public IReadOnlyList<TicketFile> Files { get; init; } = [];

    public IReadOnlyList<TicketMail> Mail { get; init; } = [];

    /// <summary>What stands on the lead's timeline; null when the change is the desk's own business.</summary>
    public TimelineNote? Timeline { get; init; }
}

/// <summary>A mail that goes out because of a change.</summary>
internal sealed record TicketMail(
    string To, string Subject, string Text, string? Html = null, string? MessageId = null, string? InReplyTo = null, string? References = null)
{
    public IReadOnlyList<Guid> Files { get; init; } = [];
}

/// <summary>An activity on the lead's timeline, before it has a number.</summary>
internal sealed record TimelineNote(int EventCode, string TypeName, string Text);

/// <summary>What a decision may know: who asks, the ticket as it is now, the account's definitions, and the time.</summary>
internal sealed record TicketScene(Caller Caller, Ticket Ticket, Desk Desk, FieldCatalog Fields, DateTime Now);

/// <summary>One caller's change of one ticket, on its way through a shared transaction.</summary>
/// <param name="Caller">Who changes it.</param>
/// <param name="Number">The ticket's number.</param>
/// <param name="Right">What the caller has to be allowed.</param>
/// <param name="Decide">Makes the edit, or says why not; null leaves the ticket as it is. It may run more than once.</param>
internal sealed record TicketChange(Caller Caller, long Number, TicketRight Right, Func<TicketScene, Result<TicketEdit?>> Decide)
{
    /// <summary>The version that the caller saw, where the caller says so: any other is refused.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>Merged and trashed tickets are changed too.</summary>
    public bool EvenGone { get; init; }

    public Result<Ticket> Outcome { get; set; }

    /// <summary>Kept when the transaction has to be run again.</summary>
    public long? TimelineNumber { get; set; }
}
