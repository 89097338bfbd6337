using System.Diagnostics;

namespace Leadline.Platform;

/// <summary>Heard once by one who waits, however often it was rung meanwhile.</summary>
internal sealed class Bell
{
    private volatile TaskCompletionSource rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Ring() => rung.TrySetResult();

    /// <summary>True when it was rung since it was heard last, false when the time is over.</summary>
    public async Task<bool> Heard(TimeSpan most, CancellationToken cancellation)
    {
        var ring = rung.Task;
        await ring.WaitAsync(most, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        if (!ring.IsCompleted)
            return false;
        rung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return true;
    }
}

/// <summary>
/// How one worker waits for work: until it is woken, or the next work is due, or for some seconds, should a word have
/// been lost or another node be gone.
/// </summary>
internal sealed class Rest : IDisposable
{
    /// <summary>How far ahead it pays to know what is due: longer than any wait.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Longest = Horizon / 1.5;

    // What was told of before its commit shows by then.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WhileSettling = TimeSpan.FromMilliseconds(250);

    private readonly Bell bell = new();
    private readonly Wakes wakes;
    private readonly TimeProvider clock;
    private readonly TimeSpan least;
    private readonly string[] channels;
    private long unsettledSince = Stopwatch.GetTimestamp();

    /// <summary>Begins to hear.</summary>
    /// <param name="wakes">Who wakes.</param>
    /// <param name="clock">By which work is due.</param>
    /// <param name="least">The shortest wait.</param>
    /// <param name="channels">What it is woken for.</param>
    public Rest(Wakes wakes, TimeProvider clock, TimeSpan least, params string[] channels)
    {
        (this.wakes, this.clock, this.least, this.channels) = (wakes, clock, least, channels);
        wakes.Woken += Hear;
    }

    /// <summary>Waits; true when it was woken.</summary>
    /// <param name="due">When the next work is due; null where none is known.</param>
    /// <param name="rest">The shortest wait this time, if longer than otherwise.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<bool> Until(DateTime? due, TimeSpan rest, CancellationToken cancellation)
    {
        rest = Longer(rest, least);
        var wait = Longest * (1 + (Random.Shared.NextDouble() / 2));
        if (due - clock.Now() is { } left && left < wait)
            wait = left;
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref unsettledSince)) < Settling && WhileSettling < wait)
            wait = WhileSettling;
        await Task.Delay(rest, cancellation);
        return await bell.Heard(Longer(wait - rest, TimeSpan.Zero), cancellation);
    }

    public void Dispose() => wakes.Woken -= Hear;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void Hear(string channel, int? accountId, bool isSettled)
    {
        if (!channels.Contains(channel))
            return;
        if (!isSettled)
            Volatile.Write(ref unsettledSince, Stopwatch.GetTimestamp());
        bell.Ring();
    }
}

/// <summary>An account with work that is due at a time.</summary>
internal readonly record struct Due(int AccountId, DateTime On)
{
    /// <summary>The accounts with work that is due now, the one that has waited longest first.</summary>
    public static IEnumerable<int> Accounts(IReadOnlyList<Due> found, DateTime now) =>
        found.Where(one => one.On <= now).Select(one => one.AccountId).Distinct();

    /// <summary>When there is something to do, of what was found in its order.</summary>
    public static DateTime? First(IReadOnlyList<Due> found) => found.Count > 0 ? found[0].On : null;
}

/// <summary>Work that is found in the database: looked for when there may be some (<see cref="Rest"/>).</summary>
/// <param name="wakes">Who wakes.</param>
/// <param name="clock">By which work is due.</param>
/// <param name="least">Between two looks, where the first found nothing to do.</param>
/// <param name="logger">Told of failures.</param>
/// <param name="channels">What it is woken for.</param>
internal abstract class DueWorker(
    Wakes wakes, TimeProvider clock, TimeSpan least, ILogger logger, params string[] channels)
    : Worker(TimeSpan.FromMilliseconds(250), logger)
{
    /// <summary>The answer of a look after which the next follows at once.</summary>
    protected static readonly DateTime AtOnce = DateTime.MinValue;

    // Looking for what is due costs at most a fiftieth of a core, however many accounts there are.
    private const int RestPerLook = 50;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);

    protected TimeProvider Clock => clock;

    protected sealed override async Task Run(CancellationToken cancellation)
    {
        using var rest = new Rest(wakes, clock, least, channels);
        while (true)
        {
            var begun = Stopwatch.GetTimestamp();
            var next = await Look(cancellation);
            var look = Stopwatch.GetElapsedTime(begun) * RestPerLook;
            if (next != AtOnce)
                await rest.Until(
                    next, next is not null ? TimeSpan.Zero : look < LongestRest ? look : LongestRest, cancellation);
        }
    }

    /// <summary>Does what is due; when the next is, null where none is known.</summary>
    protected abstract Task<DateTime?> Look(CancellationToken cancellation);
}
