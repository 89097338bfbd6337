using Leadline.Storage;
using Npgsql;

namespace Leadline.Tickets.Search;

/// <summary>A page of tickets, and where the next one begins; null after the last.</summary>
internal sealed record TicketPage(IReadOnlyList<Ticket> Tickets, TicketCursor? Next);

/// <summary>
/// The SQL of lists of tickets. Frequent matches are found by reading tickets in the order asked for until the page is
/// full, rare ones through the index of hashes: the two ways give the same answer.
/// </summary>
internal sealed class TicketSearchStore(Database database)
{
    /// <summary>Tickets that are read in order before the hashes are asked.</summary>
    private const int FirstLook = 1_000;

    /// <summary>Most tickets that are read in order when the first ones promise to fill the page.</summary>
    private const int SecondLook = 20_000;

    public async Task<TicketPage> Page(TicketQuery query, CancellationToken cancellation)
    {
        await using var connection = await database.Open(query.AccountId, cancellation);
        var found = await Find(connection, query, cancellation);
        if (found.Count <= query.Limit)
            return new TicketPage(found, null);
        var last = found[query.Limit - 1];
        return new TicketPage([.. found.Take(query.Limit)], new TicketCursor(SortedBy(query, last), last.Number));
    }

    /// <summary>How many tickets meet the query, counted no further than <paramref name="most"/>.</summary>
    public async Task<int> Count(TicketQuery query, int most, CancellationToken cancellation)
    {
        await using var connection = await database.Open(query.AccountId, cancellation);
        var keys = query.Keys.Length > 0 ? "t.keys @> @keys" : "true";
        await using var command = Command(
            connection,
            query with { After = null },
            $"""
            SELECT count(*)::integer FROM (
                SELECT FROM ticket t
                WHERE t.account_id = @account AND {keys} AND {query.Range} AND {query.Condition} LIMIT {most}
            ) counted
            """);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The page and one more, which tells whether there is another page.</summary>
    private static async Task<List<Ticket>> Find(
        NpgsqlConnection connection, TicketQuery query, CancellationToken cancellation)
    {
        if (query.IsNarrow || query.Keys.Length == 0)
            return await Read(connection, query, Whole(query), cancellation);
        var first = await Read(connection, query, Look(query, FirstLook), cancellation);
        if (first.Count > query.Limit)
            return first;

        // Twice as far as the first look promises, where that is not too far.
        var second = FirstLook * 2L * (query.Limit + 1) / Math.Max(1, first.Count);
        if (second <= SecondLook
            && await Read(connection, query, Look(query, second), cancellation) is { } further
            && further.Count > query.Limit)
            return further;
        return await Read(connection, query, Hashed(query), cancellation);
    }

    private static string Whole(TicketQuery query) =>
        $"""
        SELECT {TicketStore.Columns} FROM ticket t
        WHERE t.account_id = @account AND {query.Range} AND {query.Condition} AND {Behind(query)}
        ORDER BY {Order(query)} LIMIT @limit
        """;

    /// <summary>
    /// Reads the first tickets in order: a full page is the answer, a shorter one may lack tickets further on.
    /// </summary>
    private static string Look(TicketQuery query, long first) =>
        $"""
        SELECT {TicketStore.Columns}
        FROM (
            SELECT * FROM ticket t WHERE t.account_id = @account AND {query.Range} AND {Behind(query)}
            ORDER BY {Order(query)} LIMIT {first}
        ) t
        WHERE {query.Condition}
        ORDER BY {Order(query)} LIMIT @limit
        """;

    // The hashes hold the account already, so its column only confirms; with something added to it, it is kept from
    // leading the planner to walk another index through the whole account.
    private static string Hashed(TicketQuery query) =>
        $"""
        SELECT {TicketStore.Columns} FROM ticket t
        WHERE t.account_id + 0 = @account AND t.keys @> @keys
            AND {query.Range} AND {query.Condition} AND {Behind(query)}
        ORDER BY {Order(query)} LIMIT @limit
        """;

    private static string Behind(TicketQuery query) => query.After is null
        ? "true"
        : $"({query.OrderColumn}, t.number) {(query.Descending ? "<" : ">")} (@afterOn, @afterNumber)";

    private static string Order(TicketQuery query)
    {
        var direction = query.Descending ? "DESC" : "ASC";
        return $"{query.OrderColumn} {direction}, t.number {direction}";
    }

    private static DateTime SortedBy(TicketQuery query, Ticket ticket) => query.OrderColumn switch
    {
        "t.modified_on" => ticket.ModifiedOn,
        "t.resolution_due_on" => ticket.Sla.ResolutionDueOn!.Value,
        _ => ticket.CreatedOn,
    };

    private static async Task<List<Ticket>> Read(
        NpgsqlConnection connection, TicketQuery query, string sql, CancellationToken cancellation)
    {
        await using var command = Command(connection, query, sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tickets = new List<Ticket>();
        while (await reader.ReadAsync(cancellation))
            tickets.Add(TicketStore.Read(reader));
        return tickets;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, TicketQuery query, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<int>("account", query.AccountId));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", query.Limit + 1));
        command.Parameters.Add(new NpgsqlParameter<int[]>("keys", query.Keys));
        for (var i = 0; i < query.Parameters.Count; i++)
            command.Parameters.Add(new NpgsqlParameter($"p{i}", query.Parameters[i]));
        if (query.After is { } after)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime>("afterOn", after.On));
            command.Parameters.Add(new NpgsqlParameter<long>("afterNumber", after.Number));
        }

        return command;
    }
}
