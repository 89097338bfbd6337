using Dapper;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Leads;

/// <summary>
/// The SQL of keeping the search index. An account is worked on by one node at a time: the one that locked its
/// progress.
/// </summary>
internal sealed class LeadIndexStore(Database database)
{
    private const string Cluster = "(SELECT system_identifier FROM pg_control_system())";

    /// <summary>Accounts whose index lacks something.</summary>
    public async Task<IReadOnlyList<int>> Behind(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return [.. await connection.QueryAsync<int>(new CommandDefinition(
            $"""
            SELECT a.account_id FROM account a
            LEFT JOIN lead_search_progress p ON p.account_id = a.account_id
            WHERE p.account_id IS NULL OR NOT p.is_complete OR p.definitions_version <> a.version
                OR p.cluster <> {Cluster} OR p.tx > pg_snapshot_xmax(pg_current_snapshot())
                OR (SELECT e.tx FROM event e
                    WHERE e.account_id = p.account_id AND (e.tx, e.event_id) > (p.tx, p.event_id)
                    ORDER BY e.tx, e.event_id LIMIT 1) < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY a.account_id
            """,
            cancellationToken: cancellation))];
    }

    /// <summary>True when more than so many events are not entered yet.</summary>
    public async Task<bool> IsBehindBy(int accountId, int events, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            SELECT EXISTS (
                SELECT FROM event e
                WHERE e.account_id = @accountId AND (e.tx, e.event_id) >
                    (SELECT p.tx, p.event_id FROM lead_search_progress p WHERE p.account_id = @accountId)
                ORDER BY e.tx, e.event_id OFFSET @events)
            """,
            new { accountId, events },
            cancellationToken: cancellation));
    }

    /// <summary>
    /// Enters the next events or leads of the account; the number of them, 0 when there is nothing to do here.
    /// </summary>
    public async Task<int> Advance(
        int accountId, AccountFields definitions, int most, CancellationToken cancellation)
    {
        var columns = LeadColumns.For(definitions.Lead);
        return await database.Transaction(
            accountId,
            async connection =>
            {
                var progress = await connection.QuerySingleOrDefaultAsync<Progress>(
                    $"""
                    SELECT is_complete AS IsComplete, filled_to AS FilledTo, tx::text AS Tx, event_id AS EventId,
                        searchable AS Searchable, definitions_version AS DefinitionsVersion,
                        cluster = {Cluster} AND tx <= pg_snapshot_xmax(pg_current_snapshot()) AS IsOfThisCluster
                    FROM lead_search_progress WHERE account_id = @accountId FOR UPDATE SKIP LOCKED
                    """,
                    new { accountId });
                if (progress is null || !progress.IsOfThisCluster
                    || progress.Searchable != LeadTokens.Fingerprint(columns))
                    return await Begin(
                        connection, accountId, columns, definitions.Version, again: progress is not null);
                if (progress.DefinitionsVersion != definitions.Version)
                    await connection.ExecuteAsync(
                        "UPDATE lead_search_progress SET definitions_version = @Version WHERE account_id = @accountId",
                        new { accountId, definitions.Version });
                return progress.IsComplete
                    ? await FollowEvents(connection, accountId, columns, progress, most)
                    : await Fill(connection, accountId, columns, progress, most);
            },
            cancellation);
    }

    /// <summary>Starts from no leads; 0 when another node is at it.</summary>
    private static Task<int> Begin(
        NpgsqlConnection connection, int accountId, LeadColumns columns, long version, bool again) =>
        connection.ExecuteAsync(
            $"""
            INSERT INTO lead_search_progress
                (account_id, cluster, tx, event_id, is_complete, filled_to, searchable, definitions_version)
            VALUES (@accountId, {Cluster}, pg_snapshot_xmin(pg_current_snapshot()), @none, false, @none, @searchable,
                @version)
            ON CONFLICT (account_id) {(again
                ? """
                  DO UPDATE SET cluster = excluded.cluster, tx = excluded.tx, event_id = excluded.event_id,
                       is_complete = false,
                      filled_to = excluded.filled_to, searchable = excluded.searchable,
                      definitions_version = excluded.definitions_version
                  """
                : "DO NOTHING")}
            """,
            new { accountId, none = Guid.Empty, searchable = LeadTokens.Fingerprint(columns), version });

    private static async Task<int> Fill(
        NpgsqlConnection connection, int accountId, LeadColumns columns, Progress progress, int most)
    {
        var leads = await Leads(
            connection,
            $"""
            SELECT {LeadStore.Columns} FROM lead l
            WHERE l.account_id = $1 AND l.lead_id > $2 ORDER BY l.lead_id LIMIT $3
            """,
            new NpgsqlParameter<int> { TypedValue = accountId },
            new NpgsqlParameter<Guid> { TypedValue = progress.FilledTo },
            new NpgsqlParameter<int> { TypedValue = most });
        await Enter(connection, accountId, columns, leads);
        await connection.ExecuteAsync(
            "UPDATE lead_search_progress SET filled_to = @last, is_complete = @done WHERE account_id = @accountId",
            new
            {
                accountId,
                last = leads is [.., { Id: var id }] ? id : progress.FilledTo,
                done = leads.Count < most,
            });
        return Math.Max(leads.Count, 1);
    }

    private static async Task<int> FollowEvents(
        NpgsqlConnection connection, int accountId, LeadColumns columns, Progress progress, int most)
    {
        // Below the snapshot's xmin every transaction has ended: nothing can still appear behind the point reached.
        var events = (await connection.QueryAsync<(string Tx, Guid Id, string Kind, Guid? LeadId)>(
            """
            SELECT e.tx::text, e.event_id, e.kind, e.lead_id FROM event e
            WHERE e.account_id = @accountId AND (e.tx, e.event_id) > (@Tx::xid8, @EventId)
                AND e.tx < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY e.tx, e.event_id LIMIT @most
            """,
            new { accountId, progress.Tx, progress.EventId, most })).AsList();
        if (events.Count == 0)
            return 0;

        var changed = events.Where(row => row.Kind is LeadEvents.Created or LeadEvents.Updated)
            .Select(row => row.LeadId!.Value).Distinct().Order().ToArray();
        var deleted = events.Where(row => row.Kind == LeadEvents.Deleted)
            .Select(row => row.LeadId).Distinct().ToArray();
        if (changed.Length > 0)
            await Enter(connection, accountId, columns, await Leads(
                connection,
                $"""
                SELECT {LeadStore.Columns}
                FROM ({RowSource.Select("id")}) k JOIN lead l ON l.account_id = $1 AND l.lead_id = k.id
                """,
                new NpgsqlParameter<int> { TypedValue = accountId },
                new NpgsqlParameter<Guid[]> { TypedValue = changed }));
        if (deleted.Length > 0)
            await connection.ExecuteAsync(
                "DELETE FROM lead_search WHERE account_id = @accountId AND lead_id = ANY(@deleted)",
                new { accountId, deleted });
        await connection.ExecuteAsync(
            "UPDATE lead_search_progress SET tx = @Tx::xid8, event_id = @Id WHERE account_id = @accountId",
            new { accountId, events[^1].Tx, events[^1].Id });
        return events.Count;
    }

    private static async Task Enter(NpgsqlConnection connection, int accountId, LeadColumns columns, List<Lead> leads)
    {
        if (leads.Count == 0)
            return;

        // Arrays of arrays must have rows of one length, so all tokens travel as one array, with each lead's end in it.
        var tokens = new List<int>(leads.Count * 100);
        var ends = new int[leads.Count];
        for (var i = 0; i < ends.Length; i++)
        {
            tokens.AddRange(LeadTokens.From(columns, leads[i]));
            ends[i] = tokens.Count;
        }

        await using var command = new NpgsqlCommand(
            """
            INSERT INTO lead_search AS s (account_id, lead_id, created_on, modified_on, tokens)
            SELECT $1, u.lead_id, u.created_on, u.modified_on, ($2)[u.first + 1:u.last]
            FROM unnest($3, $4, $5, $6, $7) AS u (lead_id, created_on, modified_on, first, last)
            ON CONFLICT (account_id, lead_id) DO UPDATE SET modified_on = excluded.modified_on, tokens = excluded.tokens
                WHERE s.modified_on <> excluded.modified_on OR s.tokens <> excluded.tokens
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. tokens] });
        command.Parameters.Add(LeadStore.Array(NpgsqlDbType.Uuid, leads.Select(lead => lead.Id)));
        command.Parameters.Add(LeadStore.Array(NpgsqlDbType.TimestampTz, leads.Select(lead => lead.CreatedOn)));
        command.Parameters.Add(LeadStore.Array(NpgsqlDbType.TimestampTz, leads.Select(lead => lead.ModifiedOn)));
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [0, .. ends[..^1]] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = ends });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<Lead>> Leads(
        NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var leads = new List<Lead>();
        while (await reader.ReadAsync())
            leads.Add(StoredLead.Read(reader).Parse());
        return leads;
    }

    private sealed record Progress
    {
        public bool IsComplete { get; init; }

        public Guid FilledTo { get; init; }

        public string Tx { get; init; } = "";

        public Guid EventId { get; init; }

        public int Searchable { get; init; }

        public long DefinitionsVersion { get; init; }

        public bool IsOfThisCluster { get; init; }
    }
}
