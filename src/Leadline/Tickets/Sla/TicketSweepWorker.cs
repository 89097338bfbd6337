using Leadline.Platform;

namespace Leadline.Tickets.Sla;

/// <summary>Does the desk's work as it falls due, on every node.</summary>
internal sealed class TicketSweepWorker(TicketSweep work, ILogger<TicketSweepWorker> logger) : Worker(Idle, logger)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(250);

    protected override async Task Run(CancellationToken cancellation)
    {
        var refreshed = await work.Refresh(cancellation);
        if (await work.Pass(cancellation) == 0 && !refreshed)
            await Task.Delay(Idle, cancellation);
    }
}
