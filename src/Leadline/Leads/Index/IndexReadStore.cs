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

    private static readonly string PartRows =
        $"""
        SELECT r.segment, r.part, r.lists FROM ({RowSource.Select("segment", "number")}) k
        JOIN lead_segment_part r ON r.account_id = $1 AND r.segment = k.segment AND r.part = k.number
        """;

    private static readonly string ChunkRows =
        $"""
        SELECT r.segment, r.chunk, r.lead_ids, r.modified_on FROM ({RowSource.Select("segment", "number")}) k
        JOIN lead_segment_chunk r ON r.account_id = $1 AND r.segment = k.segment AND r.chunk = k.number
        """;

    /// <summary>Another one means that the database may be another, too.</summary>
    public int Epoch => database.Epoch;

    public ValueTask<NpgsqlConnection> Open(int accountId, CancellationToken cancellation) =>
        database.Open(accountId, cancellation);

    /// <summary>
    /// How the index stands, and with it the changes that are new since; without a point to begin at, none. The state
    /// is read first: what is entered in between is then met twice rather than never.
    /// </summary>
    public async Task<(IndexState State, ChangePage Changes)> State(
        NpgsqlConnection connection, int accountId, Seen? seen)
    {
        var cluster = new NpgsqlParameter<long> { TypedValue = await database.ClusterId(connection) };
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

    /// <summary>The next leads to be entered, in the order of their changes.</summary>
    public static Task<List<StoredLead>> Leads(
        NpgsqlConnection connection, int accountId, IndexProgress progress, int most) => Leads(
        connection,
        $"""
        SELECT {LeadStore.Columns} FROM lead l
        WHERE l.account_id = $1 AND (l.modified_on, l.lead_id) > ($2, $3) AND l.modified_on <= $4
        ORDER BY l.modified_on, l.lead_id LIMIT {most}
        """,
        accountId,
        new NpgsqlParameter<DateTime> { TypedValue = progress.FilledOn },
        new NpgsqlParameter<Guid> { TypedValue = progress.FilledTo },
        new NpgsqlParameter<DateTime> { TypedValue = progress.FillUntil });

    /// <summary>Parts of segments: lists of tokens.</summary>
    public static Task<Dictionary<SegmentRow, byte[]>> Parts(
        NpgsqlConnection connection,
        int accountId,
        IReadOnlyCollection<SegmentRow> wanted,
        CancellationToken cancellation) => Rows(
        connection,
        PartRows,
        accountId,
        wanted,
        reader => reader.GetFieldValue<byte[]>(2),
        cancellation);

    /// <summary>Chunks of segments: entries, the newest first.</summary>
    public static Task<Dictionary<SegmentRow, IndexEntry[]>> Chunks(
        NpgsqlConnection connection,
        int accountId,
        IReadOnlyCollection<SegmentRow> wanted,
        CancellationToken cancellation) => Rows(
        connection,
        ChunkRows,
        accountId,
        wanted,
        reader => ReadChunk(reader, 2),
        cancellation);

    /// <summary>Reads the ids and changes of a chunk, from this column on.</summary>
    public static IndexEntry[] ReadChunk(NpgsqlDataReader reader, int column)
    {
        var ids = reader.GetFieldValue<Guid[]>(column);
        var changes = reader.GetFieldValue<DateTime[]>(column + 1);
        return [.. ids.Zip(changes, (id, on) => new IndexEntry(id, on, Tx: 0))];
    }

    public static NpgsqlCommand Command(
        NpgsqlConnection connection, string sql, int accountId, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(LeadStore.Account(accountId));
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static async Task<Dictionary<SegmentRow, T>> Rows<T>(
        NpgsqlConnection connection,
        string sql,
        int accountId,
        IReadOnlyCollection<SegmentRow> wanted,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            sql,
            accountId,
            LeadStore.Array(NpgsqlDbType.Bigint, wanted.Select(row => row.Segment)),
            LeadStore.Array(NpgsqlDbType.Integer, wanted.Select(row => row.Number)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new Dictionary<SegmentRow, T>(wanted.Count);
        while (await reader.ReadAsync(cancellation))
            rows[new SegmentRow(reader.GetInt64(0), reader.GetInt32(1))] = read(reader);
        return rows;
    }

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
