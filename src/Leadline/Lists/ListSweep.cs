using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.Lists;

/// <summary>Finishes the deletion of lists that was interrupted.</summary>
internal sealed class ListSweep(
    ListOperations lists, AccountOperations accounts, TimeProvider clock, ILogger<ListSweep> logger)
    : HourlyWorker(clock, logger)
{
    internal override async Task Sweep()
    {
        foreach (var accountId in await accounts.AccountIds())
            await lists.RemoveHidden(accountId);
    }
}
