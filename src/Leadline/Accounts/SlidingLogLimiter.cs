using System.Threading.RateLimiting;

namespace Leadline.Accounts;

/// <summary>
/// Allows at most so many calls in any window, to the call: it remembers when each one came. .NET's sliding window
/// counts by segments, and cannot tell when the next call is allowed.
/// </summary>
internal sealed class SlidingLogLimiter(int permits, TimeSpan window, TimeProvider clock) : RateLimiter
{
    /// <summary>What a lease tells of the window.</summary>
    public static readonly MetadataName<RateVerdict> Verdict = MetadataName.Create<RateVerdict>("VERDICT");

    private readonly Lock gate = new();
    private readonly Queue<long> calls = new();
    private long latest = clock.GetTimestamp();

    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (gate)
            {
                var idle = clock.GetElapsedTime(latest) - window;
                return idle > TimeSpan.Zero ? idle : null;
            }
        }
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (gate)
        {
            latest = clock.GetTimestamp();
            while (calls.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, latest) >= window)
                calls.Dequeue();
            var isAllowed = calls.Count < permits;
            if (isAllowed)
                calls.Enqueue(latest);
            var wait = window - clock.GetElapsedTime(calls.Peek(), latest);
            return new Lease(new RateVerdict(isAllowed, permits, permits - calls.Count, wait));
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(
        int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(permitCount));

    private sealed class Lease(RateVerdict verdict) : RateLimitLease
    {
        public override bool IsAcquired => verdict.Allowed;

        public override IEnumerable<string> MetadataNames => [Verdict.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == Verdict.Name ? verdict : null;
            return metadata is not null;
        }
    }
}
