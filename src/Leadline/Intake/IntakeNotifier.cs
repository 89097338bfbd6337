using Leadline.Platform;

namespace Leadline.Intake;

/// <summary>
/// Wakes the other nodes' <see cref="IntakePoller"/> when this one has more than it can work on.
/// </summary>
internal sealed class IntakeNotifier : Worker
{
    /// <summary>At most one notification in this time, however many requests come.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    private readonly Bell overload = new();
    private readonly WakeStore store;
    private readonly AccountQueue ready;

    public IntakeNotifier(WakeStore store, AccountQueue ready, ILogger<IntakeNotifier> logger)
        : base(Quiet, logger)
    {
        (this.store, this.ready) = (store, ready);
        ready.Overloaded += overload.Ring;
    }

    public override void Dispose()
    {
        ready.Overloaded -= overload.Ring;
        base.Dispose();
    }

    protected override async Task Run(CancellationToken cancellation)
    {
        await overload.Heard(Timeout.InfiniteTimeSpan, cancellation);
        await store.Notify(Wake.Intake, [""], cancellation);
        await Task.Delay(Quiet, cancellation);
    }
}
