using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.LeadJobs;

/// <summary>Works on the jobs of all accounts.</summary>
internal sealed class LeadJobWorker(
    Wakes wakes, LeadJobStore store, LeadJobRun run, TimeProvider clock, ILogger<LeadJobWorker> logger)
    : LeasedWorker(wakes, clock, logger, Wake.LeadJob)
{
    protected override Task<IReadOnlyList<(int AccountId, Guid Id)>> Waiting(
        Guid lease, DateTime now, CancellationToken cancellation) => store.Waiting(lease, now, cancellation);

    protected override Task Go(int accountId, Guid id, Guid lease, CancellationToken cancellation) =>
        run.Go(accountId, id, lease, cancellation);

    protected override async Task Fail(int accountId, Guid id, string reason)
    {
        if (await store.Find(accountId, id) is { } job)
            await store.End(job, LeadJobState.Failed, reason, Clock.Now());
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
