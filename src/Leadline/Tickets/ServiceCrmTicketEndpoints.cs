using System.Globalization;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.ServiceCrm;
using Leadline.ServiceDesk;
using Leadline.Surfaces;

namespace Leadline.Tickets;

/// <summary>
/// Tickets as LeadSquared's Service CRM creates, changes, shows and deletes them (extended §5.3 - §5.6).
/// </summary>
internal sealed class ServiceCrmTicketEndpoints(
    TicketOperations tickets, TicketReadOperations reads, FieldOperations fields)
{
    /// <summary>Times as this API prints them: ISO 8601 in UTC, without a zone.</summary>
    public const string TimeForm = "yyyy-MM-ddTHH:mm:ss.fff";

    private const int MostTrashed = 500;

    private static readonly Failure BadLead = Failure.InvalidParameter("LeadId");

    public async Task<CommandAnswer> Create(Call call)
    {
        var form = await TicketForm.Read(call);
        if (form.Failure is { } unreadable)
            return unreadable;
        var body = form.Value.Body;
        Guid? leadId = null;
        if (!string.IsNullOrWhiteSpace(body.LeadId))
        {
            if (!Guid.TryParse(body.LeadId, out var id))
                return BadLead;
            leadId = id;
        }

        var request = new NewTicket { LeadId = leadId, Fields = body.Fields ?? [], Files = form.Value.Files };
        return await call.Run<Ticket>(
            claim => tickets.Create(call.Caller, request, claim, call.Cancelled),
            ticket => call.Answer(
                Saved(ticket, "Ticket has been created successfully", ticket.Id),
                ServiceCrmJson.Default.TicketSavedResponse));
    }

    public async Task<Failure?> Update(Call call)
    {
        var form = await TicketForm.Read(call);
        if (form.Failure is { } unreadable)
            return unreadable;
        if (await reads.NumberOf(call.Caller.AccountId, call.Route("ticketId")) is not { } number)
            return TicketRules.Unknown;
        var updated = await tickets.Update(
            call.Caller,
            number,
            new TicketUpdate
            {
                Fields = form.Value.Body.Fields ?? [],
                Files = form.Value.Files,
                ExpectedVersion = IfMatch.Version(call),
            },
            claim: null,
            call.Cancelled);

        // Live, the GUID is null here (extended §5.4).
        return call.Answer(
            updated, ticket => Saved(ticket, "Ticket properties have been updated successfully", ticketId: null),
            ServiceCrmJson.Default.TicketSavedResponse);
    }

    public Task<Failure?> Get(Call call) => Show(call, call.Route("ticketId"));

    // The printed URL has no place for the id that its words ask for (extended §5.5): here it is a parameter.
    public async Task<Failure?> GetByParameter(Call call) =>
        (call.Query("ticketId") ?? call.Query("id")) is { } id
            ? await Show(call, id)
            : Failure.InvalidParameter("Pass the TicketId in the URL.");

    public async Task<Failure?> Trash(Call call)
    {
        var body = call.Read<TrashBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.TicketIds is not { Count: > 0 } ids)
            return new Failure(ErrorCode.MissingAttribute, ErrorTexts.InvalidParameter("TicketIds"));
        if (ids.Count > MostTrashed)
            return new Failure(ErrorCode.LimitExceeded, $"At most {MostTrashed} tickets are deleted at a time.");
        var (trashed, failed) = (new List<long>(), new List<string>());
        foreach (var id in ids)
        {
            if (await reads.NumberOf(call.Caller.AccountId, id) is not { } number)
            {
                failed.Add(id);
                continue;
            }

            var outcome = await tickets.SetTrashed(call.Caller, number, trashed: true, claim: null, call.Cancelled);
            if (outcome.Failure is { Code: ErrorCode.NotPermitted } refused)
                return refused;
            if (outcome.Failure is null)
                trashed.Add(number);
            else
                failed.Add(id);
        }

        return call.Answer(new TrashResponse(trashed, failed), ServiceCrmJson.Default.TrashResponse);
    }

    private async Task<Failure?> Show(Call call, string ticketId)
    {
        if (await reads.NumberOf(call.Caller.AccountId, ticketId) is not { } number
            || await reads.Find(call.Caller, number) is not { } ticket)
            return TicketRules.Unknown;
        IfMatch.Tell(call, ticket.Version);
        var catalog = TicketFields.CatalogIn(await fields.Get(call.Caller.AccountId));
        return call.Answer(Response(ticket, catalog), ServiceCrmJson.Default.TicketResponse);
    }

    private static TicketSavedResponse Saved(Ticket ticket, string message, Guid? ticketId) =>
        new("Success", ReasonForFailure: null, NumberOf(ticket), message, ticket.Key, ticketId);

    private static string NumberOf(Ticket ticket) => ticket.Number.ToString(CultureInfo.InvariantCulture);

    private static TicketResponse Response(Ticket ticket, FieldCatalog catalog) => new(
        TypeId: "null", // The word, live (extended §5.5).
        NumberOf(ticket),
        ticket.Id,
        ticket.LeadId,
        OpportunityId: null,
        Association: 0,
        BulkUpdate: false,
        Dispose: false,
        [.. catalog.Fields.SelectMany(field => Values(ticket, field))]);

    private static IEnumerable<TicketFieldValue> Values(Ticket ticket, FieldDefinition field)
    {
        yield return new(field.SchemaName, Printed(field, ticket.Value(field.SchemaName)), SubFields: null);
        if (field.SchemaName == TicketFieldNames.Type)
            yield return new(TicketFieldNames.TicketKey, ticket.Key, SubFields: null);
    }

    // Empty lists print as an empty text, other empty fields as null, and moments with a T (extended §5.5).
    private static string? Printed(FieldDefinition field, string? value) => field switch
    {
        { SchemaName: TicketFieldNames.CcEmails or TicketFieldNames.Tags } => value ?? "",
        { Type: FieldType.DateTime } when value is not null && FieldDates.TryReadMoment(value, out var moment) =>
            moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        _ => value,
    };
}
