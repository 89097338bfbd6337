using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.Files;

/// <summary>Removes what is left of deleted files, and temporary ones whose time is over.</summary>
internal sealed class FileSweep(
    FileOperations files, AccountOperations accounts, TimeProvider clock, ILogger<FileSweep> logger)
    : HourlyWorker(clock, logger)
{
    internal override async Task Sweep()
    {
        foreach (var accountId in await accounts.AccountIds())
            await files.RemoveOld(accountId);
    }
}
