using System.Data.Common;
using System.Text.Json;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Activities;

/// <summary>Which activities to read, in which order, and which page of them.</summary>
internal sealed record ActivityQuery
{
    public required int AccountId { get; init; }

    public Guid? LeadId { get; init; }

    /// <summary>Those posted on an opportunity.</summary>
    public Guid? OpportunityId { get; init; }

    public int? EventCode { get; init; }

    public int[] ExceptEventCodes { get; init; } = [];

    /// <summary>Earliest time of modification.</summary>
    public DateTime? From { get; init; }

    /// <summary>The time of modification before which they lie.</summary>
    public DateTime? Before { get; init; }

    /// <summary>By time of modification, else by when they happened.</summary>
    public bool ByModification { get; init; }

    public bool Ascending { get; init; }

    public long Skip { get; init; }

    public int Take { get; init; }
}

/// <summary>A page of activities, and how many there are over all pages.</summary>
internal sealed record ActivityPage(long Total, IReadOnlyList<Activity> Activities);

/// <summary>The SQL of reading activities. Every combination that is asked for has its index.</summary>
internal sealed class ActivityReadStore(Database database)
{
    /// <summary>The columns of the activity <c>a</c>, as <see cref="Read"/> takes them.</summary>
    public const string Columns =
        """
        a.account_id, a.activity_id, a.lead_id, a.event_code, a.number, a.note, a.status, a.owner_id, a.activity_on,
        a.created_on,
        a.created_by, a.modified_on, a.modified_by, a.is_locked, a."values", a.opportunity_id
        """;

    public async Task<ActivityPage> Search(ActivityQuery query, CancellationToken cancellation)
    {
        var filter = Filter(query);
        var direction = query.Ascending ? "ASC" : "DESC";
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT count(*) FROM activity a WHERE account_id = @AccountId{filter};
            SELECT {Columns} FROM activity a WHERE account_id = @AccountId{filter}
            ORDER BY {(query.ByModification ? "modified_on" : "activity_on")} {direction}, activity_id {direction}
            LIMIT @Take OFFSET @Skip
            """,
            query,
            cancellationToken: cancellation));
        await reader.ReadAsync(cancellation);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellation);
        return new ActivityPage(total, await ReadAll(reader, cancellation));
    }

    public async Task<Activity?> Find(int accountId, Guid activityId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"SELECT {Columns} FROM activity a WHERE account_id = @accountId AND activity_id = @activityId",
            new { accountId, activityId },
            cancellationToken: cancellation));
        return (await ReadAll(reader, cancellation)).SingleOrDefault();
    }

    /// <summary>
    /// Finds and locks activities for a change, in the order of their ids, so that changes do not deadlock.
    /// </summary>
    public async Task<Dictionary<Guid, Activity>> Lock(NpgsqlConnection connection, int accountId, Guid[] ids)
    {
        await using var reader = await connection.ExecuteReaderAsync(
            $"""
            SELECT {Columns} FROM activity a WHERE account_id = @accountId AND activity_id = ANY(@ids)
            ORDER BY activity_id FOR UPDATE
            """,
            new { accountId, ids });
        return (await ReadAll(reader, CancellationToken.None)).ToDictionary(activity => activity.Id);
    }

    private static string Filter(ActivityQuery query)
    {
        var filter = "";
        if (query.LeadId is not null)
            filter += " AND lead_id = @LeadId";
        if (query.OpportunityId is not null)
            filter += " AND opportunity_id = @OpportunityId";
        if (query.EventCode is not null)
            filter += " AND event_code = @EventCode";
        if (query.ExceptEventCodes.Length > 0)
            filter += " AND event_code <> ALL(@ExceptEventCodes)";
        if (query.From is not null)
            filter += " AND modified_on >= @From";
        if (query.Before is not null)
            filter += " AND modified_on < @Before";
        return filter;
    }

    private static async Task<List<Activity>> ReadAll(DbDataReader reader, CancellationToken cancellation)
    {
        var activities = new List<Activity>();
        while (await reader.ReadAsync(cancellation))
            activities.Add(Read(reader));
        return activities;
    }

    public static Activity Read(DbDataReader reader) => new()
    {
        AccountId = reader.GetInt32(0),
        Id = reader.GetGuid(1),
        LeadId = reader.GetGuid(2),
        EventCode = reader.GetInt32(3),
        Number = reader.GetInt64(4),
        Note = reader.IsDBNull(5) ? null : reader.GetString(5),
        Status = reader.IsDBNull(6) ? null : reader.GetString(6),
        OwnerId = reader.IsDBNull(7) ? null : reader.GetGuid(7),
        ActivityOn = reader.GetDateTime(8),
        CreatedOn = reader.GetDateTime(9),
        CreatedBy = reader.GetGuid(10),
        ModifiedOn = reader.GetDateTime(11),
        ModifiedBy = reader.GetGuid(12),
        IsLocked = reader.GetBoolean(13),
        Values = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(14))!,
        OpportunityId = reader.IsDBNull(15) ? null : reader.GetGuid(15),
    };
}
