using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>Puts a ticket into the bin, or takes it out again. Only the desk's admins may (extended §5.6).</summary>
internal sealed class TrashTicket(Caller caller, TicketDefinitions definitions, long number, bool trashed)
    : TicketChange<Ticket>(caller, definitions, number)
{
    protected override TicketRight Right => TicketRight.Delete;

    protected override bool IncludeTrashed => true;

    public override Result<TicketEdit?> Edit(Ticket ticket, DateTime now)
    {
        if (trashed == ticket.TrashedOn is not null)
            return trashed ? TicketRules.Unknown : (TicketEdit?)null;
        var after = ticket with { TrashedOn = trashed ? now : null };
        return new TicketEdit(after with { WorkOn = SlaRules.NextWork(after, Desk, now) })
        {
            Kind = trashed ? TicketEvents.Trashed : TicketEvents.Restored,
        };
    }

    protected override Ticket Complete(Ticket ticket) => ticket;
}
