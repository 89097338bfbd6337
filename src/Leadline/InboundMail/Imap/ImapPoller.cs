using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.InboundMail.Imap;

/// <summary>
/// Looks after the mailboxes of all accounts. A node holds a mailbox by a lease, and looks into it alone until it lets
/// go, or is gone. Should two look all the same, each message is still taken once: see <see cref="MailIntake"/>.
/// </summary>
internal sealed partial class ImapPoller(
    Wakes wakes,
    MailboxStore store,
    MailboxSecrets secrets,
    MailboxNetworks networks,
    MailReceiver receiver,
    TimeProvider clock,
    ILogger<ImapPoller> logger) : Worker(Interval, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private readonly Guid node = Ids.New();
    private readonly Dictionary<Guid, Held> held = [];

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>
    /// How long to wait after so many failures in a row: ten seconds, doubled with each, up to a quarter of an hour. A
    /// login is not tried so often, as many servers lock out who does.
    /// </summary>
    internal static TimeSpan PauseAfter(int failures, MailboxStep step)
    {
        var doubled = FirstPause.Ticks << Math.Min(failures - 1, 16);
        return TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, step == MailboxStep.Login ? doubled * 6 : doubled));
    }

    protected override async Task Run(CancellationToken cancellation)
    {
        using var rest = new Rest(wakes, clock, TimeSpan.Zero, Wake.Mailbox);
        try
        {
            var renewed = Now;
            var hasChanged = false;
            while (true)
            {
                ForgetEnded();
                if (hasChanged || Now - renewed >= RenewEvery)
                {
                    renewed = Now;
                    await Renew();
                }

                var now = Now;
                foreach (var mailbox in await store.Claim(node, now, now + Lease))
                    Begin(mailbox, cancellation);
                hasChanged = await rest.Until(now + Interval, TimeSpan.Zero, cancellation);
            }
        }
        finally
        {
            foreach (var one in held.Values)
                one.Cancel();
            await Task.WhenAll(held.Values.Select(one => one.Work));
            ForgetEnded();
        }
    }

    private void ForgetEnded()
    {
        foreach (var one in held.Values.Where(one => one.Work.IsCompleted).ToList())
        {
            held.Remove(one.Mailbox.Id);
            one.Dispose();
        }
    }

    private void Begin(Mailbox mailbox, CancellationToken stop)
    {
        // One that is still at work, whose lease had run out, goes on.
        var begun = new Held(mailbox, stop);
        if (held.TryAdd(mailbox.Id, begun))
            begun.Work = Hold(begun);
        else
            begun.Dispose();
    }

    /// <summary>
    /// Keeps the mailboxes whose settings are as they were, and stops those that are not ours any more.
    /// </summary>
    private async Task Renew()
    {
        foreach (var ofAccount in held.Values.GroupBy(one => one.Mailbox.AccountId))
        {
            var ids = ofAccount.Select(one => one.Mailbox.Id).ToList();
            var kept = await store.Renew(ofAccount.Key, ids, node, Now + Lease);
            foreach (var one in ofAccount)
                if (!kept.TryGetValue(one.Mailbox.Id, out var version) || version != one.Mailbox.Version)
                    one.Cancel();
        }
    }

    private async Task Hold(Held one)
    {
        var dueOn = Now;
        try
        {
            dueOn = await Work(one.Mailbox, one.Stopped);
        }
        catch (OperationCanceledException) when (one.Stopped.IsCancellationRequested)
        {
            // Due at once, here or elsewhere.
        }
        catch (Exception exception)
        {
            LogFailure(exception);
            dueOn = Now + FirstPause;
        }

        try
        {
            await store.Release(one.Mailbox, node, dueOn);
        }
        catch (Exception exception)
        {
            // The lease runs out.
            LogFailure(exception);
        }
    }

    /// <summary>Looks into a mailbox for as long as it can; the answer is when it is to be looked into again.</summary>
    private async Task<DateTime> Work(Mailbox mailbox, CancellationToken stop)
    {
        ImapSession? session = null;
        try
        {
            var secret = secrets.Open(mailbox);
            await using var connection = await ImapConnection.Open(mailbox, secret, networks, stop);
            session = new ImapSession(connection, mailbox, node, store, receiver, clock);
            await session.Run(stop);
            return Now + TimeSpan.FromSeconds(mailbox.PollSeconds);
        }
        catch (MailboxException problem)
        {
            var failures = session is { HasChecked: true } ? 1 : mailbox.Failures + 1;
            var pause = PauseAfter(failures, problem.Step);
            Log.Failed(logger, mailbox.Id, mailbox.AccountId, problem.Step, pause.TotalSeconds);
            var now = Now;
            await store.Failed(mailbox, node, problem.Message, failures, now, now + pause);
            return now + pause;
        }
    }

    /// <summary>A mailbox that this node looks into.</summary>
    private sealed class Held(Mailbox mailbox, CancellationToken stop) : IDisposable
    {
        private readonly CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);

        public Mailbox Mailbox => mailbox;

        public CancellationToken Stopped => cancel.Token;

        public Task Work { get; set; } = Task.CompletedTask;

        public void Cancel() => cancel.CancelAfter(TimeSpan.Zero);

        public void Dispose() => cancel.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(
            85, LogLevel.Warning,
            "Mailbox {Mailbox} of account {Account} cannot be looked into ({Step}); next in {Seconds} s")]
        public static partial void Failed(
            ILogger logger, Guid mailbox, int account, MailboxStep step, double seconds);
    }
}
