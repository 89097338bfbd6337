using System.Runtime.CompilerServices;
using Xunit;

namespace Leadline.Tests.Support;

/// <summary>
/// Waits for what another thread or process brings about, by looking again and again. It gives up when nothing gets on any
/// more (<see cref="Patience"/>), and tells what was last seen. What a look throws is thrown at once.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    public static Task Holds(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string awaited = "") =>
        Holds(() => Task.FromResult(condition()), awaited);

    public static Task Holds(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string awaited = "") =>
        Seen(condition, holds => holds, awaited);

    /// <summary>Waits until the count has got so far.</summary>
    public static Task Reached(Func<Task<int>> count, int goal) => Seen(count, reached => reached >= goal, $"{goal}");

    /// <summary>The result of what is under way. What it does can be seen by <paramref name="look"/>, if given.</summary>
    public static async Task<T> Ends<T>(
        Task<T> task, Func<object>? look = null, [CallerArgumentExpression(nameof(task))] string awaited = "")
    {
        await Ends((Task)task, look, awaited);
        return await task;
    }

    public static async Task Ends(
        Task task, Func<object>? look = null, [CallerArgumentExpression(nameof(task))] string awaited = "")
    {
        await Seen(
            async () =>
            {
                await Task.WhenAny(task, Task.Delay(LongestPause));
                return (task.IsCompleted, Saw: look?.Invoke());
            },
            seen => seen.IsCompleted,
            awaited);
        await task;
    }

    /// <summary>The first value that is as wanted.</summary>
    public static async Task<T> Seen<T>(
        Func<Task<T>> look,
        Func<T, bool> isWanted,
        [CallerArgumentExpression(nameof(isWanted))] string awaited = "",
        Patience? patience = null)
    {
        patience ??= new Patience();
        var seen = await look();
        for (var pause = TimeSpan.FromMilliseconds(1); !isWanted(seen); pause = Smaller(pause * 2, LongestPause))
        {
            if (patience.IsOver)
                Assert.Fail($"Waited in vain for: {awaited}\nLast seen: {Text(seen)}");
            await Task.Delay(pause, TestContext.Current.CancellationToken);
            var before = seen;
            seen = await look();
            if (Text(seen) != Text(before))
                patience.Renew();
        }

        return seen;
    }

    private static string Text<T>(T seen) => seen?.ToString() ?? "nothing";

    private static TimeSpan Smaller(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
