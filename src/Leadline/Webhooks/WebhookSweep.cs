using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.Webhooks;

/// <summary>Drops old deliveries.</summary>
internal sealed class WebhookSweep(
    AccountOperations accounts, WebhookDeliveryStore store, TimeProvider clock, ILogger<WebhookSweep> logger)
    : HourlyWorker(clock, logger)
{
    internal override async Task Sweep()
    {
        foreach (var accountId in await accounts.AccountIds())
            await store.Sweep(accountId, Clock.Now());
    }
}
