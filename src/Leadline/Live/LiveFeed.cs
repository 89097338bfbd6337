using System.Threading.Channels;
using Leadline.Events;
using Leadline.Storage;

namespace Leadline.Live;

/// <summary>
/// Follows one account's log, and its signs, for all connections of this node: each event and each record is read once,
/// however many are told of it.
/// </summary>
internal sealed class LiveFeed : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SessionLook = TimeSpan.FromSeconds(2);

    private readonly int accountId;
    private readonly EventStream stream;
    private readonly LiveRecords records;
    private readonly LiveSessions sessions;
    private readonly CancellationTokenSource end;
    private readonly Channel<LiveSign> signs = Channel.CreateBounded<LiveSign>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Lock turn = new();
    private readonly HashSet<LiveConnection> connections = [];
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LogPosition place;

    public LiveFeed(int accountId, EventStream stream, LiveRecords records, LiveSessions sessions)
    {
        (this.accountId, this.stream, this.records, this.sessions) = (accountId, stream, records, sessions);
        end = CancellationTokenSource.CreateLinkedTokenSource(stream.Stopping);
        _ = Task.Run(() => Always(FollowLog), CancellationToken.None);
        _ = Task.Run(() => Always(FollowSigns), CancellationToken.None);
        _ = Task.Run(() => Always(LookAtSessions), CancellationToken.None);
    }

    public int AccountId => accountId;

    public int Count
    {
        get
        {
            lock (turn)
                return connections.Count;
        }
    }

    /// <summary>Up to where all is told.</summary>
    public LogPosition Place
    {
        get
        {
            lock (turn)
                return place;
        }
    }

    /// <summary>Completes once it follows the log.</summary>
    public Task Started => started.Task;

    public void Add(LiveConnection connection)
    {
        lock (turn)
            connections.Add(connection);
    }

    /// <summary>How many are left.</summary>
    public int Remove(LiveConnection connection)
    {
        lock (turn)
        {
            connections.Remove(connection);
            return connections.Count;
        }
    }

    public void Tell(LiveSign sign) => signs.Writer.TryWrite(sign);

    public void Dispose()
    {
        end.Cancel();
        stream.Dispose();
    }

    private async Task FollowLog(CancellationToken cancellation)
    {
        if (!started.Task.IsCompleted)
        {
            place = await stream.Now(cancellation);
            started.TrySetResult();
        }

        while (true)
        {
            var page = await stream.Next(Place, Silence, cancellation);
            if (page.End is not { } until)
                continue;
            var told = await Read(page.Events, cancellation);
            lock (turn)
            {
                foreach (var connection in connections)
                    foreach (var one in told)
                        connection.Tell(new LiveTold(one, Sign: null, one.Now));
                place = until;
            }
        }
    }

    /// <summary>Events as changes of records, with what says who sees them.</summary>
    public async Task<IReadOnlyList<LiveEvent>> Read(
        IReadOnlyList<LoggedEvent> events, CancellationToken cancellation)
    {
        List<LiveEvent> changes = [.. events.Select(LiveEvents.Read).OfType<LiveEvent>()];
        var found = await records.Find(accountId, [.. changes.Select(one => one.Record)], cancellation);
        return changes.ConvertAll(one => LiveEvents.With(one, found.GetValueOrDefault(one.Record)));
    }

    private async Task FollowSigns(CancellationToken cancellation)
    {
        while (true)
        {
            var sign = await signs.Reader.ReadAsync(cancellation);
            var record = sign.Record is { } name
                ? (await records.Find(accountId, [name], cancellation)).GetValueOrDefault(name)
                : null;
            if (sign.Record is not null && record is null)
                continue;
            lock (turn)
            {
                foreach (var connection in connections)
                    if ((sign.To ?? connection.Caller.User.Id) == connection.Caller.User.Id
                        && sign.From != connection.Caller.User.Id)
                        connection.Tell(new LiveTold(Happened: null, sign, record));
            }
        }
    }

    // One look for all: a session that was ended anywhere is cut off.
    private async Task LookAtSessions(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(SessionLook, cancellation);
            List<LiveConnection> found;
            lock (turn)
                found = [.. connections.Where(one => one.SessionId is not null)];
            if (found.Count == 0)
                continue;
            var living = await sessions.Living(accountId, [.. found.Select(one => one.SessionId!.Value)]);
            foreach (var connection in found)
                if (!living.Contains(connection.SessionId!.Value))
                    await connection.End();
        }
    }

    private async Task Always(Func<CancellationToken, Task> work)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await work(end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
            {
                // It looks again.
                await Task.Delay(Pause, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
