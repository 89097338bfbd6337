using Leadline.Events;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Leads.Index;

/// <summary>The SQL of reading the search index and the tail of the event log.</summary>
internal sealed class IndexReadStore(Database database)
{
    /// <summary>Events of one page.</summary>
    public const int PageSize = 4_096;

    private (int Epoch, long Id)? known;

    public ValueTask<NpgsqlConnection> Open(int accountId, CancellationToken cancellation) =>
        database.Open(accountId, cancellation);

    /// <summary>
    /// How the index stands, and with it the changes that are new since; without a point to begin at, none. The state
    /// is read first: what is entered in between is then met twice rather than never.
    /// </summary>
    public async Task<(IndexState State, ChangePage Changes)> State(
        NpgsqlConnection connection, int accountId, Seen? seen)
    {
        var cluster = new NpgsqlParameter<long> { TypedValue = await ClusterId(connection) };
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(LeadStore.Command(
            """
            SELECT pg_current_snapshot()::text, i.tx, i.version, i.searchable,
                i.is_complete AND i.cluster = $2 AND i.tx <= pg_snapshot_xmax(pg_current_snapshot())
            FROM (SELECT) one LEFT JOIN lead_index i ON i.account_id = $1
            """,
            LeadStore.Account(accountId),
            cluster));
        if (seen is not null)
            batch.BatchCommands.Add(ChangesCommand(accountId, seen.Except, (seen.Below, Guid.Empty)));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        var state = IndexState.Read(reader);
        return (state, seen is not null && await reader.NextResultAsync()
            ? await ReadChanges(reader, seen.Except)
            : new ChangePage([], null));
    }

    /// <summary>The segments to be searched, in the order of their numbers.</summary>
    public static async Task<List<Segment>> Segments(NpgsqlConnection connection, int accountId)
    {
        await using var command = Command(
            connection,
            """
            SELECT segment, entries, parts, bounds FROM lead_segment
            WHERE account_id = $1 AND is_live ORDER BY segment
            """,
            accountId);
        await using var reader = await command.ExecuteReaderAsync();
        var segments = new List<Segment>();
        while (await reader.ReadAsync())
            segments.Add(Segment.Read(reader));
        return segments;
    }

    /// <summary>A page of changes behind an event.</summary>
    public static async Task<ChangePage> Changes(
        NpgsqlConnection connection, int accountId, (ulong Tx, Guid EventId) after)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(ChangesCommand(accountId, [], after));
        await using var reader = await batch.ExecuteReaderAsync();
        return await ReadChanges(reader, []);
    }

    /// <summary>The leads of these ids that exist.</summary>
    public static Task<List<StoredLead>> Leads(
        NpgsqlConnection connection, int accountId, IReadOnlyCollection<Guid> ids) => Leads(
        connection,
        $"""
        SELECT {LeadStore.Columns}
        FROM ({RowSource.Select("lead_id")}) k
        CROSS JOIN {LeadStore.ById("k.lead_id")} l
        """,
        accountId,
        LeadStore.Array(NpgsqlDbType.Uuid, ids));

    /// <summary>The next leads in the order of their changes.</summary>
    public static Task<List<StoredLead>> Leads(
        NpgsqlConnection connection, int accountId, DateTime filledOn, Guid filledTo, int most) => Leads(
        connection,
        $"""
        SELECT {LeadStore.Columns} FROM lead l
        WHERE l.account_id = $1 AND (l.modified_on, l.lead_id) > ($2, $3)
        ORDER BY l.modified_on, l.lead_id LIMIT {most}
        """,
        accountId,
        new NpgsqlParameter<DateTime> { TypedValue = filledOn },
        new NpgsqlParameter<Guid> { TypedValue = filledTo });

    /// <summary>The parts of segments in which the tokens' lists lie.</summary>
    public static async Task<Dictionary<(long Segment, int Part), byte[]>> Parts(
        NpgsqlConnection connection,
        int accountId,
        IReadOnlyCollection<(long Segment, int Part)> wanted,
        CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            $"""
            SELECT p.segment, p.part, p.lists
            FROM ({RowSource.Select("segment", "part")}) k
            JOIN lead_segment_part p ON p.account_id = $1 AND p.segment = k.segment AND p.part = k.part
            """,
            accountId,
            LeadStore.Array(NpgsqlDbType.Bigint, wanted.Select(part => part.Segment)),
            LeadStore.Array(NpgsqlDbType.Integer, wanted.Select(part => part.Part)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var parts = new Dictionary<(long, int), byte[]>(wanted.Count);
        while (await reader.ReadAsync(cancellation))
            parts[(reader.GetInt64(0), reader.GetInt32(1))] = Bytes(reader, 2);
        return parts;
    }

    /// <summary>Which cluster the connection is in. PostgreSQL reads a file to tell, so it is asked once.</summary>
    public async Task<long> ClusterId(NpgsqlConnection connection)
    {
        if (known is { } cluster && cluster.Epoch == database.Epoch)
            return cluster.Id;
        var epoch = database.Epoch;
        await using var command = new NpgsqlCommand("SELECT system_identifier FROM pg_control_system()", connection);
        var id = (long)(await command.ExecuteScalarAsync())!;
        known = (epoch, id);
        return id;
    }

    public static NpgsqlCommand Command(
        NpgsqlConnection connection, string sql, int accountId, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(LeadStore.Account(accountId));
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static byte[] Bytes(NpgsqlDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    private static NpgsqlBatchCommand ChangesCommand(int accountId, ulong[] open, (ulong Tx, Guid EventId) after)
    {
        const string Relevant = $"e.account_id = $1 AND e.kind IN ('{LeadEvents.Created}', '{LeadEvents.Updated}')";
        return LeadStore.Command(
            $"""
            (SELECT e.tx, e.event_id, e.lead_id FROM event e WHERE {Relevant} AND e.tx = ANY($4))
            UNION ALL
            (SELECT e.tx, e.event_id, e.lead_id FROM event e
            WHERE {Relevant} AND (e.tx, e.event_id) > ($2, $3) AND e.tx < pg_snapshot_xmax(pg_current_snapshot())
            ORDER BY e.tx, e.event_id LIMIT {PageSize})
            """,
            LeadStore.Account(accountId),
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Xid8, Value = after.Tx },
            new NpgsqlParameter<Guid> { TypedValue = after.EventId },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Xid8, Value = open });
    }

    private static async Task<ChangePage> ReadChanges(NpgsqlDataReader reader, ulong[] open)
    {
        var changes = new List<(ulong, Guid)>();
        (ulong, Guid)? last = null;
        var further = 0;
        while (await reader.ReadAsync())
        {
            var tx = IndexState.TxOf(reader, 0);
            changes.Add((tx, reader.GetGuid(2)));
            if (System.Array.IndexOf(open, tx) >= 0)
                continue;
            last = (tx, reader.GetGuid(1));
            further++;
        }

        return new ChangePage(changes, further == PageSize ? last : null);
    }

    private static async Task<List<StoredLead>> Leads(
        NpgsqlConnection connection, string sql, int accountId, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, accountId, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var leads = new List<StoredLead>();
        while (await reader.ReadAsync())
            leads.Add(StoredLead.Read(reader));
        return leads;
    }
}
