using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.Imports;

/// <summary>Removes imports that ended too long ago, and files whose sender went away.</summary>
internal sealed class ImportSweep(
    ImportOperations imports, AccountOperations accounts, TimeProvider clock, ILogger<ImportSweep> logger)
    : HourlyWorker(clock, logger)
{
    internal override async Task Sweep()
    {
        foreach (var accountId in await accounts.AccountIds())
            await imports.RemoveOld(accountId);
    }
}
