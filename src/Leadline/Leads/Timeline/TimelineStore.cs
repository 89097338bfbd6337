using Dapper;
using Leadline.Accounts;
using Leadline.Storage;

namespace Leadline.Leads.Timeline;

/// <summary>
/// The SQL of timelines: each source is read in its order up to a page, and the latest of all are the page.
/// </summary>
internal sealed class TimelineStore(Database database, IEnumerable<TimelineSource> sources)
{
    /// <summary>How far the items of a source are counted.</summary>
    private const int MostCounted = 10_000;

    // Points that activities bring are no edits, and would bury these; the index keeps them apart (0301).
    private const string IsPoints =
        """(CASE WHEN e.data - '{Score,EngagementScore}'::text[] = '{}'::jsonb THEN 1 ELSE 0 END)""";

    private const string Updates = "e.account_id = @accountId AND e.kind = 'lead.updated'";

    /// <summary>Changes of a lead's fields, those of one save together.</summary>
    public static readonly TimelineSource Changes = ChangesOf("e.lead_id = @leadId");

    /// <summary>What changed of leads before they became a part of the lead.</summary>
    public static readonly TimelineSource ChangesOfMerged = ChangesOf(
        """
        e.lead_id IN (
            SELECT m.lead_id FROM merged_lead m WHERE m.account_id = @accountId AND m.parent_id = @leadId)
        """);

    private readonly TimelineSource[] sources = [.. sources];

    /// <summary>What there is on the timelines of such records.</summary>
    public IReadOnlyList<string> Kinds(RecordKind of) =>
        [.. sources.Where(source => source.Of == of).Select(source => source.Kind).Distinct().Order()];

    /// <summary>The latest items of these kinds behind a place.</summary>
    public async Task<IReadOnlyList<TimelineItem>> Page(
        Caller caller,
        RecordKind of,
        Guid recordId,
        IReadOnlyCollection<string> kinds,
        (DateTime On, Guid Id)? after,
        int most,
        CancellationToken cancellation)
    {
        var parameters = Parameters(caller.AccountId, of, recordId);
        parameters.Add("afterOn", after?.On);
        parameters.Add("afterId", after?.Id);
        parameters.Add("most", most);
        var parts = sources.Where(source => source.Of == of && kinds.Contains(source.Kind)).Select(source =>
            $"""
            (SELECT '{source.Kind}' AS kind, {source.Id} AS id, {source.On} AS "on", {source.By} AS user_id,
                {source.Title}::text AS title, {source.Text}::text AS text, {source.Code}::integer AS code,
                {source.Status}::text AS status, {source.Number}::bigint AS number,
                {source.DueOn}::timestamptz AS due_on, {source.OpportunityId}::uuid AS opportunity_id,
                {source.Values}::text AS "values", {source.Changes}::text AS changes
            FROM {source.From}{source.Seen(caller, parameters)}
                {(after is null ? "" : $"AND ({source.On}, {source.Id}) < (@afterOn, @afterId)")}
            ORDER BY {source.On} DESC, {source.Id} DESC LIMIT @most)
            """);
        await using var connection = await database.Open(caller.AccountId, cancellation);
        return
        [
            .. await connection.QueryAsync<TimelineItem>(new CommandDefinition(
                $"""
                SELECT i.kind, i.id, i."on", i.user_id AS UserId, i.title, i.text, i.code, i.status, i.number,
                    i.due_on AS DueOn, i.opportunity_id AS OpportunityId, i."values", i.changes
                FROM ({string.Join(" UNION ALL ", parts)}) i
                ORDER BY i."on" DESC, i.id DESC LIMIT @most
                """,
                parameters,
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>How many items there are of each kind, counted up to 10,000.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Count(
        Caller caller, RecordKind of, Guid recordId, CancellationToken cancellation)
    {
        var parameters = Parameters(caller.AccountId, of, recordId);
        parameters.Add("most", MostCounted);
        var parts = sources.Where(source => source.Of == of).Select(source =>
            $"""
            SELECT '{source.Kind}' AS kind, count(*) AS items
            FROM (SELECT FROM {source.From}{source.Seen(caller, parameters)} LIMIT @most) c
            """);
        await using var connection = await database.Open(caller.AccountId, cancellation);
        var counted = await connection.QueryAsync<(string Kind, long Items)>(new CommandDefinition(
            string.Join(" UNION ALL ", parts), parameters, cancellationToken: cancellation));
        return counted.GroupBy(part => part.Kind)
            .ToDictionary(kind => kind.Key, kind => Math.Min(kind.Sum(part => part.Items), MostCounted));
    }

    /// <summary>The latest changes of a lead's field behind a place.</summary>
    public Task<IReadOnlyList<FieldHistoryItem>> History(
        int accountId,
        Guid leadId,
        string schemaName,
        (DateTime On, Guid Id)? after,
        int most,
        CancellationToken cancellation)
    {
        // Points stand in their own part of the index, and are changes of two fields alone.
        int[] parts = schemaName.EndsWith("Score", StringComparison.Ordinal) ? [0, 1] : [0];
        var updates = parts.Select(part => $"event e WHERE {Updates} AND e.lead_id = @leadId AND {IsPoints} = {part}");
        return History(accountId, RecordKind.Lead, leadId, updates, schemaName, after, most, cancellation);
    }

    /// <summary>The latest changes of a record's field behind a place.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="of">What the record is.</param>
    /// <param name="recordId">The record.</param>
    /// <param name="updates">
    /// The events <c>e</c> that tell of changes, each part in the order of an index; see
    /// <see cref="TimelineSource.From"/>.
    /// </param>
    /// <param name="schemaName">The field.</param>
    /// <param name="after">The place; null for the first page.</param>
    /// <param name="most">The size of a page.</param>
    /// <param name="cancellation">Gives the look up.</param>
    public async Task<IReadOnlyList<FieldHistoryItem>> History(
        int accountId,
        RecordKind of,
        Guid recordId,
        IEnumerable<string> updates,
        string schemaName,
        (DateTime On, Guid Id)? after,
        int most,
        CancellationToken cancellation)
    {
        var parameters = Parameters(accountId, of, recordId);
        parameters.Add("schemaName", schemaName);
        parameters.Add("afterOn", after?.On);
        parameters.Add("afterId", after?.Id);
        parameters.Add("most", most);
        var behind = after is null ? "" : "AND (e.occurred_on, e.event_id) < (@afterOn, @afterId)";
        var parts = updates.Select(part =>
            $"""
            (SELECT e.event_id, e.occurred_on, e.user_id, e.data FROM {part} AND e.data ? @schemaName {behind}
            ORDER BY e.occurred_on DESC, e.event_id DESC LIMIT @most)
            """);
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<FieldHistoryItem>(new CommandDefinition(
                $"""
                SELECT i.event_id AS "Id", i.occurred_on AS "On", i.user_id AS "UserId",
                    i.data->@schemaName->>'Before' AS "Before", i.data->@schemaName->>'After' AS "After"
                FROM ({string.Join(" UNION ALL ", parts)}) i
                ORDER BY i.occurred_on DESC, i.event_id DESC LIMIT @most
                """,
                parameters,
                cancellationToken: cancellation)),
        ];
    }

    private static TimelineSource ChangesOf(string leads) => new(
        "change", $"event e WHERE {Updates} AND {leads} AND {IsPoints} = 0", "e.occurred_on", "e.event_id", "e.user_id")
    {
        Changes = "e.data",
    };

    private static DynamicParameters Parameters(int accountId, RecordKind of, Guid recordId)
    {
        var parameters = new DynamicParameters();
        parameters.Add("accountId", accountId);
        parameters.Add(of == RecordKind.Lead ? "leadId" : "opportunityId", recordId);
        return parameters;
    }
}
