using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.InboundMail.Imap;

/// <summary>Mailboxes in Leadline's own API.</summary>
internal sealed class MailboxEndpoints(MailboxOperations mailboxes)
{
    public async Task<Failure?> List(Call call) => call.Answer(
        await mailboxes.All(call.Caller),
        all => new MailboxesResponse([.. all.Select(Response)]),
        OwnJson.Default.MailboxesResponse);

    public async Task<Failure?> Get(Call call) => Answer(call, await mailboxes.Find(call.Caller, Id(call)));

    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<MailboxRequest>();
        return body.Failure ?? Answer(
            call,
            await mailboxes.Create(
                call.Caller, call.Transaction, empty => MailboxInput.Fill(empty, body.Value)));
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.ReadStrictly<MailboxRequest>();
        return body.Failure ?? Answer(
            call,
            await mailboxes.Change(
                call.Caller, call.Transaction, Id(call), before => MailboxInput.Fill(before, body.Value)));
    }

    public async Task<Failure?> Remove(Call call) =>
        await mailboxes.Remove(call.Caller, Id(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    public async Task<Failure?> Test(Call call) => call.Answer(
        await mailboxes.Test(call.Caller, Id(call), call.Cancelled), Response, OwnJson.Default.MailboxTestResponse);

    private static Failure? Answer(Call call, Result<Mailbox> mailbox) =>
        call.Answer(mailbox, Response, OwnJson.Default.MailboxResponse);

    private static MailboxResponse Response(Mailbox mailbox) => new(
        mailbox.Id,
        mailbox.Host,
        mailbox.Port,
        Name(mailbox.Security),
        mailbox.Fingerprint,
        mailbox.UserName,
        mailbox.HasToken ? "accessToken" : "password",
        mailbox.Folder,
        Name(mailbox.AfterTaking),
        mailbox.MoveTo,
        mailbox.PollSeconds,
        mailbox.IsActive,
        mailbox.Taken,
        mailbox.Refused,
        mailbox.LastCheckedOn,
        mailbox.LastError,
        mailbox is { LastError: not null, IsActive: true } ? mailbox.DueOn : null,
        mailbox.CreatedOn,
        mailbox.ModifiedOn);

    private static MailboxTestResponse Response(MailboxTest test) => new(
        test.Problem is null,
        test.FailedAt is { } step ? Name(step) : null,
        test.Problem,
        test.Problem is null ? test.Messages : null,
        test.Problem is null ? test.CanIdle : null);

    private static string Name<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static Guid Id(Call call) => call.RouteId("mailboxId") ?? Guid.Empty;
}
