using Leadline.Platform;
using Leadline.Surfaces;

namespace Leadline.Refusals;

/// <summary>Writes down refused calls, once a second at most, whatever their number.</summary>
internal sealed class RefusedCallWriter(RefusedCalls refused, RefusedCallStore store, ILogger<RefusedCallWriter> logger)
    : Worker(Pause, logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task Run(CancellationToken cancellation)
    {
        foreach (var account in (await refused.Take(cancellation)).GroupBy(call => call.AccountId))
            await store.Add(account.Key, [.. account]);
        await Task.Delay(Pause, cancellation);
    }
}
