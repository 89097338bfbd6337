using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Leadline.Tests.Support;

/// <summary>
/// Waits for what another thread or process brings about, by looking again and again. What has not come within a
/// minute, far longer than a loaded machine needs, is a failure that tells what was last seen. What a look throws is
/// thrown at once.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    public static Task Holds(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string awaited = "") =>
        Holds(() => Task.FromResult(condition()), awaited);

    public static Task Holds(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string awaited = "") =>
        Poll(condition, holds => holds, isPatient: false, awaited);

    /// <summary>The first value that is as wanted.</summary>
    public static Task<T> Seen<T>(
        Func<Task<T>> look, Func<T, bool> isWanted, [CallerArgumentExpression(nameof(isWanted))] string awaited = "") =>
        Poll(look, isWanted, isPatient: false, awaited);

    /// <summary>Waits as long as the count gets on: the minute begins anew whenever it has changed.</summary>
    public static Task Reached(Func<Task<int>> count, int goal) =>
        Poll(count, reached => reached >= goal, isPatient: true, $"{goal}");

    private static async Task<T> Poll<T>(Func<Task<T>> look, Func<T, bool> isWanted, bool isPatient, string awaited)
    {
        var waited = Stopwatch.StartNew();
        var seen = await look();
        for (var pause = TimeSpan.FromMilliseconds(1); !isWanted(seen); pause = Smaller(pause * 2, LongestPause))
        {
            if (waited.Elapsed > Limit)
                Assert.Fail($"Waited in vain for: {awaited}\nLast seen: {seen?.ToString() ?? "nothing"}");
            await Task.Delay(pause, TestContext.Current.CancellationToken);
            var before = seen;
            seen = await look();
            if (isPatient && !Equals(seen, before))
                waited.Restart();
        }

        return seen;
    }

    private static TimeSpan Smaller(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
