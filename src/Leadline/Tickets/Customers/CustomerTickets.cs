using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.ServiceDesk;
using Leadline.Tickets.Conversations;

namespace Leadline.Tickets.Customers;

/// <summary>
/// What customers do with their own tickets at a hosted portal. The rules of tickets are those of any ticket.
/// </summary>
internal sealed class CustomerTickets(
    TicketOperations tickets,
    TicketReadOperations reads,
    DeskOperations desks,
    CustomerConversationStore conversations,
    TimeProvider clock)
{
    /// <summary>Most messages that a page shows, the latest.</summary>
    private const int MostMessages = 200;

    // Anybody may register: what one lead can have the desk read, and the database keep, has an end.
    private const int MostAnHour = 30;

    private static readonly Failure TooOften = new(
        ErrorCode.RateLimited,
        $"You have sent {MostAnHour} messages within an hour. Please wait a while before the next one.")
    {
        RetryAfter = TimeSpan.FromMinutes(10),
    };

    /// <summary>How the desk works for customers; null when it is not open to them.</summary>
    public async Task<DeskSettings?> Desk(Caller caller) =>
        await desks.Get(caller.AccountId) is { PortalEnabled: true } desk ? desk.Settings : null;

    /// <summary>
    /// The lead's own ticket of this number, or the own one that it was merged into; null for any other.
    /// </summary>
    public async Task<Ticket?> Find(Caller caller, Guid leadId, long number)
    {
        const int furthest = 10;
        long? at = number;
        for (var step = 0; step < furthest && at is not null; step++)
        {
            if (await reads.Find(caller, at.Value) is not { } ticket || ticket.LeadId != leadId)
                return null;
            if (ticket.MergedInto is null)
                return ticket;
            at = ticket.MergedInto;
        }

        return null;
    }

    /// <summary>
    /// When the ticket is to be solved; null where that stands still or is past, which says nothing that helps.
    /// </summary>
    public DateTime? Promise(Ticket ticket) =>
        ticket.Sla is { ResolutionDueOn: { } due, ResolvedOn: null, IsPaused: false }
        && due > clock.GetUtcNow().UtcDateTime
            ? due
            : null;

    /// <summary>The messages of the lead's ticket, with their files.</summary>
    public async Task<(IReadOnlyList<CustomerMessage> Messages, ILookup<long, FileEntry> Files)> Messages(
        Ticket ticket) =>
        (
            await conversations.Latest(ticket.AccountId, ticket.LeadId, ticket.Id, MostMessages),
            await conversations.Files(ticket.AccountId, ticket.LeadId, ticket.Id));

    public Task<SentFile?> File(Ticket ticket, Guid fileId) =>
        conversations.File(ticket.AccountId, ticket.LeadId, ticket.Id, fileId);

    /// <summary>
    /// Opens a ticket. As with mail, what the customer wrote is its description and the first that was said on it.
    /// </summary>
    public async Task<Result<Ticket>> Open(
        Caller caller,
        Guid leadId,
        IReadOnlyList<LeadProperty> fields,
        string text,
        IReadOnlyList<SentFile> files,
        CancellationToken cancellation)
    {
        if (await HasWrittenTooMuch(caller, leadId))
            return TooOften;
        var request = new NewTicket
        {
            LeadId = leadId,
            Fields = fields,
            Message = Inbound(text, files),
            IsAcknowledged = true,
        };
        return await tickets.Create(SystemUser.InPlaceOf(caller), request, claim: null, cancellation);
    }

    public async Task<Failure?> Answer(
        Caller caller, Ticket ticket, string text, IReadOnlyList<SentFile> files, CancellationToken cancellation)
    {
        if (await HasWrittenTooMuch(caller, ticket.LeadId))
            return TooOften;
        var added = await tickets.AddMessage(
            SystemUser.InPlaceOf(caller), ticket.Number, Inbound(text, files), claim: null, cancellation);
        return added.Failure;
    }

    private static NewMessage Inbound(string text, IReadOnlyList<SentFile> files) =>
        new(MessageKinds.PortalInbound, text) { Files = files };

    private async Task<bool> HasWrittenTooMuch(Caller caller, Guid leadId) =>
        await conversations.Written(caller.AccountId, leadId, clock.GetUtcNow().UtcDateTime.AddHours(-1)) >= MostAnHour;
}
