using System.Globalization;
using Leadline.Platform.Errors;
using Leadline.Protocol.Ispcrm;
using Leadline.ServiceDesk;
using Leadline.Surfaces;
using Leadline.Tickets;

namespace Leadline.Subscribers;

/// <summary>Tickets as ISPCRM's API has them (extended §7.7).</summary>
internal sealed class IspcrmTicketEndpoints(SubscriberTicketOperations tickets)
{
    private static readonly Failure BadNumber = new(ErrorCode.InvalidInput, "The id is not a number.");

    private static readonly Failure Incomplete = new(
        ErrorCode.MissingAttribute, "subject_id and type_id are mandatory.");

    public async Task<Failure?> Subjects(Call call) => call.Answer(
        new SubjectsResponse(
            Success: true,
            [.. (await tickets.Subjects(call.Caller)).Select(subject => new Subject(subject.Number, subject.Name))]),
        IspcrmJson.Default.SubjectsResponse);

    public async Task<CommandAnswer> Create(Call call)
    {
        var body = IspcrmBody.Read<CreateTicketBody>(call.Body.Span);
        if (body.Failure is { } unreadable)
            return unreadable;
        var sent = body.Value;
        if (sent.SubjectId is null || sent.TypeId is null)
            return Incomplete;
        var ticket = new SubscriberTicket(
            sent.SubjectId, sent.TypeId, sent.StatusId, sent.Description, sent.Priority, sent.LeadId);
        return await call.Run<Ticket>(
            claim => tickets.Create(call.Caller, ticket, claim, call.Cancelled),
            made => call.Answer(
                new CreatedTicketResponse(
                    Success: true, "Ticket created successfully", new CreatedTicket(made.Number, made.Status)),
                IspcrmJson.Default.CreatedTicketResponse));
    }

    /// <summary>Of the token's user, or of the lead of <c>lead_id</c> or <c>id</c>; the newest first.</summary>
    public async Task<Failure?> List(Call call)
    {
        long? number = null;
        if ((call.Query("lead_id") ?? call.Query("id")) is { } sent)
        {
            if (!long.TryParse(sent, out var leadNumber))
                return BadNumber;
            number = leadNumber;
        }

        return call.Answer(
            await tickets.List(call.Caller, number, call.Cancelled),
            found => new CustomerTicketsResponse(Success: true, [.. found.Select(Row)]),
            IspcrmJson.Default.CustomerTicketsResponse);
    }

    private static CustomerTicket Row(Ticket ticket) => new(
        ticket.Number,
        ticket.Title,
        ticket.Status,
        ticket.Value(TicketFieldNames.Priority),
        Moment(ticket.CreatedOn),
        Moment(ticket.ModifiedOn));

    private static string Moment(DateTime utc) =>
        utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
