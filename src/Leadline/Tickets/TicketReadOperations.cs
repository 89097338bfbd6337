using System.Globalization;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Search;

namespace Leadline.Tickets;

/// <summary>Reading tickets, with what was said on them.</summary>
internal sealed class TicketReadOperations(
    TicketReadStore store, TicketSearchStore search, ConversationStore conversations)
{
    /// <summary>How far tickets are counted.</summary>
    public const int MostCounted = 10_000;

    /// <summary>The ticket of this number; null when there is none, or it is in the bin.</summary>
    public async Task<Ticket?> Find(int accountId, long number) =>
        await FindAny(accountId, number) is { TrashedOn: null } ticket ? ticket : null;

    /// <summary>As <see cref="Find"/>, the bin included.</summary>
    public Task<Ticket?> FindAny(int accountId, long number) => store.Find(accountId, number);

    /// <summary>
    /// The number that a caller's text means: 157, #157, or the ticket's GUID; null when it means none.
    /// </summary>
    public async Task<long?> NumberOf(int accountId, string? text)
    {
        var plain = text?.Trim().TrimStart('#');
        if (long.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        return Guid.TryParse(plain, out var ticketId) ? await store.NumberOf(accountId, ticketId) : null;
    }

    /// <summary>A page of the tickets that meet conditions.</summary>
    public Task<TicketPage> Search(TicketQuery query, CancellationToken cancellation) =>
        search.Page(query, cancellation);

    /// <summary>
    /// How many tickets meet conditions: exact up to <see cref="MostCounted"/>, and one more where there are more.
    /// </summary>
    public Task<int> Count(TicketQuery query, CancellationToken cancellation) =>
        search.Count(query, MostCounted + 1, cancellation);

    /// <summary>The newest tickets of a lead that are neither in the bin nor merged into another.</summary>
    public Task<IReadOnlyList<Ticket>> OfLead(
        int accountId, Guid leadId, int most, CancellationToken cancellation) =>
        store.OfLead(accountId, leadId, most, cancellation);

    /// <summary>The numbers of the tickets that are parts of this one.</summary>
    public Task<IReadOnlyList<long>> Parts(Ticket ticket) => store.Parts(ticket.AccountId, ticket.Number);

    /// <summary>Every change of a ticket, the oldest first.</summary>
    public Task<IReadOnlyList<TicketVersion>> History(Ticket ticket) => store.History(ticket.AccountId, ticket.Id);

    /// <summary>What was said on a ticket, in order; of these kinds alone where some are named.</summary>
    public Task<(long Total, IReadOnlyList<TicketMessage> Page)> Messages(
        Ticket ticket, IReadOnlyList<string> kinds, int skip, int take) =>
        conversations.Page(ticket.AccountId, ticket.Id, kinds, skip, take);

    /// <summary>The files of a ticket, without their contents.</summary>
    public Task<IReadOnlyList<FileEntry>> Files(Ticket ticket) => conversations.Files(ticket.AccountId, ticket.Id);

    /// <summary>A file with its content; null when the ticket has none of this id.</summary>
    public Task<SentFile?> File(Ticket ticket, Guid fileId) =>
        conversations.File(ticket.AccountId, ticket.Id, fileId);

    /// <summary>The mail that a message of the ticket came in, as it came; null where there was none.</summary>
    public Task<SentFile?> Original(Ticket ticket, long message) =>
        conversations.Original(ticket.AccountId, ticket.Id, message);
}
