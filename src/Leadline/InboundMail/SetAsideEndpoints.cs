using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Leadline.Tickets;

namespace Leadline.InboundMail;

/// <summary>The mails that made no ticket, in Leadline's own API.</summary>
internal sealed class SetAsideEndpoints(SetAsideOperations setAside)
{
    private const int LargestPage = 200;

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such mail in the list.");

    public async Task<Failure?> List(Call call)
    {
        var skip = int.TryParse(call.Query("offset"), out var offset) ? Math.Max(0, offset) : 0;
        var (total, page) = await setAside.Page(call.Caller.AccountId, skip, LargestPage);
        return call.Answer(
            new SetAsideMailsResponse(total, [.. page.Select(Response)]), OwnJson.Default.SetAsideMailsResponse);
    }

    public async Task<Failure?> Original(Call call)
    {
        if (await setAside.Original(call.Caller.AccountId, IdOf(call)) is not { } mail)
            return Unknown;
        call.File = new FileAnswer("original.eml", "message/rfc822", mail);
        return null;
    }

    public async Task<Failure?> TakeUp(Call call)
    {
        var request = new TakeUpMailRequest();
        if (call.Body.Length > 0)
        {
            var body = call.Read<TakeUpMailRequest>();
            if (body.Failure is { } unreadable)
                return unreadable;
            request = body.Value;
        }

        var address = request.EmailAddress is { Length: > 0 } sent ? EmailAddress.Read(sent) ?? "" : null;
        if (address?.Length == 0)
            return new Failure(ErrorCode.InvalidInput, "'emailAddress' is an e-mail address.");
        var taken = await setAside.TakeUp(call.Caller, IdOf(call), address, request.Ticket, call.Cancelled);
        return call.Answer(taken, ticket => TicketResponses.Response(ticket), OwnJson.Default.TicketResponse);
    }

    public async Task<Failure?> Drop(Call call) =>
        await setAside.Drop(call.Caller, IdOf(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    private static Guid IdOf(Call call) => call.RouteId("mail") ?? Guid.Empty;

    private static SetAsideMailResponse Response(SetAsideMail mail) => new(
        mail.Id, mail.Reason, mail.Detail, mail.Sender, mail.Subject, mail.Size, mail.ReceivedOn);
}
