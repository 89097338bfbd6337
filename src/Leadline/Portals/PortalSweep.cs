using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.Portals;

/// <summary>Drops sessions, proofs and keys that have expired and failures that are forgotten.</summary>
internal sealed class PortalSweep(
    PortalStore store,
    AccountOperations accounts,
    TimeProvider clock,
    ILogger<PortalSweep> logger
) : HourlyWorker(clock, logger)
{
    /// <summary>Forgets what is over in every account.</summary>
    internal override async Task Sweep()
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        foreach (var accountId in await accounts.AccountIds())
            await store.ForgetExpired(accountId, now, forgotten: now - SignInThrottle.Memory);
    }
}
