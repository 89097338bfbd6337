using System.Data.Common;
using System.Text.Json;
using Dapper;
using Leadline.Accounts;
using Leadline.Activities.Search;
using Leadline.Leads.Timeline;
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

    /// <summary>Those behind this one, the latest being first.</summary>
    public Guid? Behind { get; init; }
}

/// <summary>A page of activities, and how many there are over all pages.</summary>
internal sealed record ActivityPage(long Total, IReadOnlyList<Activity> Activities);

/// <summary>The SQL of reading activities. Every combination that is asked for has its index.</summary>
internal sealed class ActivityReadStore(Database database)
{
    // The index activity_of_kind names these codes (0302).
    private static readonly (string Name, int[] Codes)[] Kinds =
    [
        ("call", [21, 22]), ("ticket", [3020, 3021, 3022, 3023]), ("mail", [3041, 3042, 3043, 3044, 3045]),
    ];

    private const string TypeName =
        """
        (SELECT y.display_name FROM activity_type y
            WHERE y.account_id = a.account_id AND y.event_code = a.event_code)
        """;

    /// <summary>The columns of the activity <c>a</c>, as <see cref="Read"/> takes them.</summary>
    public const string Columns =
        """
        a.account_id, a.activity_id, a.lead_id, a.event_code, a.number, a.note, a.status, a.owner_id, a.activity_on,
        a.created_on,
        a.created_by, a.modified_on, a.modified_by, a.is_locked, a."values", a.opportunity_id
        """;

    /// <summary>
    /// Activities on timelines: those of a code of its own kind, each code from its place in an index, and all others
    /// but the changes of a lead's fields, which stand there as changes.
    /// </summary>
    public static readonly IReadOnlyList<TimelineSource> Timelines =
    [
        .. Kinds.SelectMany(kind => kind.Codes.Select(code => Timeline(kind.Name, $"a.event_code = {code}"))),
        Timeline("opportunity", $"a.event_code >= {ActivityType.FirstOpportunityCode}") with
        {
            Title = $"""coalesce(nullif(a."values"->>'mx_Custom_1', ''), {TypeName})""",
        },
        Timeline(
            "activity",
            $"""
            a.event_code < {ActivityType.FirstOpportunityCode} AND a.event_code NOT IN (
                {string.Join(", ", Kinds.SelectMany(kind => kind.Codes))}, {LeadMilestones.OwnerChange},
                {LeadMilestones.StageChange}, {LeadMilestones.SourceChange})
            """),
    ];

    /// <summary>What was posted on an opportunity, and the opportunity itself.</summary>
    public static readonly IReadOnlyList<TimelineSource> TimelinesOfOpportunity =
    [
        .. Kinds.Select(kind => OfOpportunity(kind.Name, $"a.event_code IN ({string.Join(", ", kind.Codes)})")),
        OfOpportunity(
            "activity", $"a.event_code NOT IN ({string.Join(", ", Kinds.SelectMany(kind => kind.Codes))})"),
        Timeline("opportunity", "true") with
        {
            Of = RecordKind.Opportunity,
            From = "activity a WHERE a.account_id = @accountId AND a.activity_id = @opportunityId",
        },
    ];

    /// <summary>
    /// What holds for the activities <c>a</c> that come behind the one of a parameter's id, the latest being first.
    /// </summary>
    public static string IsBehind(string id) =>
        $"""
        (a.activity_on, a.activity_id) < (
            SELECT x.activity_on, x.activity_id FROM activity x
            WHERE x.account_id = @accountId AND x.activity_id = {id})
        """;

    public async Task<ActivityPage> Search(
        ActivityQuery query, ActivityScope scope, CancellationToken cancellation)
    {
        var filter = Filter(query) + scope.Condition;
        var direction = query.Ascending ? "ASC" : "DESC";
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT count(*) FROM activity a WHERE account_id = @AccountId{filter};
            SELECT {Columns} FROM activity a WHERE account_id = @AccountId{filter}
            ORDER BY {(query.ByModification ? "modified_on" : "activity_on")} {direction}, activity_id {direction}
            LIMIT @Take OFFSET @Skip
            """,
            scope.With(query),
            cancellationToken: cancellation));
        await reader.ReadAsync(cancellation);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellation);
        return new ActivityPage(total, await ReadAll(reader, cancellation));
    }

    /// <summary>Activities of a type, or opportunities, that meet conditions on their fields.</summary>
    public async Task<ActivityPage> Search(
        ActivitySearchQuery query, ActivityScope scope, CancellationToken cancellation)
    {
        var filter = query.Filter + scope.Condition;
        var lead = query.JoinsLead ? "JOIN lead l ON l.account_id = a.account_id AND l.lead_id = a.lead_id" : "";
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT count(*) FROM activity a {lead} WHERE a.account_id = @accountId AND {filter};
            SELECT {Columns} FROM activity a {lead} WHERE a.account_id = @accountId AND {filter}
            ORDER BY {query.Order}
            LIMIT @take OFFSET @skip
            """,
            scope.With(query.Parameters),
            cancellationToken: cancellation));
        await reader.ReadAsync(cancellation);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellation);
        return new ActivityPage(total, await ReadAll(reader, cancellation));
    }

    /// <summary>
    /// Activities of these types of which a field holds one of the leads' ids. No index tells: the types are few that
    /// can hold one.
    /// </summary>
    public async Task<ActivityPage> References(
        Guid[] leadIds, int[] eventCodes, ActivityQuery page, ActivityScope scope, CancellationToken cancellation)
    {
        var filter =
            $"""
            a.event_code = ANY(@eventCodes) AND a."values"::text ILIKE ANY(@patterns)
            {(page.Behind is null ? "" : $"AND {IsBehind("@Behind")}")}{scope.Condition}
            """;
        var order = $"{(page.ByModification ? "modified_on" : "activity_on")} {(page.Ascending ? "ASC" : "DESC")}";
        await using var connection = await database.Open(page.AccountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT count(*) FROM activity a WHERE a.account_id = @accountId AND {filter};
            SELECT {Columns} FROM activity a WHERE a.account_id = @accountId AND {filter}
            ORDER BY {order}, activity_id {(page.Ascending ? "ASC" : "DESC")} LIMIT @Take OFFSET @Skip
            """,
            scope.With(new
            {
                page.AccountId,
                eventCodes,
                patterns = leadIds.Select(id => $"%{id}%").ToArray(),
                page.Take,
                page.Skip,
                page.Behind,
            }),
            cancellationToken: cancellation));
        await reader.ReadAsync(cancellation);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellation);
        return new ActivityPage(total, await ReadAll(reader, cancellation));
    }

    public async Task<List<Activity>> Find(
        int accountId, IReadOnlyCollection<Guid> ids, ActivityScope scope, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT {Columns} FROM activity a
            WHERE account_id = @accountId AND activity_id = ANY(@ids){scope.Condition}
            """,
            scope.With(new { accountId, ids = ids.ToArray() }),
            cancellationToken: cancellation));
        return await ReadAll(reader, cancellation);
    }

    /// <summary>
    /// Finds and locks activities for a change, in the order of their ids, so that changes do not deadlock.
    /// </summary>
    public async Task<Dictionary<Guid, Activity>> Lock(
        NpgsqlConnection connection, int accountId, Guid[] ids, ActivityScope scope)
    {
        await using var reader = await connection.ExecuteReaderAsync(
            $"""
            SELECT {Columns} FROM activity a
            WHERE account_id = @accountId AND activity_id = ANY(@ids){scope.Condition}
            ORDER BY activity_id FOR UPDATE
            """,
            scope.With(new { accountId, ids }));
        return (await ReadAll(reader, CancellationToken.None)).ToDictionary(activity => activity.Id);
    }

    // The records of captures are the lead's history; the index of what was posted leaves them out (0050).
    private static TimelineSource OfOpportunity(string kind, string codes) => Timeline(kind, codes) with
    {
        Of = RecordKind.Opportunity,
        From = $"""
            activity a WHERE a.account_id = @accountId AND a.opportunity_id = @opportunityId
                AND a.event_code NOT IN (32, 33) AND {codes}
            """,
    };

    private static TimelineSource Timeline(string kind, string codes) => new(
        kind,
        $"activity a WHERE a.account_id = @accountId AND a.lead_id = @leadId AND {codes}",
        "a.activity_on",
        "a.activity_id",
        "coalesce(a.owner_id, a.created_by)")
    {
        Seen = (caller, parameters) =>
        {
            var scope = ActivityScope.Of(caller);
            parameters.AddDynamicParams(scope.With(new { }));
            return scope.Condition;
        },
        Title = TypeName,
        Text = "a.note",
        Code = "a.event_code",
        Status = "a.status",
        OpportunityId = "a.opportunity_id",
        Values = """a."values" """,
    };

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
