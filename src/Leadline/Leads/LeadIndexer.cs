using System.Diagnostics;
using Leadline.Fields;
using Leadline.Platform;

namespace Leadline.Leads;

/// <summary>
/// Keeps the search index abreast of the event log, on whichever node gets to an account first. While callers come so
/// fast that they share transactions or queries it works a tenth of the time, so that they do not pay for it. Searches
/// look at what is not entered yet themselves; as long as any come, it works all the time.
/// </summary>
internal sealed class LeadIndexer(
    LeadIndexStore store,
    FieldOperations fields,
    LeadSearchStore search,
    LeadWriter writer,
    LeadReadStore reads,
    ILogger<LeadIndexer> logger)
    : Worker(Idle, logger)
{
    private const int Batch = 1_000;

    /// <summary>
    /// Events beyond which searches would have to look at too much themselves: from there on it works half of the time.
    /// </summary>
    private const int LargestBacklog = 300_000;

    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);

    protected override async Task Run(CancellationToken cancellation)
    {
        if (await Pass(cancellation) == 0)
            await Task.Delay(Idle, cancellation);
    }

    /// <summary>A batch of every account that is behind; how much there was to enter.</summary>
    private async Task<int> Pass(CancellationToken cancellation)
    {
        var entered = 0;
        foreach (var accountId in await store.Behind(cancellation))
        {
            var clock = Stopwatch.StartNew();
            var count = await store.Advance(accountId, await fields.Get(accountId), Batch, cancellation);
            entered += count;
            if (search.IsIndexAsked || (!writer.IsBusy && !reads.IsBusy))
                continue;
            var late = count == Batch && await store.IsBehindBy(accountId, LargestBacklog, cancellation);
            await Task.Delay(clock.Elapsed * (late ? 1 : 9), cancellation);
        }

        return entered;
    }
}
