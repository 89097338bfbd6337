using System.Globalization;
using Leadline.Accounts;
using Leadline.ServiceDesk;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Search;

namespace Leadline.Tickets;

/// <summary>Reading the tickets that the caller may see, with what was said on them.</summary>
internal sealed class TicketReadOperations(
    TicketReadStore store, TicketSearchStore search, ConversationStore conversations, DeskOperations desks)
{
    /// <summary>How far tickets are counted.</summary>
    public const int MostCounted = 10_000;

    /// <summary>The ticket of this number; null when there is none, or it is in the bin.</summary>
    public async Task<Ticket?> Find(Caller caller, long number) =>
        await FindAny(caller, number) is { TrashedOn: null } ticket ? ticket : null;

    /// <summary>As <see cref="Find"/>, the bin included.</summary>
    public async Task<Ticket?> FindAny(Caller caller, long number) =>
        await store.Find(caller.AccountId, number) is { } ticket
        && (await Scope(caller)).Includes(ticket.AgentId, ticket.GroupId)
            ? ticket
            : null;

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
    public async Task<TicketPage> Search(Caller caller, TicketQuery query, CancellationToken cancellation) =>
        await search.Page(query.Within(await Scope(caller)), cancellation);

    /// <summary>
    /// How many tickets meet conditions: exact up to <see cref="MostCounted"/>, and one more where there are more.
    /// </summary>
    public async Task<int> Count(Caller caller, TicketQuery query, CancellationToken cancellation) =>
        await search.Count(query.Within(await Scope(caller)), MostCounted + 1, cancellation);

    /// <summary>The newest tickets of a lead that are neither in the bin nor merged into another.</summary>
    public async Task<IReadOnlyList<Ticket>> OfLead(
        Caller caller, Guid leadId, int most, CancellationToken cancellation) =>
        await store.OfLead(caller.AccountId, leadId, await Scope(caller), most, cancellation);

    /// <summary>The numbers of the tickets that are parts of this one.</summary>
    public async Task<IReadOnlyList<long>> Parts(Caller caller, Ticket ticket) =>
        await store.Parts(ticket.AccountId, ticket.Number, await Scope(caller));

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

    private async ValueTask<TicketScope> Scope(Caller caller) =>
        caller.IsRestricted ? TicketScope.Of(caller, await desks.Get(caller.AccountId), Deed.View) : TicketScope.All;
}
