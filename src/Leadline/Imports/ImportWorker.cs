using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.Imports;

/// <summary>
/// Works on the imports of all accounts, one of an account at a time and an account after the other. Woken at once when
/// one is accepted on whichever node.
/// </summary>
internal sealed class ImportWorker(
    Wakes wakes, ImportStore store, ImportRun run, TimeProvider clock, ILogger<ImportWorker> logger)
    : DueWorker(wakes, clock, TimeSpan.FromMilliseconds(250), logger, Wake.Import)
{
    /// <summary>How long an account's turn takes while other accounts wait, and while none did.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongTurn = TimeSpan.FromSeconds(30);

    private readonly Guid lease = Ids.New();

    protected override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        var waiting = await store.Waiting(lease, Clock.Now(), cancellation);
        foreach (var (accountId, importId) in waiting)
            await Work(accountId, importId, waiting.Count > 1 ? Turn : LongTurn, cancellation);
        return waiting.Count > 0 ? AtOnce : null;
    }

    private async Task Work(int accountId, Guid importId, TimeSpan time, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var now = Clock.Now();
        if (await store.Claim(accountId, importId, lease, now, now + ImportLane.Lease) is not { } import)
            return;
        try
        {
            await run.Go(import, lease, time, cancellation);
        }
        catch (Exception exception) when (!DatabaseErrors.IsUnavailable(exception) && !DatabaseErrors.IsRace(exception))
        {
            // It would fail again, and hold up all others.
            LogFailure(exception);
            await store.Fail(accountId, importId, lease, "It met a fault. The server's log says which.", Clock.Now());
        }

        await store.Release(accountId, importId, lease);
    }
}
