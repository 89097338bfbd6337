using Leadline.Platform;

namespace Leadline.EmailMarketing;

/// <summary>Leaves the mails of mailings to be sent as they fall due, and notes what became of them.</summary>
internal sealed class MailingWorker(
    Wakes wakes, MailingRun run, MailingOutcomes outcomes, TimeProvider clock, ILogger<MailingWorker> logger)
    : DueWorker(wakes, clock, TimeSpan.FromSeconds(1), logger, Wake.Event, Wake.SentMail)
{
    protected override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        var (claimed, next) = await run.Pass(cancellation);
        return claimed + await outcomes.Pass(cancellation) > 0 ? AtOnce : next;
    }
}
