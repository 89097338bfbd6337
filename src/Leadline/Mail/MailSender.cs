using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.Mail;

/// <summary>
/// Hands waiting mail to the mail server, and text messages to the gateway. Any node may: each takes what nobody else
/// has. A mail counts as sent when the server has taken it, so a crash in between sends it twice, under the same
/// Message-ID, rather than never.
/// </summary>
internal sealed partial class MailSender(
    Wakes wakes,
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
    private const int BatchesOfSession = 50;
    private const int MostWoken = 50;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);
    private static readonly TimeSpan Forget = TimeSpan.FromDays(30);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // What is begun within this time ends, by the patience with a mail, within the lease.
    private static readonly TimeSpan LongestBatch = MailStore.Lease - Patience - TimeSpan.FromSeconds(5);

    // One for each batch that was full: then other sessions find work, too.
    private readonly SemaphoreSlim more = new(0, MostWoken);

    private DateTime nextSweep;

    /// <summary>How long to wait after an attempt: ten seconds, doubled with each, up to an hour.</summary>
    internal static TimeSpan PauseAfter(int attempts) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(attempts - 1, 16)));

    protected override async Task Run(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task> sessions = [RunFirst(stop.Token)];
        for (var session = 1; session < options.Mail?.Sessions; session++)
            sessions.Add(RunFurther(stop.Token));
        try
        {
            await await Task.WhenAny(sessions);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(sessions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        more.Dispose();
        base.Dispose();
    }

    private async Task RunFirst(CancellationToken cancellation)
    {
        using var rest = new Rest(wakes, clock, LeastWait, Wake.Mail);
        while (true)
        {
            await Sweep();
            if (Sends)
                await SendAllDue(cancellation);
            await rest.Until(Sends ? await store.NextDue(Sendable) : null, LeastWait, cancellation);
        }
    }

    private async Task RunFurther(CancellationToken cancellation)
    {
        while (true)
        {
            await more.WaitAsync(cancellation);
            await SendAllDue(cancellation);
        }
    }

    private async Task Sweep()
    {
        if (Now < nextSweep)
            return;
        nextSweep = Now + SweepEvery;
        foreach (var accountId in await accounts.AccountIds())
            await store.Sweep(accountId, Now, Now - Forget);
    }

    /// <summary>Hands over until nothing is due.</summary>
    private async Task SendAllDue(CancellationToken stop)
    {
        // What is under way when the server stops may end, so that it is known to be sent.
        using var sending = new CancellationTokenSource();
        await using var stopping = stop.Register(() => sending.CancelAfter(Grace));
        for (var isMore = true; isMore;)
        {
            await using var session = new SmtpSession(options.Mail, Patience);
            for (var batch = 0; isMore && batch < BatchesOfSession && session.Broken is null; batch++)
                isMore = await SendDue(session, stop, sending.Token);
        }
    }

    /// <summary>Hands over what is due; false when nothing was.</summary>
    private async Task<bool> SendDue(SmtpSession session, CancellationToken stop, CancellationToken sending)
    {
        stop.ThrowIfCancellationRequested();
        var mails = await store.Claim(Batch, Now, Sendable);
        if (mails.Count == 0)
            return false;
        if (mails.Count == Batch && more.CurrentCount == 0)
            more.Release();
        var begun = clock.GetTimestamp();
        foreach (var (index, mail) in mails.Index())
        {
            // What is left is somebody else's, perhaps: at once, or when the lease is over.
            if (stop.IsCancellationRequested)
            {
                await store.Release([.. mails.Skip(index)], Now);
                break;
            }

            if (clock.GetElapsedTime(begun) > LongestBatch)
                break;
            await Send(session, mail, sending);
        }

        Wakes.Tell(Wake.SentMail);
        return true;
    }

    private async Task Send(SmtpSession session, WaitingMail claimed, CancellationToken sending)
    {
        if (claimed.UseBy <= Now)
            await store.Failed(claimed, Now, "expired");
        else if (seal.Open(claimed) is not { } mail)
            await store.Failed(claimed, Now, "not sealed by this server");
        else if (mail.To.StartsWith(SmsGateway.Prefix, StringComparison.Ordinal))
            await Settle(mail, await texts.Send(options.Sms!, mail, sending), sending);
        else if (Mailboxes.Parse(mail.To) is not { } to)
            await store.Failed(mail, Now, "not an address");
        else if (Mailboxes.Parse(mail.From ?? options.Mail!.From) is not { } from)
            await store.Failed(mail, Now, "the sender is not an address");
        else if (session.Broken is { } broken)
            await Refused(mail, broken, isPermanent: false);
        else if (await FilesOf(mail) is { } attached)
            await Settle(
                mail, await session.Send(MailComposer.Compose(mail, from, to, attached), from, to, sending), sending);
        else
            await store.Failed(mail, Now, "a file is gone");
    }

    private async Task<IReadOnlyList<MailFile>?> FilesOf(WaitingMail mail) =>
        mail.FileIds.Length == 0 ? [] : await files(mail.AccountId, mail.FileIds);

    private async Task Settle(
        WaitingMail mail, (string Reason, bool IsPermanent)? refusal, CancellationToken sending)
    {
        if (refusal is not { } no)
        {
            await store.Sent(mail, Now);
            return;
        }

        // What was broken off says nothing of the mail server.
        sending.ThrowIfCancellationRequested();
        await Refused(mail, no.Reason, no.IsPermanent);
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
