using System.Collections.Concurrent;
using Leadline.Platform;

namespace Leadline.Events;

/// <summary>
/// Lets many wait for an account's events. Of each account with somebody who waits, this node reads the log once, when
/// it is woken; those who wait take what was read from one window in memory.
/// </summary>
internal sealed class EventStreams : IDisposable
{
    /// <summary>Streams of one account that are open at a time, on one node.</summary>
    public const int MostStreams = 50;

    private readonly ConcurrentDictionary<int, EventWindow> windows = new();
    private readonly Lock turn = new();
    private readonly EventLogStore log;
    private readonly Wakes wakes;
    private readonly CancellationToken stopping;

    public EventStreams(EventLogStore log, Wakes wakes, IHostApplicationLifetime lifetime)
    {
        (this.log, this.wakes, stopping) = (log, wakes, lifetime.ApplicationStopping);
        wakes.Woken += Hear;
    }

    /// <summary>A place among those who wait for the account's events; null where there is none left.</summary>
    public EventStream? Open(int accountId)
    {
        lock (turn)
        {
            var window = WindowOf(accountId);
            if (window.Streams == MostStreams)
                return null;
            window.Streams++;
            return new EventStream(window, log, left =>
            {
                left.Streams--;
                CloseUnused(left);
            }, turn);
        }
    }

    /// <summary>A place for work of the server's own, of which there always is one.</summary>
    public EventStream OpenOwn(int accountId)
    {
        lock (turn)
        {
            var window = WindowOf(accountId);
            window.Readers++;
            return new EventStream(window, log, left =>
            {
                left.Readers--;
                CloseUnused(left);
            }, turn);
        }
    }

    public void Dispose() => wakes.Woken -= Hear;

    private EventWindow WindowOf(int accountId) =>
        windows.GetOrAdd(accountId, _ => new EventWindow(accountId, log, stopping));

    private void CloseUnused(EventWindow window)
    {
        if (window.Streams > 0 || window.Readers > 0)
            return;
        windows.TryRemove(window.AccountId, out _);
        window.Dispose();
    }

    private void Hear(string channel, int? accountId, bool isSettled)
    {
        if (channel != Wake.Event)
            return;
        if (accountId is not { } id)
        {
            foreach (var window in windows.Values)
                window.Wake();
        }
        else if (windows.TryGetValue(id, out var window))
        {
            window.Wake();
        }
    }
}

/// <summary>One who waits for an account's events.</summary>
internal sealed class EventStream(EventWindow window, EventLogStore log, Action<EventWindow> close, Lock turn)
    : IDisposable
{
    private const int PageSize = 500;

    /// <summary>Ends when the server stops.</summary>
    public CancellationToken Stopping => window.Stopping;

    /// <summary>Where a stream begins that names no place: what happens from now on.</summary>
    public Task<LogPosition> Now(CancellationToken cancellation) => log.End(window.AccountId, cancellation);

    /// <summary>What comes behind a place, waited for a while where there is nothing yet.</summary>
    public async Task<LogPage> Next(LogPosition after, TimeSpan most, CancellationToken cancellation)
    {
        var changed = window.Changed;
        while (true)
        {
            // Whoever is behind what is in memory reads for itself until it has caught up.
            var page = window.Behind(after)
                ?? await log.Read(window.AccountId, after, [], DateTime.MinValue, PageSize, cancellation);
            if (page.End is not null || changed is null)
                return page;
            await Task.WhenAny(changed, Task.Delay(most, cancellation));
            cancellation.ThrowIfCancellationRequested();
            changed = changed.IsCompleted ? window.Changed : null;
        }
    }

    public void Dispose()
    {
        lock (turn)
            close(window);
    }
}
