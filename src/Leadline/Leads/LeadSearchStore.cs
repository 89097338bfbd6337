using Leadline.Events;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Leads;

/// <summary>
/// The SQL of searching leads. Frequent matches are found by reading leads in the order asked for until the page is
/// full, rare ones through the search index; leads that the index does not hold yet are looked at one by one. What is
/// found always meets the condition itself. See docs/decisions/0004-search.md.
/// </summary>
internal sealed class LeadSearchStore(Database database) : IDisposable
{
    /// <summary>Leads that are read in order before the search index is asked.</summary>
    private const int FirstLook = 2_000;

    /// <summary>Leads that are read in order when the first ones promise to fill the page with these.</summary>
    private const int SecondLook = 20_000;

    private const int AskedMilliseconds = 5_000;

    private const string Cluster = "(SELECT system_identifier FROM pg_control_system())";

    // A search costs PostgreSQL a core while it runs: more at once would keep each other waiting, and the indexer too.
    private readonly SemaphoreSlim turns = new(Math.Max(Environment.ProcessorCount / 2, 2));
    private long lastAsked = -AskedMilliseconds;

    /// <summary>
    /// True while searches go by the search index, and so pay for every lead that it does not hold yet.
    /// </summary>
    public bool IsIndexAsked => Environment.TickCount64 - Volatile.Read(ref lastAsked) < AskedMilliseconds;

    /// <summary>
    /// The page. <paramref name="searchable"/> is the fingerprint of the fields that the query's tokens came from.
    /// </summary>
    public async Task<List<StoredLead>> Page(LeadQuery query, int searchable, CancellationToken cancellation)
    {
        // Before a connection is taken, so that searches in line hold none from others.
        await turns.WaitAsync(cancellation);
        try
        {
            await using var connection = await database.Open(query.AccountId, cancellation);
            return query.Tokens.Count == 0
                ? await Walk(connection, query, cancellation)
                : await Search(connection, query, searchable, cancellation);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>How many leads were last modified in the window.</summary>
    public async Task<long> CountModified(int accountId, DateTime from, DateTime before, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) FROM lead l
            WHERE l.account_id = $1 AND l.last_modified_on >= $2 AND l.last_modified_on < $3
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public void Dispose() => turns.Dispose();

    private async Task<List<StoredLead>> Search(
        NpgsqlConnection connection, LeadQuery query, int searchable, CancellationToken cancellation)
    {
        var end = query.Offset + query.Limit;
        if (query.Order.IsOrdered && !query.IsRare && end <= FirstLook)
        {
            var first = await Look(connection, query, FirstLook, cancellation);
            if (first.Count == query.Limit)
                return first;
            if ((query.Offset + first.Count) * (SecondLook / FirstLook) >= end && first.Count > 0
                && await Look(connection, query, SecondLook, cancellation) is { } second && second.Count == query.Limit)
                return second;
        }

        Volatile.Write(ref lastAsked, Environment.TickCount64);
        return await ReadProgress(connection, query.AccountId, searchable, cancellation) is { } progress
            ? await Candidates(connection, query, progress, cancellation)
            : await Walk(connection, query, cancellation);
    }

    /// <summary>Reads all leads in order, as far as the page asks.</summary>
    private static Task<List<StoredLead>> Walk(
        NpgsqlConnection connection,
        LeadQuery query,
        CancellationToken cancellation) =>
        Read(
            connection,
            $"""
            SELECT {LeadStore.Columns}
            FROM (
                SELECT l.lead_id, {query.Order.Key} AS sort_key FROM lead l
                WHERE l.account_id = @account AND {query.Condition ?? "true"}
                ORDER BY {query.Order.By(query.Order.Key, "l.lead_id")}
                OFFSET @offset LIMIT @limit
            ) page
            JOIN lead l ON l.account_id = @account AND l.lead_id = page.lead_id
            ORDER BY {query.Order.By("page.sort_key", "page.lead_id")}
            """,
            query,
            progress: null,
            cancellation);

    /// <summary>
    /// Reads the first leads in order: a full page is the answer, a shorter one may lack leads further on.
    /// </summary>
    private static Task<List<StoredLead>> Look(
        NpgsqlConnection connection, LeadQuery query, int first, CancellationToken cancellation) => Read(
        connection,
        $"""
        SELECT {LeadStore.Columns}
        FROM (
            SELECT * FROM lead l WHERE l.account_id = @account
            ORDER BY {query.Order.By(query.Order.Key, "l.lead_id")} LIMIT {first}
        ) l
        WHERE {query.Condition}
        ORDER BY {query.Order.By(query.Order.Key, "l.lead_id")}
        OFFSET @offset LIMIT @limit
        """,
        query,
        progress: null,
        cancellation);

    // Candidates are sorted by their keys alone and then read in that order, no further than the page needs. A key that
    // the index kept may be out of date: then the lead is in the log's tail, which has the right one.
    private static Task<List<StoredLead>> Candidates(
        NpgsqlConnection connection, LeadQuery query, Progress progress, CancellationToken cancellation)
    {
        var key = query.Order.IndexedKey ?? query.Order.Key;
        var lead = query.Order.IndexedKey is null
            ? "JOIN lead l ON l.account_id = @account AND l.lead_id = s.lead_id"
            : "";
        return Read(
            connection,
            $"""
            SELECT {LeadStore.Columns}
            FROM (
                SELECT s.lead_id, {key} AS sort_key FROM lead_search s {lead}
                WHERE s.account_id + 0 = @account AND ({Tokens(query)})
                UNION
                SELECT l.lead_id, {query.Order.Key}
                FROM event e JOIN lead l ON l.account_id = @account AND l.lead_id = e.lead_id
                WHERE e.account_id = @account AND (e.tx, e.event_id) > (@tx::xid8, @event)
                    AND e.tx < pg_snapshot_xmax(pg_current_snapshot())
                    AND e.kind IN ('{LeadEvents.Created}', '{LeadEvents.Updated}')
                ORDER BY {query.Order.By("sort_key", "lead_id")}
                OFFSET 0
            ) found
            JOIN lead l ON l.account_id = @account AND l.lead_id = found.lead_id
            WHERE {(query.Order.IndexedKey is null ? "" : $"found.sort_key = {query.Order.Key} AND ")}{query.Condition}
            ORDER BY {query.Order.By("found.sort_key", "found.lead_id")}
            OFFSET @offset LIMIT @limit
            """,
            query,
            progress,
            cancellation);
    }

    // The hashes hold the account already, so its column only confirms; added to nothing, it is kept from leading the
    // planner to walk the primary key through the whole account.
    private static string Tokens(LeadQuery query) => IsAnyOf(query)
        ? "s.tokens && @any"
        : string.Join(" OR ", query.Tokens.Select((_, i) => $"s.tokens @> @all{i}"));

    /// <summary>How far the index has come; null while it cannot be relied on.</summary>
    private static async Task<Progress?> ReadProgress(
        NpgsqlConnection connection, int accountId, int searchable, CancellationToken cancellation)
    {
        // Read before the search: whatever is entered in between is then looked at twice rather than never.
        await using var command = new NpgsqlCommand(
            $"""
            SELECT p.tx::text, p.event_id FROM lead_search_progress p
            WHERE p.account_id = $1 AND p.is_complete AND p.searchable = $2
                AND p.cluster = {Cluster} AND p.tx <= pg_snapshot_xmax(pg_current_snapshot())
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = searchable });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new Progress(reader.GetString(0), reader.GetGuid(1)) : null;
    }

    private static async Task<List<StoredLead>> Read(
        NpgsqlConnection connection, string sql, LeadQuery query, Progress? progress, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        Bind(command, query);
        if (progress is not null)
        {
            BindTokens(command, query);
            command.Parameters.Add(new NpgsqlParameter<string>("tx", progress.Tx));
            command.Parameters.Add(new NpgsqlParameter<Guid>("event", progress.EventId));
        }

        command.Parameters.Add(new NpgsqlParameter<int>("offset", query.Offset));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", query.Limit));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var leads = new List<StoredLead>();
        while (await reader.ReadAsync(cancellation))
            leads.Add(StoredLead.Read(reader));
        return leads;
    }

    private static void Bind(NpgsqlCommand command, LeadQuery query)
    {
        command.Parameters.Add(new NpgsqlParameter<int>("account", query.AccountId));
        if (query.Value is { } value)
            command.Parameters.Add(new NpgsqlParameter("value", value));
        if (query.Digits is { } digits)
            command.Parameters.Add(new NpgsqlParameter<string>("digits", digits));
        if (query.Before is { } before)
            command.Parameters.Add(new NpgsqlParameter<DateTime>("before", before));
    }

    private static void BindTokens(NpgsqlCommand command, LeadQuery query)
    {
        if (IsAnyOf(query))
            command.Parameters.Add(new NpgsqlParameter<int[]>("any", [.. query.Tokens.SelectMany(set => set)]));
        else
            for (var i = 0; i < query.Tokens.Count; i++)
                command.Parameters.Add(new NpgsqlParameter<int[]>($"all{i}", query.Tokens[i]));
    }

    private static bool IsAnyOf(LeadQuery query) => query.Tokens.All(set => set.Length == 1);

    private sealed record Progress(string Tx, Guid EventId);
}
