using System.Globalization;
using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>A ticket in a list.</summary>
public sealed record TicketRow(TicketResponse Ticket)
{
    /// <summary>What tells rows apart, and what addresses name the ticket by.</summary>
    public string Key => Ticket.Number.ToString(CultureInfo.InvariantCulture);

    public string Subject => Ticket.Fields.GetValueOrDefault("Title") ?? Ticket.Key;

    public string? Status => Ticket.Fields.GetValueOrDefault("Status");

    public string? Priority => Ticket.Fields.GetValueOrDefault("Priority");
}
