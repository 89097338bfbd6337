using Dapper;
using Leadline.Activities;
using Leadline.Activities.Search;
using Leadline.Leads.Search;
using Leadline.Storage;

namespace Leadline.Opportunities;

/// <summary>A page of opportunities, and where it ended.</summary>
internal sealed record OpportunityPage(IReadOnlyList<Activity> Opportunities, LeadCursor? Last);

/// <summary>How many opportunities have a stage, and what their amounts come to.</summary>
internal sealed record StageTally(string? Stage, long Count, decimal? Sum);

/// <summary>The SQL of listing opportunities in any order, and by stage.</summary>
internal sealed class OpportunityBoardStore(Database database)
{
    // The last column of what ActivityReadStore reads is the one before.
    private const int SortKey = 16;

    private const string Stage = $"""nullif(a."values"->>'{OpportunityFieldNames.Stage}', '')""";

    /// <summary>A page, in the order and behind the place that the query names.</summary>
    public async Task<OpportunityPage> Page(
        ActivitySearchQuery query, ActivityScope scope, CancellationToken cancellation)
    {
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT {ActivityReadStore.Columns}, ({query.SortKey})::text
            FROM activity a {Lead(query)} WHERE a.account_id = @accountId AND {query.Filter}{scope.Condition}
            ORDER BY {query.Order} LIMIT @take
            """,
            scope.With(query.Parameters),
            cancellationToken: cancellation));
        var (found, last) = (new List<Activity>(), (LeadCursor?)null);
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(ActivityReadStore.Read(reader));
            last = new LeadCursor(
                await reader.IsDBNullAsync(SortKey, cancellation) ? null : reader.GetString(SortKey), found[^1].Id);
        }

        return new OpportunityPage(found, last);
    }

    /// <summary>How many there are, counted up to <paramref name="most"/>.</summary>
    public async Task<long> Count(
        ActivitySearchQuery query, ActivityScope scope, int most, CancellationToken cancellation)
    {
        query.Parameters.Add("most", most);
        await using var connection = await database.Open(query.AccountId, cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"""
            SELECT count(*) FROM (
                SELECT FROM activity a {Lead(query)}
                WHERE a.account_id = @accountId AND {query.Filter}{scope.Condition} LIMIT @most) c
            """,
            scope.With(query.Parameters),
            cancellationToken: cancellation));
    }

    /// <summary>All of them counted and added up by stage.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="scope">Of those that the caller may see.</param>
    /// <param name="amount">The SQL of the number that is added up; null for none.</param>
    /// <param name="cancellation">Ends the counting.</param>
    public async Task<IReadOnlyList<StageTally>> Tally(
        ActivitySearchQuery query, ActivityScope scope, string? amount, CancellationToken cancellation)
    {
        var sum = amount is null ? "NULL" : $"coalesce(sum({amount}), 0)";
        await using var connection = await database.Open(query.AccountId, cancellation);
        return
        [
            .. await connection.QueryAsync<StageTally>(new CommandDefinition(
                $"""
                SELECT {Stage} AS "Stage", count(*) AS "Count", {sum}::numeric AS "Sum"
                FROM activity a {Lead(query)} WHERE a.account_id = @accountId AND {query.Filter}{scope.Condition}
                GROUP BY 1
                """,
                scope.With(query.Parameters),
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>Of each stage those that changed last, the latest first.</summary>
    public async Task<IReadOnlyList<Activity>> Cards(
        ActivitySearchQuery query, ActivityScope scope, int most, CancellationToken cancellation)
    {
        query.Parameters.Add("most", most);
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT {ActivityReadStore.Columns}
            FROM (
                SELECT a.*, row_number() OVER (
                    PARTITION BY {Stage} ORDER BY a.modified_on DESC, a.activity_id DESC) AS place
                FROM activity a {Lead(query)} WHERE a.account_id = @accountId AND {query.Filter}{scope.Condition}) a
            WHERE a.place <= @most
            ORDER BY a.modified_on DESC, a.activity_id DESC
            """,
            scope.With(query.Parameters),
            cancellationToken: cancellation));
        var found = new List<Activity>();
        while (await reader.ReadAsync(cancellation))
            found.Add(ActivityReadStore.Read(reader));
        return found;
    }

    private static string Lead(ActivitySearchQuery query) =>
        query.JoinsLead ? "JOIN lead l ON l.account_id = a.account_id AND l.lead_id = a.lead_id" : "";
}
