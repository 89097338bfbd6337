using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets.Conversations;

/// <summary>A message that was added, by its number and kind, and the ticket as it then was.</summary>
internal readonly record struct MessageAdded(Ticket Ticket, long Number, string Kind);

/// <summary>
/// Adds a message to a ticket. A customer's word brings a waiting ticket back; the first answer keeps the promise to
/// respond.
/// </summary>
internal sealed class AddMessage(Caller caller, TicketDefinitions definitions, long ticketNumber, NewMessage message)
    : TicketChange<MessageAdded>(caller, definitions, ticketNumber)
{
    private readonly TakenNumber number = new(caller.AccountId);

    protected override TicketRight Right =>
        message.Kind == MessageKinds.InternalNote ? TicketRight.Note : TicketRight.Work;

    public override void Want(TicketBatch batch) => batch.Number(TicketCounters.Message, number);

    public override Result<TicketEdit?> Edit(Ticket ticket, DateTime now)
    {
        var after = Follow(ticket, now);
        var added = message.On(after, number.Number, Caller, now);
        var files = message.FilesOn(after, added.Number, now);
        return new TicketEdit(after)
        {
            Kind = TicketEvents.MessageAdded,
            Message = added,
            Files = files,
            Mail = TicketMails.Compose(after, Desk, added, files, message.Thread),
            Timeline = TimelineOf(after),
        };
    }

    protected override MessageAdded Complete(Ticket ticket) => new(ticket, number.Number, message.Kind);

    private Ticket Follow(Ticket before, DateTime now)
    {
        var (after, settings) = (before, Desk.Settings);
        var isWaiting =
            settings.PausedStatuses.Contains(before.Status) || settings.DoneStatuses.Contains(before.Status);
        if (MessageKinds.IsInbound(message.Kind) && !message.IsAutomatic && isWaiting)
            after = after.With(TicketFieldNames.Status, settings.ReopenedStatus);
        if (MessageKinds.IsOutbound(message.Kind) && !message.IsAutomatic && after.Sla.RespondedOn is null)
            after = after with { Sla = after.Sla with { RespondedOn = now } };
        if (message.Others.Count > 0)
            after = after.With(TicketFieldNames.CcEmails, WithOthers(after));
        return SlaRules.Follow(before, after, Desk, now);
    }

    private string WithOthers(Ticket ticket)
    {
        const int longest = 2000;
        var known = AddressList.Read(ticket.Value(TicketFieldNames.CcEmails)).ToList();
        return AddressList.Joined(known.Concat(message.Others.ExceptBy(
            known.Concat(ticket.Watchers).Select(EmailAddress.Key), EmailAddress.Key)), longest);
    }

    private TimelineNote? TimelineOf(Ticket ticket)
    {
        const int longest = 1000;
        if (message.Kind == MessageKinds.InternalNote)
            return null;
        var text = message.Text is { Length: > longest } full
            ? string.Concat(full.AsSpan(0, longest), "...")
            : message.Text;
        var eventCode = MessageKinds.IsInbound(message.Kind)
            ? TicketActivityTypes.Received
            : TicketActivityTypes.Replied;
        return TicketActivityTypes.Note(eventCode, $"{ticket.Key} {text}");
    }
}
