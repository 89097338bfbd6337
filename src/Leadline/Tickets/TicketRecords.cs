using System.Text.Json;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Storage.Batching;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>The rows of a ticket's change: the ticket, its history, its events, and what was said.</summary>
internal static class TicketRecords
{
    /// <summary>A new ticket. Its lead is part of the same write, and the timeline entry is the caller's to add.</summary>
    public static void AddNew(WriteUnit unit, Caller caller, TicketEdit edit, DateTime now)
    {
        var ticket = edit.After;
        unit.Add(TicketStore.Insert, new TicketRow(ticket, TicketKeys.Of(ticket)));
        AddVersion(unit, caller, ticket, TicketEvents.Created, changes: null, now);
        AddSaid(unit, caller, edit, now);
    }

    /// <summary>The history and events of a change; the ticket's own row is written once a batch.</summary>
    public static void AddChange(
        WriteUnit unit, Caller caller, Ticket before, TicketEdit edit, IReadOnlyList<SlaEvent> fallenDue, DateTime now)
    {
        foreach (var due in fallenDue)
            unit.Add(EventLog.Append, EventOf(caller, edit.After, due.Kind, due.On, due.Data));
        AddVersion(unit, caller, edit.After, edit.Kind, TicketChanges.Describe(before, edit.After), now);
        AddSaid(unit, caller, edit, now);
    }

    private static void AddVersion(WriteUnit unit, Caller caller, Ticket ticket, string kind, string? changes, DateTime now)
    {
        unit.Add(
            TicketStore.AddHistory,
            new TicketVersion(ticket.AccountId, ticket.Id, ticket.Version, kind, caller.User.Id, now, changes));
        if (kind != TicketEvents.Said)
            unit.Add(EventLog.Append, EventOf(caller, ticket, kind, now, changes));
    }

    private static void AddSaid(WriteUnit unit, Caller caller, TicketEdit edit, DateTime now)
    {
        foreach (var file in edit.Files)
            unit.Add(ConversationStore.AddFile, file);
        if (edit.Said is not { } said)
            return;
        unit.Add(ConversationStore.Insert, said);
        unit.Add(EventLog.Append, EventOf(
            caller, edit.After, TicketEvents.Said, now, JsonSerializer.Serialize(new { kind = said.Kind, conversation = said.Number })));
    }

    private static Event EventOf(Caller caller, Ticket ticket, string kind, DateTime on, string? data) =>
        new(ticket.AccountId, Ids.New(), kind, ticket.LeadId, ticket.Id, caller.User.Id, on, data);
}
