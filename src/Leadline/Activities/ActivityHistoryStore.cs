using System.Data.Common;
using Dapper;
using Leadline.Events;
using Leadline.Storage;

namespace Leadline.Activities;

/// <summary>Which changes of activities to read.</summary>
internal sealed record ActivityHistoryQuery(int AccountId)
{
    public Guid? ActivityId { get; init; }

    /// <summary>Of which types; null of all.</summary>
    public int[]? EventCodes { get; init; }

    public DateTime? From { get; init; }

    public DateTime? Before { get; init; }

    /// <summary>Of the one activity, changes that were made before this one.</summary>
    public Guid? BeforeChange { get; init; }

    public long Skip { get; init; }

    public int Take { get; init; }
}

/// <summary>One change of an activity.</summary>
/// <param name="Activity">The activity as it is now.</param>
/// <param name="Change">The event that tells of it; its data has each member's value before and after.</param>
internal sealed record ActivityChange(Activity Activity, Event Change);

/// <summary>A page of changes, and how many there are over all pages.</summary>
internal sealed record ActivityHistory(long Total, IReadOnlyList<ActivityChange> Changes);

/// <summary>The SQL of how activities came to be what they are: the event log keeps it.</summary>
internal sealed class ActivityHistoryStore(Database database)
{
    private const int EventColumns = 16;

    // Opportunities are activities, and tell of their changes under a name of their own. The indexes hold these kinds.
    private const string Kinds = "e.kind IN ('activity.updated', 'opportunity.updated')";

    public async Task<ActivityHistory> Read(
        ActivityHistoryQuery query, ActivityScope scope, CancellationToken cancellation)
    {
        var filter = Filter(query) + scope.Condition;
        const string Changes =
            "event e JOIN activity a ON a.account_id = e.account_id AND a.activity_id = e.record_id";
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT count(*) FROM {Changes} WHERE e.account_id = @AccountId AND {Kinds} {filter};
            SELECT {ActivityReadStore.Columns}, e.event_id, e.kind, e.user_id, e.occurred_on,
                coalesce(e.data, jsonb_build_object())::text
            FROM {Changes} WHERE e.account_id = @AccountId AND {Kinds} {filter}
            ORDER BY e.occurred_on DESC, e.event_id DESC LIMIT @Take OFFSET @Skip
            """,
            scope.With(query),
            cancellationToken: cancellation));
        await reader.ReadAsync(cancellation);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellation);
        var changes = new List<ActivityChange>();
        while (await reader.ReadAsync(cancellation))
            changes.Add(Read(reader));
        return new ActivityHistory(total, changes);
    }

    private static ActivityChange Read(DbDataReader reader)
    {
        var activity = ActivityReadStore.Read(reader);
        return new ActivityChange(
            activity,
            new Event(
                activity.AccountId,
                reader.GetGuid(EventColumns),
                reader.GetString(EventColumns + 1),
                activity.LeadId,
                activity.Id,
                reader.GetGuid(EventColumns + 2),
                reader.GetDateTime(EventColumns + 3),
                reader.GetString(EventColumns + 4)));
    }

    private static string Filter(ActivityHistoryQuery query)
    {
        var filter = "";
        if (query.ActivityId is not null)
            filter += " AND e.record_id = @ActivityId";
        if (query.EventCodes is not null)
            filter += " AND a.event_code = ANY(@EventCodes)";
        if (query.From is not null)
            filter += " AND e.occurred_on >= @From";
        if (query.Before is not null)
            filter += " AND e.occurred_on < @Before";
        if (query.BeforeChange is not null)
            filter +=
                $"""
                 AND (e.occurred_on, e.event_id) < (
                    SELECT e.occurred_on, e.event_id FROM event e
                    WHERE e.account_id = @AccountId AND e.record_id = @ActivityId AND {Kinds}
                        AND e.event_id = @BeforeChange)
                """;
        return filter;
    }
}
