using Leadline.Accounts;
using Xunit;

namespace Leadline.Tests.Accounts;

public sealed class SlidingLogLimiterTests
{
    [Fact]
    public void No_window_holds_more_calls_than_allowed_and_the_wait_ends_when_the_oldest_leaves()
    {
        var clock = new StoppedClock();
        using var limiter = new SlidingLogLimiter(2, TimeSpan.FromSeconds(5), clock);

        Assert.Equal(new RateVerdict(true, 2, 1, TimeSpan.FromSeconds(5)), Take());
        clock.Step(TimeSpan.FromSeconds(2));
        Assert.Equal(new RateVerdict(true, 2, 0, TimeSpan.FromSeconds(3)), Take());
        clock.Step(TimeSpan.FromSeconds(2));
        Assert.Equal(new RateVerdict(false, 2, 0, TimeSpan.FromSeconds(1)), Take());
        clock.Step(TimeSpan.FromSeconds(1));
        Assert.Equal(new RateVerdict(true, 2, 0, TimeSpan.FromSeconds(2)), Take());
        Assert.Null(limiter.IdleDuration);
        clock.Step(TimeSpan.FromSeconds(6));
        Assert.Equal(TimeSpan.FromSeconds(1), limiter.IdleDuration);

        RateVerdict Take()
        {
            using var lease = limiter.AttemptAcquire();
            Assert.True(lease.TryGetMetadata(SlidingLogLimiter.Verdict, out var verdict));
            Assert.Equal(verdict.Allowed, lease.IsAcquired);
            return verdict;
        }
    }

    private sealed class StoppedClock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Step(TimeSpan by) => now += by.Ticks;
    }
}
