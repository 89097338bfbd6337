using System.Diagnostics;
using Leadline.Storage;

namespace Leadline.Events;

/// <summary>
/// The latest events of one account, as long as somebody on this node waits for them. It is bounded: who falls behind
/// it reads the log.
/// </summary>
internal sealed class EventWindow : IDisposable
{
    private const int PageSize = 500;
    private const int MostEvents = 1_000;
    private const int MostCharacters = 4_000_000;

    // Woken, it looks at once and then after growing pauses: what it was woken for may not show yet.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly EventLogStore log;
    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly CancellationTokenSource end;
    private readonly Lock turn = new();
    private readonly Queue<LoggedEvent> events = new();
    private TaskCompletionSource changed = NewSignal();
    private (LogPosition From, LogPosition End)? span;
    private int characters;

    public EventWindow(int accountId, EventLogStore log, CancellationToken stopping)
    {
        (AccountId, this.log, Stopping) = (accountId, log, stopping);
        end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _ = Task.Run(() => Follow(end.Token), CancellationToken.None);
    }

    public int AccountId { get; }

    public CancellationToken Stopping { get; }

    /// <summary>How many callers wait; kept by <see cref="EventStreams"/>.</summary>
    public int Streams { get; set; }

    /// <summary>How much of the server's own work waits; kept by <see cref="EventStreams"/>.</summary>
    public int Readers { get; set; }

    /// <summary>Completes with the next change of what is here. To be asked for before looking.</summary>
    public Task Changed
    {
        get
        {
            lock (turn)
                return changed.Task;
        }
    }

    /// <summary>What is here behind a place; null where that begins before what is here.</summary>
    public LogPage? Behind(LogPosition after)
    {
        lock (turn)
        {
            if (span is not var (from, until) || from.IsBehind(after))
                return null;
            return until.IsBehind(after)
                ? new LogPage([.. events.SkipWhile(logged => !logged.Position.IsBehind(after))], until)
                : new LogPage([], End: null);
        }
    }

    public void Wake()
    {
        if (woken.CurrentCount > 0)
            return;
        try
        {
            woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    public void Dispose() => end.Cancel();

    private async Task Follow(CancellationToken cancellation)
    {
        LogPosition? place = null;
        var awake = Stopwatch.StartNew();
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (place is null)
                {
                    place = await log.End(AccountId, cancellation);
                    Take([], place.Value);
                }

                var page = await log.Read(AccountId, place.Value, [], DateTime.MinValue, PageSize, cancellation);
                if (page.End is { } until)
                {
                    place = until;
                    Take(page.Events, until);
                    continue;
                }
            }
            catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
            {
                // It looks again.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var pause = awake.Elapsed / 2 + FirstPause;
            if (await Woken(pause < LongestPause ? pause : LongestPause, cancellation))
                awake.Restart();
        }
    }

    private async Task<bool> Woken(TimeSpan most, CancellationToken cancellation)
    {
        try
        {
            return await woken.WaitAsync(most, cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Take(List<LoggedEvent> read, LogPosition until)
    {
        lock (turn)
        {
            var from = span?.From ?? until;
            foreach (var logged in read)
            {
                events.Enqueue(logged);
                characters += logged.Event.Data?.Length ?? 0;
            }

            while (events.Count > MostEvents || characters > MostCharacters)
            {
                var dropped = events.Dequeue();
                characters -= dropped.Event.Data?.Length ?? 0;
                from = dropped.Position;
            }

            span = (from, until);
            changed.SetResult();
            changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
