using Leadline.Accounts;
using Leadline.Events;

namespace Leadline.Live;

/// <summary>The feeds of this node: one of each account with somebody connected here.</summary>
internal sealed class LiveFeeds : IDisposable
{
    /// <summary>Connections of one account that are open at a time, on one node.</summary>
    public const int MostConnections = 1_000;

    private readonly Dictionary<int, LiveFeed> feeds = [];
    private readonly Lock turn = new();
    private readonly EventStreams streams;
    private readonly LiveRecords records;
    private readonly LiveSessions sessions;
    private readonly LiveSigns signs;

    public LiveFeeds(EventStreams streams, LiveRecords records, LiveSessions sessions, LiveSigns signs)
    {
        (this.streams, this.records, this.sessions, this.signs) = (streams, records, sessions, signs);
        signs.Received += Tell;
    }

    /// <summary>The account's feed with the connection on it; null where there is no place left.</summary>
    public LiveFeed? Join(LiveConnection connection)
    {
        lock (turn)
        {
            var accountId = connection.Caller.AccountId;
            if (!feeds.TryGetValue(accountId, out var feed))
                feeds[accountId] = feed = new LiveFeed(accountId, streams.OpenOwn(accountId), records, sessions);
            if (feed.Count >= MostConnections)
                return null;
            feed.Add(connection);
            return feed;
        }
    }

    public void Leave(LiveFeed feed, LiveConnection connection)
    {
        lock (turn)
        {
            if (feed.Remove(connection) > 0)
                return;
            feeds.Remove(feed.AccountId);
            feed.Dispose();
        }
    }

    /// <summary>Tells those who are connected here.</summary>
    public void Tell(LiveSign sign)
    {
        lock (turn)
            feeds.GetValueOrDefault(sign.AccountId)?.Tell(sign);
    }

    public void Dispose() => signs.Received -= Tell;
}

/// <summary>Which sessions go on.</summary>
internal sealed class LiveSessions(UserSessionStore store, TimeProvider clock)
{
    public Task<IReadOnlySet<Guid>> Living(int accountId, Guid[] sessionIds) =>
        store.Living(accountId, sessionIds, clock.GetUtcNow().UtcDateTime);
}
