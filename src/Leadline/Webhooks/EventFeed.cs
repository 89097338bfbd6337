using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Webhooks;

/// <summary>A piece of the feed.</summary>
/// <param name="Events">What was asked for.</param>
/// <param name="Next">Where the next piece begins.</param>
/// <param name="HasMore">True where there is more behind it already.</param>
internal sealed record FeedPage(IReadOnlyList<Event> Events, LogPosition Next, bool HasMore);

/// <summary>The account's log of events, for who would rather ask than be told.</summary>
internal sealed class EventFeed(EventLogStore log, TimeProvider clock)
{
    private const int MostLookedAt = 5_000;

    private static readonly TimeSpan Back = TimeSpan.FromDays(7);

    /// <summary>Null where the caller may read the log.</summary>
    public static Failure? Refuse(Caller caller) => caller.RefuseUnlessAdministrator("read the log of events");

    /// <summary>
    /// Events behind a place; without one, those of the last seven days. Only administrators see what happens to all
    /// records.
    /// </summary>
    public async Task<Result<FeedPage>> List(
        Caller caller, LogPosition? after, IReadOnlyCollection<string> kinds, int most, CancellationToken cancellation)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        var since = after is null ? clock.Now() - Back : DateTime.MinValue;
        var (position, found, hasMore) = (after ?? default, new List<Event>(), true);

        // Pages of the log may hold nothing that was asked for.
        while (hasMore && found.Count < most)
        {
            var page = await log.Read(caller.AccountId, position, kinds, since, MostLookedAt, cancellation);
            var taken = page.Events.Take(most - found.Count).ToList();
            found.AddRange(taken.Select(logged => logged.Event));
            hasMore = page.End is not null;
            position = taken.Count < page.Events.Count ? taken[^1].Position : page.End ?? position;
        }

        return new FeedPage(found, position, hasMore);
    }
}
