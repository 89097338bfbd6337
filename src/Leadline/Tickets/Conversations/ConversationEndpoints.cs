using System.Text.Json;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Tickets.Conversations;

/// <summary>The messages of tickets, and their files, in Leadline's own API.</summary>
internal sealed class ConversationEndpoints(
    TicketOperations tickets, TicketReplies replies, TicketReads reads, ConversationStore conversations)
{
    private const int LongestText = 100_000;

    private const int LargestPage = 200;

    private const string MessagePart = "message";

    public async Task<Failure?> List(Call call)
    {
        if (await Named(call) is not { } ticket)
            return TicketRules.Unknown;
        var skip = int.TryParse(call.Query("offset"), out var offset) ? Math.Max(0, offset) : 0;
        var (total, page) = await conversations.Of(call.Caller.AccountId, ticket.Id, [], skip, LargestPage);
        var files = (await conversations.Files(call.Caller.AccountId, ticket.Id)).ToLookup(file => file.Conversation);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteNumber("total"u8, total);
        json.WriteStartArray("conversations"u8);
        foreach (var message in page)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, message.Number);
            json.WriteString("kind"u8, message.Kind);
            json.WriteString("text"u8, message.Text);
            json.WriteString("html"u8, SafeHtml.Of(message.Html));
            json.WriteString("sender"u8, message.Sender);
            json.WriteStartArray("recipients"u8);
            foreach (var recipient in message.Recipients)
                json.WriteStringValue(recipient);
            json.WriteEndArray();
            json.WriteStartArray("files"u8);
            foreach (var file in files[message.Number])
                Write(json, file);
            json.WriteEndArray();
            json.WriteString("createdOn"u8, message.CreatedOn);
            json.WriteString("createdBy"u8, message.CreatedBy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    public async Task<Answer> Reply(Call call)
    {
        var read = await ReadMessage(call);
        if (read.Failure is { } unreadable)
            return unreadable;
        var (number, body, files) = read.Value;
        var reply = new TicketReply(body.Text!, body.Html, body.Via, files);
        return await call.Run<MessageAdded>(
            claim => replies.Reply(call.Caller, number, reply, claim, call.Cancelled),
            added => WriteAdded(call.Json, added));
    }

    public async Task<Answer> Note(Call call)
    {
        var read = await ReadMessage(call);
        if (read.Failure is { } unreadable)
            return unreadable;
        var (number, body, files) = read.Value;
        var note = new NewMessage(MessageKinds.InternalNote, body.Text, body.Html) { Files = files };
        return await call.Run<MessageAdded>(
            claim => tickets.AddMessage(call.Caller, number, note, claim, call.Cancelled),
            added => WriteAdded(call.Json, added));
    }

    public async Task<Failure?> Files(Call call)
    {
        if (await Named(call) is not { } ticket)
            return TicketRules.Unknown;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("files"u8);
        foreach (var file in await conversations.Files(call.Caller.AccountId, ticket.Id))
            Write(json, file);
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    public async Task<Failure?> File(Call call)
    {
        if (await Named(call) is not { } ticket || !Guid.TryParse(call.Route("file"), out var fileId)
            || await conversations.File(call.Caller.AccountId, ticket.Id, fileId) is not { } file)
            return new Failure(ErrorCode.UnknownRecord, "There is no such file.");
        call.File = new FileAnswer(file.Name, file.ContentType, file.Content);
        return null;
    }

    /// <summary>Files of a form, each a part with a file name.</summary>
    public async Task<Answer> AddFiles(Call call)
    {
        if (RequestBody.BoundaryOf(call.Http.Request.ContentType) is not { } boundary)
            return new Failure(ErrorCode.MalformedBody, "Files come as multipart/form-data.");
        var form = await TicketForm.Parts(call.Body, boundary, bodyPart: "");
        if (form.Failure is { } unreadable)
            return unreadable;
        if (form.Value.Files.Count == 0)
            return new Failure(ErrorCode.MissingAttribute, "The form holds no file.");
        if (await NumberOf(call) is not { } number)
            return TicketRules.Unknown;
        var update = new TicketUpdate { Files = form.Value.Files };
        return await call.Run<Ticket>(
            claim => tickets.Update(call.Caller, number, update, claim, call.Cancelled),
            updated => TicketJson.Write(call.Json, updated));
    }

    private static void Write(Utf8JsonWriter json, FileEntry file)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, file.Id);
        json.WriteString("name"u8, file.Name);
        json.WriteString("contentType"u8, file.ContentType);
        json.WriteNumber("size"u8, file.Size);
        if (file.Conversation is { } conversation)
            json.WriteNumber("conversation"u8, conversation);
        json.WriteString("createdOn"u8, file.CreatedOn);
        json.WriteEndObject();
    }

    private static void WriteAdded(Utf8JsonWriter json, MessageAdded added)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, added.Number);
        json.WritePropertyName("ticket"u8);
        TicketJson.Write(json, added.Ticket);
        json.WriteEndObject();
    }

    private async Task<Result<(long Ticket, SayRequest Body, IReadOnlyList<SentFile> Files)>> ReadMessage(Call call)
    {
        var form = await TicketForm.Read<SayRequest>(call, MessagePart);
        if (form.Failure is { } unreadable)
            return unreadable;
        var (body, files) = form.Value;
        if (!IsText(body.Text, mandatory: true) || !IsText(body.Html, mandatory: false))
            return new Failure(ErrorCode.MissingAttribute, $"'text' is mandatory and has at most {LongestText} characters.");
        return await NumberOf(call) is { } number ? (number, body, files) : TicketRules.Unknown;
    }

    private static bool IsText(string? text, bool mandatory) => string.IsNullOrWhiteSpace(text)
        ? !mandatory
        : text.Length <= LongestText && FieldRules.IsStorable(text);

    private async Task<Ticket?> Named(Call call) =>
        await NumberOf(call) is { } number ? await reads.Find(call.Caller.AccountId, number) : null;

    private Task<long?> NumberOf(Call call) => reads.NumberOf(call.Caller.AccountId, call.Route("ticket"));
}
