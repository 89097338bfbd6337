using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.Profiles;

/// <summary>Writes down when keys were used, every few seconds.</summary>
internal sealed class KeyUseWorker(KeyUses uses, KeyStore store, ILogger<KeyUseWorker> logger) : Worker(Pause, logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Writes down what was seen.</summary>
    internal async Task Pass()
    {
        foreach (var account in uses.Take())
            await store.Used(account.Key, [.. account]);
    }

    protected override async Task Run(CancellationToken cancellation)
    {
        await Task.Delay(Pause, cancellation);
        await Pass();
    }
}
