using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.Mail;

/// <summary>
/// Hands waiting mail to the mail server, and text messages to the gateway. Any node may: each takes what nobody else
/// has. A mail counts as sent when the server has taken it, so a crash in between sends it twice, under the same
/// Message-ID, rather than never.
/// </summary>
internal sealed partial class MailSender(
    Database database,
    MailStore store,
    AccountOperations accounts,
    SmsGateway texts,
    MailFileSource files,
    MailSeal seal,
    ServerOptions options,
    TimeProvider clock,
    ILogger<MailSender> logger) : Worker(TimeSpan.FromSeconds(1), logger)
{
    private const int Batch = 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);
    private static readonly TimeSpan Forget = TimeSpan.FromDays(30);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestBatch = MailStore.Lease - TimeSpan.FromMinutes(1);

    private DateTime nextSweep;

    /// <summary>How long to wait after an attempt: ten seconds, doubled with each, up to an hour.</summary>
    internal static TimeSpan PauseAfter(int attempts) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(attempts - 1, 16)));

    protected override async Task Run(CancellationToken cancellation)
    {
        await using var connection = await database.Listen(MailStore.Channel, cancellation);
        while (true)
        {
            await Sweep();
            if (Sends)
                while (await SendDue(cancellation))
                {
                    // As long as there is something to send.
                }

            await connection.WaitAsync(await UntilNextDue(), cancellation);
        }
    }

    private async Task<TimeSpan> UntilNextDue()
    {
        if (!Sends || await store.NextDue(Sendable) is not { } due)
            return LongestWait;
        var wait = due - Now;
        return wait < TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50)
            : wait < LongestWait ? wait
            : LongestWait;
    }

    private async Task Sweep()
    {
        if (Now < nextSweep)
            return;
        nextSweep = Now + SweepEvery;
        foreach (var accountId in await accounts.AccountIds())
            await store.Sweep(accountId, Now, Now - Forget);
    }

    /// <summary>Hands over what is due; false when nothing was.</summary>
    private async Task<bool> SendDue(CancellationToken stop)
    {
        var mails = await store.Claim(Batch, Now, Sendable);
        if (mails.Count == 0)
            return false;
        using var lease = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lease.CancelAfter(LongestBatch);
        await using var session = new SmtpSession(options.Mail, Patience);
        foreach (var mail in mails)
            await Send(session, mail, stop, lease.Token);
        return true;
    }

    private async Task Send(SmtpSession session, WaitingMail claimed, CancellationToken stop, CancellationToken lease)
    {
        if (claimed.UseBy <= Now)
            await store.Failed(claimed, Now, "expired");
        else if (seal.Open(claimed) is not { } mail)
            await store.Failed(claimed, Now, "not sealed by this server");
        else if (mail.To.StartsWith(SmsGateway.Prefix, StringComparison.Ordinal))
            await Settle(mail, await texts.Send(options.Sms!, mail, lease), stop);
        else if (
            Mailboxes.Parse(mail.To) is not { } to
            || Mailboxes.Parse(mail.From ?? options.Mail!.From) is not { } from)
            await store.Failed(mail, Now, "not an address");
        else if (session.Broken is { } broken)
            await Refused(mail, broken, isPermanent: false);
        else if (await FilesOf(mail) is { } attached)
            await Settle(
                mail, await session.Send(MailComposer.Compose(mail, from, to, attached), from, to, lease), stop);
        else
            await store.Failed(mail, Now, "a file is gone");
    }

    private async Task<IReadOnlyList<MailFile>?> FilesOf(WaitingMail mail) =>
        mail.FileIds.Length == 0 ? [] : await files(mail.AccountId, mail.FileIds);

    private async Task Settle(WaitingMail mail, (string Reason, bool IsPermanent)? refusal, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (refusal is { } no)
            await Refused(mail, no.Reason, no.IsPermanent);
        else
            await store.Sent(mail, Now);
    }

    private async Task Refused(WaitingMail mail, string reason, bool isPermanent)
    {
        if (isPermanent || Now - mail.CreatedOn >= GiveUpAfter)
        {
            Log.GaveUp(logger, mail.Id, mail.AccountId, reason);
            await store.Failed(mail, Now, reason);
            return;
        }

        var pause = PauseAfter(mail.Attempts);
        Log.NotTaken(logger, mail.Id, mail.AccountId, mail.Attempts, reason, pause.TotalSeconds);
        await store.TryAgain(mail, Now + pause, reason);
    }

    private Sendable Sendable => new(options.Mail is not null, options.Sms is not null, seal.KeyId);

    private bool Sends => options.Mail is not null || options.Sms is not null;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static partial class Log
    {
        [LoggerMessage(
            72,
            LogLevel.Warning,
            "The mail server did not take mail {Mail} of account {Account} at attempt {Attempt} ({Reason}); next "
            + "in {Seconds} s"
        )]
        public static partial void NotTaken(
            ILogger logger, Guid mail, int account, int attempt, string reason, double seconds);

        [LoggerMessage(73, LogLevel.Warning, "Mail {Mail} of account {Account} is given up: {Reason}")]
        public static partial void GaveUp(ILogger logger, Guid mail, int account, string reason);
    }
}
