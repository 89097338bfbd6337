using System.Globalization;
using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Protocol.ServiceCrm;
using Leadline.Surfaces;

namespace Leadline.Tickets.Conversations;

/// <summary>What is said on tickets, as LeadSquared's Service CRM takes and shows it (extended §5.2, §5.7, §5.8).</summary>
internal sealed class ServiceCrmConversationEndpoints(TicketOperations tickets, TicketReads reads, ConversationStore conversations)
{
    private const int LongestText = 100_000;

    private const int LargestPage = 1_000;

    // LeadSquared documents no files here; the name follows that of tickets, ticketDTO.
    private const string ActivityPart = "activityDTO";

    public async Task<Answer> PortalActivity(Call call)
    {
        var form = await TicketForm.Read<PortalActivityBody>(call, ActivityPart);
        if (form.Failure is { } unreadable)
            return unreadable;
        var (body, files) = form.Value;
        if (TextRefusal(body.Text, nameof(body.Text)) is { } refusal)
            return refusal;
        var kind = body.Direction?.Trim().ToUpperInvariant() switch
        {
            "INBOUND" => MessageKinds.PortalInbound,
            "OUTBOUND" => MessageKinds.PortalOutbound,
            _ => null,
        };
        if (kind is null)
            return Invalid(nameof(body.Direction));
        if (await reads.NumberOf(call.Caller.AccountId, call.Route("ticketId")) is not { } number)
            return TicketRules.Unknown;
        var message = new NewMessage(kind, body.Text) { Files = files };
        return await call.Run<MessageAdded>(
            claim => tickets.AddMessage(call.Caller, number, message, claim, call.Cancelled),
            added => WriteActivity(call.Json, added));
    }

    public async Task<Answer> InternalNote(Call call)
    {
        var body = call.Read<InternalNoteBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (TextRefusal(body.Value.TextPart, nameof(body.Value.TextPart)) is { } refusal)
            return refusal;
        if (string.IsNullOrWhiteSpace(body.Value.RelatedTicketId))
            return Invalid(nameof(body.Value.RelatedTicketId));
        if (await reads.NumberOf(call.Caller.AccountId, body.Value.RelatedTicketId) is not { } number)
            return TicketRules.Unknown;
        var note = new NewMessage(MessageKinds.InternalNote, body.Value.TextPart);
        return await call.Run<MessageAdded>(
            claim => tickets.AddMessage(call.Caller, number, note, claim, call.Cancelled),
            added => WriteNote(call.Json, added.Ticket));
    }

    public async Task<Failure?> Filter(Call call)
    {
        var body = call.Read<ConversationFilterBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var kinds = (body.Value.ActivityType ?? []).Select(asked => MessageKinds.OfCustomers.FirstOrDefault(
            kind => kind.Equals(asked, StringComparison.OrdinalIgnoreCase))).ToList();
        if (kinds.Contains(null))
            return Invalid(nameof(body.Value.ActivityType));
        var (offset, limit) = (body.Value.Offset ?? 0, body.Value.Limit ?? LargestPage);
        if (offset < 0 || limit is < 1 or > LargestPage)
            return new Failure(ErrorCode.LimitExceeded, $"Limit is 1 to {LargestPage}, and Offset is not below 0.");
        if (string.IsNullOrWhiteSpace(body.Value.TicketId))
            return Invalid(nameof(body.Value.TicketId));
        if (await reads.NumberOf(call.Caller.AccountId, body.Value.TicketId) is not { } number
            || await reads.Find(call.Caller.AccountId, number) is not { } ticket)
            return TicketRules.Unknown;
        var (total, page) = await conversations.Of(
            call.Caller.AccountId, ticket.Id, kinds.Count > 0 ? kinds.ConvertAll(kind => kind!) : MessageKinds.OfCustomers, offset, limit);
        var files = await conversations.Files(call.Caller.AccountId, ticket.Id);

        var json = call.Json;
        json.WriteStartObject();
        json.WriteNumber("Total"u8, total);
        json.WriteNull("Conversations"u8);
        json.WriteStartArray("ConversationList"u8);
        foreach (var entry in page)
            Write(json, entry, files);
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    private static void WriteActivity(Utf8JsonWriter json, MessageAdded added)
    {
        json.WriteStartObject();
        json.WriteString("Id"u8, added.Number.ToString(CultureInfo.InvariantCulture));
        json.WriteString("Status"u8, "Success"u8);
        json.WriteNull("Message"u8);
        json.WriteEndObject();
    }

    private static void WriteNote(Utf8JsonWriter json, Ticket ticket)
    {
        json.WriteStartObject();
        json.WriteString("Message"u8, "Activity Created"u8);
        json.WriteString("RelatedTicketId"u8, ticket.Number.ToString(CultureInfo.InvariantCulture));
        json.WriteString("RelatedOrgId"u8, ticket.AccountId.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("RelatedChannelMonitoringRequestId"u8, 0);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TicketMessage entry, IReadOnlyList<FileEntry> files)
    {
        json.WriteStartObject();
        json.WriteString("RelatedActivityType"u8, entry.Kind);
        json.WriteString("Html"u8, SafeHtml.Of(entry.Html));
        json.WriteString("Text"u8, entry.Text);
        json.WriteStartArray("Attachments"u8);
        foreach (var file in files)
        {
            if (file.Conversation != entry.Number)
                continue;
            json.WriteStartObject();
            json.WriteString("Id"u8, file.Id);
            json.WriteString("Name"u8, file.Name);
            json.WriteString("ContentType"u8, file.ContentType);
            json.WriteNumber("Size"u8, file.Size);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("CreatedBy"u8, entry.CreatedBy);
        json.WriteString("CreatedOn"u8, entry.CreatedOn.ToString(ServiceCrmTicketEndpoints.TimeForm, CultureInfo.InvariantCulture));
        json.WriteNumber("Id"u8, entry.Number);
        json.WriteEndObject();
    }

    private static Failure? TextRefusal(string? text, string parameter) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestText || !Fields.FieldRules.IsStorable(text) ? Invalid(parameter) : null;

    private static Failure Invalid(string parameter) => new(ErrorCode.InvalidInput, $"Invalid Input! Parameter Name: {parameter}");
}
