using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.Surfaces;

/// <summary>Drops the answers of keys that have outlived their day.</summary>
internal sealed class IdempotencySweep(
    IdempotencyKeys keys,
    AccountOperations accounts,
    TimeProvider clock,
    ILogger<IdempotencySweep> logger
) : HourlyWorker(clock, logger)
{
    internal override async Task Sweep()
    {
        foreach (var accountId in await accounts.AccountIds())
            await keys.ForgetExpired(accountId);
    }
}
