using Leadline.Accounts;
using Xunit;

namespace Leadline.Tests.Accounts;

public sealed class SlidingLogLimiterTests
{
    [Fact]
    public void No_window_holds_more_calls_than_allowed_and_the_wait_ends_when_the_oldest_leaves()
    {
        var clock = new StoppedClock();
        var limiter = new SlidingLogLimiter(2, TimeSpan.FromSeconds(5), clock);

        Assert.Equal(new RateVerdict(true, 2, 1, TimeSpan.FromSeconds(5)), limiter.Take());
        clock.Step(TimeSpan.FromSeconds(2));
        Assert.Equal(new RateVerdict(true, 2, 0, TimeSpan.FromSeconds(3)), limiter.Take());
        clock.Step(TimeSpan.FromSeconds(2));
        Assert.Equal(new RateVerdict(false, 2, 0, TimeSpan.FromSeconds(1)), limiter.Take());
        clock.Step(TimeSpan.FromSeconds(1));
        Assert.Equal(new RateVerdict(true, 2, 0, TimeSpan.FromSeconds(2)), limiter.Take());
        clock.Step(TimeSpan.FromSeconds(5));
        Assert.False(limiter.IsIdle);
        clock.Step(TimeSpan.FromSeconds(1));
        Assert.True(limiter.IsIdle);
    }

    private sealed class StoppedClock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Step(TimeSpan by) => now += by.Ticks;
    }
}
