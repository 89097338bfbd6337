using Leadline.Accounts;

namespace Leadline.Tickets;

/// <summary>What a service desk counts.</summary>
internal static class TicketCounters
{
    public static readonly Counter Ticket = new("ticket");

    public static readonly Counter Message = new("ticket_conversation");
}

/// <summary>A number that a command takes before it decides.</summary>
internal sealed class TakenNumber(int accountId) : INumbered
{
    public int AccountId => accountId;

    public long Number { get; set; }
}
