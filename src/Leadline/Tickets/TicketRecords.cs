using System.Text.Json;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>The rows of a ticket's change: the ticket, its history, its events, its messages and its mail.</summary>
internal static class TicketRecords
{
    /// <summary>
    /// A new ticket. Its lead is part of the same write, and the timeline entry is the caller's to add.
    /// </summary>
    public static void AddNew(RowBuffer rows, Caller caller, Desk desk, TicketEdit edit, DateTime now)
    {
        var ticket = edit.After;
        rows.Add(TicketStore.Insert, new TicketRow(ticket, TicketKeys.From(ticket)));
        AddVersion(rows, caller, ticket, TicketEvents.Created, changes: null, now);
        AddMessage(rows, caller, edit, now);
        AddMail(rows, desk, edit, fallenDue: [], now);
    }

    /// <summary>
    /// The change of a ticket of the batch, which without an <paramref name="edit"/> is what fell due. The answer is
    /// the ticket as it is then: itself where nothing changed.
    /// </summary>
    public static Ticket AddChange(
        TicketBatch batch, RowBuffer rows, TicketAccess access, OpenTicket ticket, TicketEdit? edit, DateTime now)
    {
        edit ??= new TicketEdit(ticket.Current);
        if (ReferenceEquals(edit.After, ticket.Before) && edit.Message is null)
            return ticket.Before;
        var after = edit.After with
        {
            Version = ticket.Before.Version + 1,
            ModifiedOn = now,
            ModifiedBy = access.Caller.User.Id,
        };
        AddChange(rows, access.Caller, access.Desk, ticket.Before, edit with { After = after }, ticket.FallenDue, now);
        if (edit.Timeline is { } note)
        {
            var entry = new TimelineEntry(after.LeadId, note.EventCode, note.Text);
            var activity = ActivityTimeline.AddTo(rows, access.Caller, entry, note.TypeName, now);
            batch.Number(ActivityStore.NumberCounter, activity);
        }

        batch.Change(after);
        return after;
    }

    /// <summary>
    /// The history, events, messages and mail of a change; the ticket's own row is the caller's to add.
    /// </summary>
    public static void AddChange(
        RowBuffer rows,
        Caller caller,
        Desk desk,
        Ticket before,
        TicketEdit edit,
        IReadOnlyList<SlaEvent> fallenDue,
        DateTime now)
    {
        foreach (var due in fallenDue)
            rows.Add(EventStore.Append, EventOf(caller, edit.After, due.Kind, due.On, due.Data));
        AddVersion(rows, caller, edit.After, edit.Kind, TicketChanges.Describe(before, edit.After), now);
        AddMessage(rows, caller, edit, now);
        AddMail(rows, desk, edit, fallenDue, now);
    }

    private static void AddMail(
        RowBuffer rows, Desk desk, TicketEdit edit, IReadOnlyList<SlaEvent> fallenDue, DateTime now)
    {
        foreach (var mail in TicketMails.ToSend(edit.After, desk, edit.Mail, fallenDue))
            rows.Add(MailStore.Insert, new OutgoingMail(Ids.New(), mail, now));
    }

    private static void AddVersion(
        RowBuffer rows, Caller caller, Ticket ticket, string kind, string? changes, DateTime now)
    {
        rows.Add(
            TicketStore.AddHistory,
            new TicketVersion(ticket.AccountId, ticket.Id, ticket.Version, kind, caller.User.Id, now, changes));
        if (kind != TicketEvents.MessageAdded)
            rows.Add(EventStore.Append, EventOf(caller, ticket, kind, now, changes));
    }

    private static void AddMessage(RowBuffer rows, Caller caller, TicketEdit edit, DateTime now)
    {
        foreach (var file in edit.Files)
            rows.Add(ConversationStore.AddFile, file);
        if (edit.Message is not { } message)
            return;
        rows.Add(ConversationStore.Insert, message);
        var data = JsonSerializer.Serialize(new { kind = message.Kind, conversation = message.Number });
        rows.Add(EventStore.Append, EventOf(caller, edit.After, TicketEvents.MessageAdded, now, data));
    }

    private static Event EventOf(Caller caller, Ticket ticket, string kind, DateTime on, string? data) =>
        Event.By(caller, kind, ticket.LeadId, ticket.Id, on, data);
}
