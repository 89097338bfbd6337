using Xunit;
using Xunit.Sdk;

namespace Leadline.Tests.Support;

/// <summary>Waits end by what gets on and not by the clock, and never without a word.</summary>
public sealed class EventuallyTests
{
    [Fact]
    public async Task A_busy_machine_is_waited_for()
    {
        var looks = 0;
        var seen = await Eventually.Seen(
            () => Task.FromResult(++looks), look => look == 30, patience: new Patience(() => TimeSpan.FromHours(looks > 30 ? 1 : 0)));
        Assert.Equal(30, seen);
    }

    [Fact]
    public async Task What_changes_is_waited_for_on_an_idle_machine_too()
    {
        var looks = 0;
        await Eventually.Seen(() => Task.FromResult(++looks), look => look == 30, patience: Idle(TimeSpan.FromSeconds(20)));
        Assert.Equal(30, looks);
    }

    [Fact]
    public async Task An_idle_machine_that_brings_nothing_about_is_given_up_with_what_was_last_seen()
    {
        var failure = await Assert.ThrowsAsync<FailException>(() => Eventually.Seen(
            () => Task.FromResult("half"), half => half == "whole", "the whole", Idle(TimeSpan.FromSeconds(20))));
        Assert.Equal("Waited in vain for: the whole\nLast seen: half", failure.Message);
    }

    [Fact]
    public async Task What_has_failed_is_told_at_once() => await Assert.ThrowsAsync<InvalidTimeZoneException>(
        () => Eventually.Ends(Task.FromException(new InvalidTimeZoneException())));

    /// <summary>A machine that is idle for so long between two questions.</summary>
    private static Patience Idle(TimeSpan step)
    {
        var now = TimeSpan.Zero;
        return new Patience(() => now += step);
    }
}
