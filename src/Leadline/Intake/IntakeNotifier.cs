using Leadline.Platform;

namespace Leadline.Intake;

/// <summary>
/// Wakes the other nodes' <see cref="IntakePoller"/> when this one has more than it can work on.
/// </summary>
internal sealed class IntakeNotifier : Worker
{
    /// <summary>At most one notification in this time, however many requests come.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim overload = new(0, 1);
    private readonly IntakePollerStore store;
    private readonly AccountQueue ready;

    public IntakeNotifier(IntakePollerStore store, AccountQueue ready, ILogger<IntakeNotifier> logger)
        : base(Quiet, logger)
    {
        (this.store, this.ready) = (store, ready);
        ready.Overloaded += NoteOverload;
    }

    public override void Dispose()
    {
        ready.Overloaded -= NoteOverload;
        overload.Dispose();
        base.Dispose();
    }

    protected override async Task Run(CancellationToken cancellation)
    {
        await overload.WaitAsync(cancellation);
        await store.Notify(cancellation);
        await Task.Delay(Quiet, cancellation);
    }

    private void NoteOverload()
    {
        if (overload.CurrentCount > 0)
            return;
        try
        {
            overload.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another request was first.
        }
    }
}
