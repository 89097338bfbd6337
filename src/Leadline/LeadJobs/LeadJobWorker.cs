using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.LeadJobs;

/// <summary>
/// Works on the jobs of all accounts, one of an account at a time. Woken at once when one is taken in on any node.
/// </summary>
internal sealed class LeadJobWorker(
    Wakes wakes, LeadJobStore store, LeadJobRun run, TimeProvider clock, ILogger<LeadJobWorker> logger)
    : DueWorker(wakes, clock, TimeSpan.FromMilliseconds(250), logger, Wake.LeadJob)
{
    private readonly Guid lease = Ids.New();

    protected override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        var waiting = await store.Waiting(lease, Clock.Now(), cancellation);
        foreach (var (accountId, jobId) in waiting)
            await Work(accountId, jobId, cancellation);
        return waiting.Count > 0 ? AtOnce : null;
    }

    private async Task Work(int accountId, Guid jobId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await run.Go(accountId, jobId, lease, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException
            && !DatabaseErrors.IsUnavailable(exception) && !DatabaseErrors.IsRace(exception))
        {
            // It would fail again, and hold up all others.
            LogFailure(exception);
            if (await store.Find(accountId, jobId) is { } job)
                await store.End(
                    job, LeadJobState.Failed, "It met a fault. The server's log says which.", Clock.Now());
        }
    }
}

/// <summary>Removes jobs that ended long ago.</summary>
internal sealed class LeadJobSweep(
    LeadJobOperations jobs, AccountOperations accounts, TimeProvider clock, ILogger<LeadJobSweep> logger)
    : HourlyWorker(clock, logger)
{
    internal override async Task Sweep()
    {
        foreach (var accountId in await accounts.AccountIds())
            await jobs.RemoveOld(accountId);
    }
}
