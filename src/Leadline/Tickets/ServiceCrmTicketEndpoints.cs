using System.Globalization;
using System.Text.Json;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.ServiceCrm;
using Leadline.ServiceDesk;
using Leadline.Surfaces;

namespace Leadline.Tickets;

/// <summary>Tickets as LeadSquared's Service CRM creates, changes, shows and deletes them (extended §5.3 - §5.6).</summary>
internal sealed class ServiceCrmTicketEndpoints(TicketOperations tickets, TicketReads reads, FieldOperations fields)
{
    /// <summary>Times as this API prints them: ISO 8601 in UTC, without a zone.</summary>
    public const string TimeForm = "yyyy-MM-ddTHH:mm:ss.fff";

    private const int MostTrashed = 500;

    private static readonly Failure BadLead = new(ErrorCode.InvalidInput, "Invalid Input! Parameter Name: LeadId");

    public async Task<Answer> Create(Call call)
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

        var ticket = new NewTicket { LeadId = leadId, Fields = body.Fields ?? [], Files = form.Value.Files };
        return await call.Run<Ticket>(
            claim => tickets.Create(call.Caller, ticket, claim, call.Cancelled),
            created => WriteDone(call.Json, created, "Ticket has been created successfully", withTicketId: true));
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
            new TicketUpdate { Fields = form.Value.Body.Fields ?? [], Files = form.Value.Files, ExpectedVersion = IfMatch.Version(call) },
            claim: null,
            call.Cancelled);
        if (updated.Failure is { } failure)
            return failure;

        // Live, the GUID is null here (extended §5.4).
        WriteDone(call.Json, updated.Value, "Ticket properties have been updated successfully", withTicketId: false);
        return null;
    }

    public async Task<Failure?> Get(Call call)
    {
        if (await reads.NumberOf(call.Caller.AccountId, call.Route("ticketId")) is not { } number
            || await reads.Find(call.Caller.AccountId, number) is not { } ticket)
            return TicketRules.Unknown;
        call.Http.Response.Headers.ETag = IfMatch.Tag(ticket.Version);
        Write(call.Json, ticket, TicketFields.Of(await fields.Of(call.Caller.AccountId)));
        return null;
    }

    public async Task<Failure?> Trash(Call call)
    {
        var body = call.Read<TrashBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.TicketIds is not { Count: > 0 } ids)
            return new Failure(ErrorCode.MissingAttribute, "Invalid Input! Parameter Name: TicketIds");
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

        WriteTrashed(call.Json, trashed, failed);
        return null;
    }

    // Numbers out, strings in (extended §5.6).
    private static void WriteTrashed(Utf8JsonWriter json, List<long> trashed, List<string> failed)
    {
        json.WriteStartObject();
        json.WriteStartArray("SuccessfulIds"u8);
        foreach (var number in trashed)
            json.WriteNumberValue(number);
        json.WriteEndArray();
        json.WriteStartArray("FailedIds"u8);
        foreach (var id in failed)
        {
            if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                json.WriteNumberValue(number);
            else
                json.WriteStringValue(id);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDone(Utf8JsonWriter json, Ticket ticket, string message, bool withTicketId)
    {
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteNull("ReasonForFailure"u8);
        json.WriteString("Id"u8, ticket.Number.ToString(CultureInfo.InvariantCulture));
        json.WriteString("Message"u8, message);
        json.WriteString("Key"u8, ticket.Key);
        if (withTicketId)
            json.WriteString("TicketId"u8, ticket.Id);
        else
            json.WriteNull("TicketId"u8);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Ticket ticket, FieldCatalog catalog)
    {
        json.WriteStartObject();
        json.WriteString("TypeId"u8, "null"u8); // The word, live (extended §5.5).
        json.WriteString("Id"u8, ticket.Number.ToString(CultureInfo.InvariantCulture));
        json.WriteString("TicketId"u8, ticket.Id);
        json.WriteString("LeadId"u8, ticket.LeadId);
        json.WriteNull("OpportunityId"u8);
        json.WriteNumber("Association"u8, 0);
        json.WriteBoolean("BulkUpdate"u8, false);
        json.WriteBoolean("Dispose"u8, false);
        json.WriteStartArray("Fields"u8);
        foreach (var field in catalog.Fields)
        {
            WriteField(json, field.SchemaName, Printed(field, ticket.Value(field.SchemaName)));
            if (field.SchemaName == TicketFieldNames.Type)
                WriteField(json, TicketFieldNames.TicketKey, ticket.Key);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, string name, string? value)
    {
        json.WriteStartObject();
        json.WriteString("SchemaName"u8, name);
        json.WriteString("Value"u8, value);
        json.WriteNull("SubFields"u8);
        json.WriteEndObject();
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
