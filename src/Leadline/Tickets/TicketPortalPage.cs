using Leadline.Portals.Hosted;

namespace Leadline.Tickets;

/// <summary>A lead's own tickets on the hosted portal.</summary>
internal static class TicketPortalPage
{
    public static PortalPage Of(TicketReads reads) => new(
        "tickets",
        "Tickets",
        ["Number", "Title", "Status", "Opened"],
        async (caller, leadId, cancellation) =>
        [
            .. (await reads.OfLead(caller.AccountId, leadId, cancellation)).Select(ticket => (IReadOnlyList<string>)
            [
                ticket.Key,
                ticket.Title,
                ticket.Status,
                PortalPage.Day(caller.Account, ticket.CreatedOn),
            ]),
        ]);
}
