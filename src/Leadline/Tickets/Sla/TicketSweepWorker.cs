using Leadline.Platform;

namespace Leadline.Tickets.Sla;

/// <summary>Does the desk's work as it falls due, on every node.</summary>
internal sealed class TicketSweepWorker(
    Wakes wakes, TicketSweep work, TimeProvider clock, ILogger<TicketSweepWorker> logger)
    : DueWorker(wakes, clock, TimeSpan.FromMilliseconds(250), logger, Wake.Event, Wake.Account)
{
    protected override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        var refreshed = await work.Refresh(cancellation);
        var (worked, next) = await work.Pass(cancellation);
        return worked > 0 || refreshed ? AtOnce : next;
    }
}
