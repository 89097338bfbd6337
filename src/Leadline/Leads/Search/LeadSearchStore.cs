using Leadline.Leads.Index;
using Leadline.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Leads.Search;

/// <summary>The SQL of pages of leads: read in their order, or out of candidates that the search index names.</summary>
internal sealed class LeadSearchStore(Database database) : IDisposable
{
    private const string Candidates =
        """
        (SELECT unnest(@ids) AS lead_id, unnest(@changes) AS modified_on LIMIT cardinality(@ids)) c
        JOIN lead l ON l.account_id = @account AND l.lead_id = c.lead_id AND l.modified_on = c.modified_on
        """;

    // A search costs PostgreSQL a core while it runs: more at once would keep each other waiting, and captures too.
    private readonly SemaphoreSlim turns = new(Math.Max(Environment.ProcessorCount / 2, 1));

    /// <summary>A page read in order: of all leads, or of the first so many behind the cursor.</summary>
    public Task<LeadPageFound> InOrder(LeadQuery query, int? first, CancellationToken cancellation)
    {
        var order = query.Order.By(query.Order.Key, "l.lead_id");
        var source = first is null
            ? $"lead l WHERE l.account_id = @account AND {query.Behind} AND {query.Condition.Sql}"
            : $"""
              (SELECT * FROM lead l WHERE l.account_id = @account AND {query.Behind} ORDER BY {order} LIMIT {first}) l
              WHERE {query.Condition.Sql}
              """;
        return Page(
            query,
            $"""
            SELECT {LeadStore.Columns}, page.sort_key::text
            FROM (
                SELECT l.lead_id, {query.Order.Key} AS sort_key FROM {source}
                ORDER BY {order} OFFSET @offset LIMIT @limit
            ) page
            JOIN lead l ON l.account_id = @account AND l.lead_id = page.lead_id
            ORDER BY {query.Order.By("page.sort_key", "page.lead_id")}
            """,
            [],
            cancellation);
    }

    /// <summary>The page, when these are all the candidates.</summary>
    public Task<LeadPageFound> Sorted(
        LeadQuery query, IReadOnlyList<IndexEntry> candidates, CancellationToken cancellation) => Page(
        query,
        $"""
        SELECT {LeadStore.Columns}, ({query.Order.Key})::text
        FROM {Candidates}
        WHERE {query.Condition.Sql} AND {query.Behind}
        ORDER BY {query.Order.By(query.Order.Key, "l.lead_id")}
        OFFSET @offset LIMIT @limit
        """,
        candidates,
        cancellation);

    /// <summary>The candidates that meet the query's condition, with the times that they may be sorted by.</summary>
    public async Task<List<(Guid LeadId, DateTime CreatedOn, DateTime ModifiedOn)>> Matching(
        LeadQuery query, IReadOnlyList<IndexEntry> candidates, CancellationToken cancellation)
    {
        if (candidates.Count == 0)
            return [];
        using var turn = await Turn(cancellation);
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var command = Command(
            connection,
            query,
            $"""
            SELECT l.lead_id, l.created_on, l.modified_on FROM {Candidates}
            WHERE {query.Condition.Sql} AND {query.Behind}
            """,
            candidates);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(Guid, DateTime, DateTime)>();
        while (await reader.ReadAsync(cancellation))
            found.Add((reader.GetGuid(0), reader.GetDateTime(1), reader.GetDateTime(2)));
        return found;
    }

    /// <summary>
    /// The candidates that are as they were when they were entered, and meet the query's condition.
    /// </summary>
    public async Task<List<StoredLead>> Leads(
        LeadQuery query, IReadOnlyList<IndexEntry> candidates, CancellationToken cancellation)
    {
        if (candidates.Count == 0)
            return [];
        using var turn = await Turn(cancellation);
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var command = Command(
            connection,
            query,
            $"SELECT {LeadStore.Columns} FROM {Candidates} WHERE {query.Condition.Sql}",
            candidates);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var leads = new List<StoredLead>(candidates.Count);
        while (await reader.ReadAsync(cancellation))
            leads.Add(StoredLead.Read(reader));
        return leads;
    }

    /// <summary>How many leads meet the condition, counted no further than <paramref name="most"/>.</summary>
    public async Task<int> Count(LeadQuery query, int most, CancellationToken cancellation)
    {
        using var turn = await Turn(cancellation);
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var command = Command(
            connection,
            query,
            $"""
            SELECT count(*)::integer FROM (
                SELECT FROM lead l WHERE l.account_id = @account AND {query.Condition.Sql} LIMIT {most}
            ) counted
            """,
            []);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>
    /// How many leads meet the condition, by owner and by the value of a column; no more of these pairs than the query
    /// asks for.
    /// </summary>
    public async Task<List<LeadTally>> Tally(
        LeadQuery query, LeadColumn column, CancellationToken cancellation)
    {
        using var turn = await Turn(cancellation);
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var command = Command(
            connection,
            query,
            $"""
            SELECT l.owner_id, ({column.Sql})::text, count(*) FROM lead l
            WHERE l.account_id = @account AND {query.Condition.Sql}
            GROUP BY 1, 2 LIMIT {query.Limit}
            """,
            []);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tallies = new List<LeadTally>();
        while (await reader.ReadAsync(cancellation))
            tallies.Add(TallyOf(reader));
        return tallies;
    }

    public void Dispose() => turns.Dispose();

    private async Task<LeadPageFound> Page(
        LeadQuery query, string sql, IReadOnlyList<IndexEntry> candidates, CancellationToken cancellation)
    {
        using var turn = await Turn(cancellation);
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var command = Command(connection, query, sql, candidates);
        command.Parameters.Add(new NpgsqlParameter<int>("offset", query.Offset));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", query.Limit));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var (leads, last) = (new List<StoredLead>(), (LeadCursor?)null);
        while (await reader.ReadAsync(cancellation))
        {
            leads.Add(StoredLead.Read(reader));
            last = Cursor(reader, leads[^1]);
        }

        return new LeadPageFound(leads, last);
    }

    private static LeadTally TallyOf(NpgsqlDataReader reader) =>
        new(reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt64(2));

    private static LeadCursor Cursor(NpgsqlDataReader reader, StoredLead lead) =>
        new(reader.IsDBNull(13) ? null : reader.GetString(13), lead.Id);

    // Taken before a connection is, so that searches in line hold none from others.
    private async Task<IDisposable> Turn(CancellationToken cancellation)
    {
        await turns.WaitAsync(cancellation);
        return new Release(turns);
    }

    private static NpgsqlCommand Command(
        NpgsqlConnection connection, LeadQuery query, string sql, IReadOnlyList<IndexEntry> candidates)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<int>("account", query.AccountId));
        for (var i = 0; i < query.Condition.Parameters.Count; i++)
            command.Parameters.Add(new NpgsqlParameter($"p{i}", query.Condition.Parameters[i]));
        if (query.After is { } after)
        {
            command.Parameters.Add(new NpgsqlParameter<Guid>("afterId", after.LeadId));
            if (after.Key is { } key)
                command.Parameters.Add(new NpgsqlParameter<string>("afterKey", key));
        }

        if (candidates.Count == 0)
            return command;
        Add("ids", NpgsqlDbType.Uuid, candidates.Select(one => one.LeadId));
        Add("changes", NpgsqlDbType.TimestampTz, candidates.Select(one => one.ModifiedOn));
        return command;

        void Add<T>(string name, NpgsqlDbType type, IEnumerable<T> values)
        {
            var parameter = LeadStore.Array(type, values);
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
    }

    private sealed class Release(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
