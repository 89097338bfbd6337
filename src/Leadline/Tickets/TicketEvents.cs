namespace Leadline.Tickets;

/// <summary>What happens to tickets, as the event log names it. An event's record is the ticket.</summary>
internal static class TicketEvents
{
    public const string Created = "ticket.created";
    public const string Updated = "ticket.updated";
    public const string Assigned = "ticket.assigned";
    public const string Trashed = "ticket.trashed";
    public const string Restored = "ticket.restored";
    public const string Merged = "ticket.merged";

    /// <summary>A message came, went out, or was noted among agents; the data tells which.</summary>
    public const string MessageAdded = "ticket.conversation";

    public const string SlaReminder = "ticket.sla.reminder";
    public const string SlaBreached = "ticket.sla.breached";
    public const string SlaEscalated = "ticket.sla.escalated";
}
