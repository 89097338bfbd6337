using Leadline.Portals.Hosted;
using Leadline.Portals.Hosted.Pages;
using Leadline.ServiceDesk;

namespace Leadline.Tickets.Customers;

/// <summary>A lead's own tickets on the hosted portal.</summary>
internal static class TicketPortalPage
{
    public const string Path = "tickets";

    public static PortalPage Create(TicketReadOperations reads, DeskOperations desks) =>
        new(
            Path,
            "Tickets",
            ["Number", "Title", "Status", "Opened"],
            async (caller, leadId, cancellation) =>
                [
                    .. (await reads.OfLead(caller, leadId, PortalPage.MostRows, cancellation)).Select(
                        ticket =>
                            (IReadOnlyList<Cell>)
                                [
                                    ticket.Key,
                                    new(ticket.Title, PathOf(ticket)),
                                    ticket.Status,
                                    PortalPage.Day(caller.Account, ticket.CreatedOn),
                                ]),
                ])
        {
            IsOffered = async caller => (await desks.Get(caller.AccountId)).PortalEnabled,
            Links = [($"{Path}/new", "Open a ticket")],
        };

    /// <summary>The page of a ticket.</summary>
    public static string PathOf(Ticket ticket) => $"{Path}/{ticket.Number}";
}
