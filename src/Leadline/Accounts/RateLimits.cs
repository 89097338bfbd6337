using System.Collections.Concurrent;

namespace Leadline.Accounts;

/// <summary>What the limit says of one call.</summary>
/// <param name="Allowed">The call may go on.</param>
/// <param name="Limit">Calls that the window allows; 0 when there is no limit.</param>
/// <param name="Remaining">Calls left in the window.</param>
/// <param name="RetryAfter">Until the oldest call leaves the window.</param>
internal readonly record struct RateVerdict(bool Allowed, int Limit, int Remaining, TimeSpan RetryAfter);

/// <summary>
/// Sliding limit: at most N calls in any 5 seconds, per account and class of call (core §1.9).
/// Each node counts the calls that it serves.
/// </summary>
internal sealed class RateLimiter(TimeProvider clock, RateLimitDefaults defaults)
{
    public const int WindowSeconds = 5;

    private readonly ConcurrentDictionary<(int Account, bool Bulk), Window> windows = new();

    public RateVerdict Take(Account account, bool bulk)
    {
        var limit = defaults.Off ? 0 : (bulk ? account.BulkCallLimit : account.CallLimit) ?? defaults.For(bulk);
        return limit == 0
            ? new RateVerdict(true, 0, 0, TimeSpan.Zero)
            : windows.GetOrAdd((account.Id, bulk), _ => new Window()).Take(clock, limit);
    }

    private sealed class Window
    {
        private static readonly TimeSpan Length = TimeSpan.FromSeconds(WindowSeconds);

        private readonly Lock gate = new();
        private readonly Queue<long> calls = new();

        public RateVerdict Take(TimeProvider clock, int limit)
        {
            lock (gate)
            {
                var now = clock.GetTimestamp();
                while (calls.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= Length)
                    calls.Dequeue();
                if (calls.Count >= limit)
                    return new RateVerdict(false, limit, 0, Length - clock.GetElapsedTime(calls.Peek(), now));
                calls.Enqueue(now);
                return new RateVerdict(true, limit, limit - calls.Count, Length - clock.GetElapsedTime(calls.Peek(), now));
            }
        }
    }
}

/// <summary>The server's limits for accounts that set none: 25 calls in 5 seconds, 5 for bulk calls.</summary>
internal sealed record RateLimitDefaults(bool Off)
{
    public int For(bool bulk) => bulk ? 5 : 25;
}
