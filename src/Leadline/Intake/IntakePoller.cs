using Leadline.Platform;

namespace Leadline.Intake;

/// <summary>
/// Finds the accounts whose requests nobody here was told of: other nodes', those from before a start, and those whose
/// retry is due.
/// </summary>
internal sealed class IntakePoller(
    Wakes wakes,
    IntakePollerStore store,
    IntakeSettings settings,
    AccountQueue ready,
    TimeProvider clock,
    ILogger<IntakePoller> logger)
    : DueWorker(wakes, clock, TimeSpan.FromMilliseconds(250), logger, Wake.Intake)
{
    protected override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        if (settings.Workers == 0)
            return null;
        var now = Clock.Now();
        var found = await store.Waiting(now, now + Rest.Horizon, cancellation);
        foreach (var accountId in Due.Accounts(found, now))
            ready.Add(accountId);
        return found.Count > 0 ? found.Min(one => one.On) : null;
    }
}
