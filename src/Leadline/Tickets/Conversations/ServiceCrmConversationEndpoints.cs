using System.Globalization;
using Leadline.Platform.Errors;
using Leadline.Protocol.ServiceCrm;
using Leadline.Surfaces;

namespace Leadline.Tickets.Conversations;

/// <summary>
/// What is said on tickets, as LeadSquared's Service CRM takes and shows it (extended §5.2, §5.7, §5.8).
/// </summary>
internal sealed class ServiceCrmConversationEndpoints(
    TicketOperations tickets, TicketReadOperations reads)
{
    private const int LongestText = 100_000;

    private const int LargestPage = 1_000;

    // LeadSquared documents no files here; the name follows that of tickets, ticketDTO.
    private const string ActivityPart = "activityDTO";

    public async Task<CommandAnswer> PortalActivity(Call call)
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
            return Failure.InvalidParameter(nameof(body.Direction));
        if (await reads.NumberOf(call.Caller.AccountId, call.Route("ticketId")) is not { } number)
            return TicketRules.Unknown;
        var message = new NewMessage(kind, body.Text) { Files = files };
        return await call.Run<MessageAdded>(
            claim => tickets.AddMessage(call.Caller, number, message, claim, call.Cancelled),
            added => call.Answer(
                new PortalActivityResponse(
                    added.Number.ToString(CultureInfo.InvariantCulture), "Success", Message: null),
                ServiceCrmJson.Default.PortalActivityResponse));
    }

    public async Task<CommandAnswer> InternalNote(Call call)
    {
        var body = call.Read<InternalNoteBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (TextRefusal(body.Value.TextPart, nameof(body.Value.TextPart)) is { } refusal)
            return refusal;
        if (string.IsNullOrWhiteSpace(body.Value.RelatedTicketId))
            return Failure.InvalidParameter(nameof(body.Value.RelatedTicketId));
        if (await reads.NumberOf(call.Caller.AccountId, body.Value.RelatedTicketId) is not { } number)
            return TicketRules.Unknown;
        var note = new NewMessage(MessageKinds.InternalNote, body.Value.TextPart);
        return await call.Run<MessageAdded>(
            claim => tickets.AddMessage(call.Caller, number, note, claim, call.Cancelled),
            _ => call.Answer(
                new InternalNoteResponse(
                    "Activity Created",
                    number.ToString(CultureInfo.InvariantCulture),
                    call.Caller.AccountId.ToString(CultureInfo.InvariantCulture),
                    RelatedChannelMonitoringRequestId: 0),
                ServiceCrmJson.Default.InternalNoteResponse));
    }

    public async Task<Failure?> Filter(Call call)
    {
        var body = call.Read<ConversationFilterBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var kinds = (body.Value.ActivityType ?? []).Select(asked => MessageKinds.OfCustomers.FirstOrDefault(
            kind => kind.Equals(asked, StringComparison.OrdinalIgnoreCase))).ToList();
        if (kinds.Contains(null))
            return Failure.InvalidParameter(nameof(body.Value.ActivityType));
        var (offset, limit) = (body.Value.Offset ?? 0, body.Value.Limit ?? LargestPage);
        if (offset < 0 || limit is < 1 or > LargestPage)
            return new Failure(ErrorCode.LimitExceeded, $"Limit is 1 to {LargestPage}, and Offset is not below 0.");
        if (string.IsNullOrWhiteSpace(body.Value.TicketId))
            return Failure.InvalidParameter(nameof(body.Value.TicketId));
        if (await reads.NumberOf(call.Caller.AccountId, body.Value.TicketId) is not { } number
            || await reads.Find(call.Caller, number) is not { } ticket)
            return TicketRules.Unknown;
        var (total, page) = await reads.Messages(
            ticket,
            kinds.Count > 0 ? kinds.ConvertAll(kind => kind!) : MessageKinds.OfCustomers,
            offset,
            limit);
        var files = (await reads.Files(ticket)).ToLookup(file => file.Conversation);
        return call.Answer(
            new ConversationsResponse(
                total, Conversations: null, [.. page.Select(message => Response(message, files[message.Number]))]),
            ServiceCrmJson.Default.ConversationsResponse);
    }

    private static ConversationResponse Response(TicketMessage message, IEnumerable<FileEntry> files) => new(
        message.Kind,
        SafeHtml.Sanitize(message.Html),
        message.Text,
        [.. files.Select(file => new AttachmentResponse(file.Id, file.Name, file.ContentType, file.Size))],
        message.CreatedBy,
        message.CreatedOn.ToString(ServiceCrmTicketEndpoints.TimeForm, CultureInfo.InvariantCulture),
        message.Number);

    private static Failure? TextRefusal(string? text, string parameter) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestText || !Fields.FieldRules.IsStorable(text)
            ? Failure.InvalidParameter(parameter)
            : null;
}
