namespace Leadline.Accounts;

/// <summary>
/// Allows at most so many calls in any window, to the call: it remembers when each one came. .NET's sliding window
/// counts by segments, and cannot tell when the next call is allowed.
/// </summary>
internal sealed class SlidingLogLimiter(int permits, TimeSpan window, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Queue<long> calls = new();
    private long latest = clock.GetTimestamp();

    /// <summary>True where no call came within the window: it is as a new one.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate)
                return clock.GetElapsedTime(latest) > window;
        }
    }

    /// <summary>Counts a call, if it may go on.</summary>
    public RateVerdict Take()
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
            return new RateVerdict(isAllowed, permits, permits - calls.Count, wait);
        }
    }
}
