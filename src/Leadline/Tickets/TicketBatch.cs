using Leadline.Accounts;

namespace Leadline.Tickets;

/// <summary>
/// The tickets that a batch of commands has to do with, as the database and the earlier commands of the batch left
/// them.
/// </summary>
internal sealed class TicketBatch
{
    private readonly Dictionary<(int AccountId, long Number), Ticket> tickets = [];
    private readonly HashSet<(int AccountId, long Number)> changed = [];
    private List<(Counter Counter, INumbered Record)> numbered = [];

    public IEnumerable<Ticket> Changed => changed.Select(key => tickets[key]);

    /// <summary>Null when there is none.</summary>
    public Ticket? Find(int accountId, long number) => tickets.GetValueOrDefault((accountId, number));

    /// <summary>Enters a ticket as found in the database.</summary>
    public void Found(Ticket ticket) => tickets[(ticket.AccountId, ticket.Number)] = ticket;

    /// <summary>Gives the ticket its new state. Its row is written once, with the last of them.</summary>
    public void Change(Ticket ticket)
    {
        Found(ticket);
        changed.Add((ticket.AccountId, ticket.Number));
    }

    /// <summary>
    /// Gives the record a number of the account's counter, in the order of the calls: before the decisions to what was
    /// asked for in <see cref="TicketCommand.Want"/>, after them to all else.
    /// </summary>
    public void Number(Counter counter, INumbered record) => numbered.Add((counter, record));

    /// <summary>The records that wait for a number, once.</summary>
    public IReadOnlyList<(Counter Counter, INumbered Record)> TakeNumbered()
    {
        var taken = numbered;
        numbered = [];
        return taken;
    }
}
