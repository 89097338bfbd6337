using System.Globalization;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Tickets.Conversations;

/// <summary>What is said on tickets, and their files, in Leadline's own API.</summary>
internal sealed class ConversationEndpoints(
    TicketOperations tickets, TicketReplies replies, TicketReadOperations reads)
{
    private const int LargestPage = 200;

    private const string MessagePart = "message";

    public async Task<Failure?> List(Call call)
    {
        if (await Named(call) is not { } ticket)
            return TicketRules.Unknown;
        var skip = int.TryParse(call.Query("offset"), out var offset) ? Math.Max(0, offset) : 0;
        var (total, page) = await reads.Messages(ticket, [], skip, LargestPage);
        var files = (await reads.Files(ticket)).ToLookup(file => file.Conversation);
        return call.Answer(
            new ConversationsResponse(
                total, [.. page.Select(message => Response(ticket.Number, message, [.. files[message.Number]]))]),
            OwnJson.Default.ConversationsResponse);
    }

    public async Task<CommandAnswer> Reply(Call call)
    {
        var read = await ReadMessage(call);
        if (read.Failure is { } unreadable)
            return unreadable;
        var (number, body, files) = read.Value;
        var reply = new TicketReply(body.Text, body.Html, body.Via, files);
        return await call.Run<MessageAdded>(
            claim => replies.Reply(call.Caller, number, reply, claim, call.Cancelled),
            added => call.Answer(Response(added), OwnJson.Default.SaidResponse));
    }

    public async Task<CommandAnswer> Note(Call call)
    {
        var read = await ReadMessage(call);
        if (read.Failure is { } unreadable)
            return unreadable;
        var (number, body, files) = read.Value;
        var note = AgentMessage.Of(MessageKinds.InternalNote, body.Text, body.Html, files);
        if (note.Failure is { } unfit)
            return unfit;
        return await call.Run<MessageAdded>(
            claim => tickets.AddMessage(call.Caller, number, note.Value, claim, call.Cancelled),
            added => call.Answer(Response(added), OwnJson.Default.SaidResponse));
    }

    public async Task<Failure?> Files(Call call)
    {
        if (await Named(call) is not { } ticket)
            return TicketRules.Unknown;
        var files = await reads.Files(ticket);
        return call.Answer(
            new TicketFilesResponse([.. files.Select(TicketResponses.Response)]), OwnJson.Default.TicketFilesResponse);
    }

    public async Task<Failure?> File(Call call)
    {
        if (await Named(call) is not { } ticket || !Guid.TryParse(call.Route("file"), out var fileId)
            || await reads.File(ticket, fileId) is not { } file)
            return new Failure(ErrorCode.UnknownRecord, "There is no such file.");
        call.File = new FileAnswer(file.Name, file.ContentType, file.Content);
        return null;
    }

    /// <summary>The mail that was said, as it came.</summary>
    public async Task<Failure?> Original(Call call)
    {
        if (await Named(call) is not { } ticket || !long.TryParse(call.Route("conversation"), out var message)
            || await reads.Original(ticket, message) is not { } mail)
            return new Failure(ErrorCode.UnknownRecord, "There is no such mail.");
        call.File = new FileAnswer(mail.Name, mail.ContentType, mail.Content);
        return null;
    }

    /// <summary>Files of a form, each a part with a file name.</summary>
    public async Task<CommandAnswer> AddFiles(Call call)
    {
        if (ContentType.Boundary(call.Http.Request.ContentType) is not { } boundary)
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
            updated => call.Answer(TicketResponses.Response(updated), OwnJson.Default.TicketResponse));
    }

    private async Task<Result<(long Ticket, SayRequest Body, IReadOnlyList<SentFile> Files)>> ReadMessage(Call call)
    {
        var form = await TicketForm.Read<SayRequest>(call, MessagePart);
        if (form.Failure is { } unreadable)
            return unreadable;
        var (body, files) = form.Value;
        return await NumberOf(call) is { } number ? (number, body, files) : TicketRules.Unknown;
    }

    private static SaidResponse Response(MessageAdded added) =>
        new(added.Number, added.Kind, TicketResponses.Response(added.Ticket));

    private static MessageResponse Response(long ticket, TicketMessage message, IReadOnlyList<FileEntry> files) => new(
        message.Number,
        message.Kind,
        message.Text,
        SafeHtml.Sanitize(
            message.Html, name => AgentMessage.Picture(files, name) is { } id ? PathOf(ticket, id) : null),
        message.Sender,
        message.Recipients,
        [.. files.Select(TicketResponses.Response)],
        message.CreatedOn,
        message.CreatedBy);

    private static string PathOf(long ticket, Guid file) =>
        string.Create(CultureInfo.InvariantCulture, $"/leadline/v1/tickets/{ticket}/files/{file}");

    private async Task<Ticket?> Named(Call call) =>
        await NumberOf(call) is { } number ? await reads.Find(call.Caller, number) : null;

    private Task<long?> NumberOf(Call call) => reads.NumberOf(call.Caller.AccountId, call.Route("ticket"));
}
