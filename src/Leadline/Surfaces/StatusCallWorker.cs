using System.Text;
using Leadline.Platform;
using Leadline.Platform.Http;

namespace Leadline.Surfaces;

/// <summary>
/// Reports what came of calls; an address that does not take it (200) is tried again after growing pauses.
/// </summary>
internal sealed class StatusCallWorker(
    Wakes wakes, StatusCallStore store, OutboundHttp http, TimeProvider clock, ILogger<StatusCallWorker> logger)
    : DueWorker(wakes, clock, TimeSpan.FromMilliseconds(250), logger, Wake.StatusCall)
{
    private const int MostAttempts = 8;
    private const int SideBySide = 8;
    private const int Success = 200;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    protected override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        var now = Clock.Now();
        var claimed = 0;
        var found = await store.DueAccounts(now + Rest.Horizon, cancellation);
        foreach (var accountId in Due.Accounts(found, now))
        {
            var calls = await store.Claim(accountId, now, now + Lease);
            claimed += calls.Count;
            await Parallel.ForEachAsync(
                calls,
                new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellation },
                async (call, limit) => await store.Settle(call, await Tell(call, limit)));
        }

        return claimed > 0 ? AtOnce : Due.First(found);
    }

    /// <summary>When to try again; null where it was taken, or was tried often enough.</summary>
    private async Task<DateTime?> Tell(StatusCall call, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Url);
        request.Content = new StringContent(call.Body, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "Leadline");
        var answer = await http.Send(request, cancellation);
        return answer.Status == Success || call.Attempts >= MostAttempts
            ? null
            : Clock.Now() + FirstPause * Math.Pow(4, call.Attempts - 1);
    }
}
