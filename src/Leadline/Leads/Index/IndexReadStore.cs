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

    private (int Epoch, long Id)? cluster;

    public ValueTask<NpgsqlConnection> Open(int accountId, CancellationToken cancellation) =>
        database.Open(accountId, cancellation);

    /// <summary>
    /// How the index stands. Read before the tail of the log: what is entered in between is then met twice rather than
    /// never.
    /// </summary>
    public async Task<IndexState> State(NpgsqlConnection connection, int accountId)
    {
        await using var command = Command(
            connection,
            """
            SELECT pg_current_snapshot()::text, i.tx, i.version, i.searchable,
                i.is_complete AND i.cluster = $2 AND i.tx <= pg_snapshot_xmax(pg_current_snapshot())
            FROM (SELECT) one LEFT JOIN lead_index i ON i.account_id = $1
            """,
            accountId,
            new NpgsqlParameter<long> { TypedValue = await ClusterId(connection) });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var now = Seen.Of(reader.GetString(0));
        return reader.IsDBNull(1)
            ? new IndexState(now, 0, 0, 0, IsUsable: false)
            : new IndexState(
                now,
                reader.GetFieldValue<ulong>(1),
                reader.GetInt64(2),
                reader.GetInt32(3),
                reader.GetBoolean(4));
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
            segments.Add(new Segment(
                reader.GetInt64(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetFieldValue<DateTime[]>(3)));
        return segments;
    }

    /// <summary>
    /// A page of the changes of leads by transactions not seen yet, and where the next page begins; null after the last.
    /// </summary>
    public static async Task<(List<(ulong Tx, Guid LeadId)> Changes, (ulong Tx, Guid EventId)? Next)> Changes(
        NpgsqlConnection connection, int accountId, ulong[] open, (ulong Tx, Guid EventId) after)
    {
        const string Relevant = $"e.account_id = $1 AND e.kind IN ('{LeadEvents.Created}', '{LeadEvents.Updated}')";
        await using var command = Command(
            connection,
            $"""
            (SELECT e.tx, e.event_id, e.lead_id FROM event e WHERE {Relevant} AND e.tx = ANY($4))
            UNION ALL
            (SELECT e.tx, e.event_id, e.lead_id FROM event e
            WHERE {Relevant} AND (e.tx, e.event_id) > ($2, $3) AND e.tx < pg_snapshot_xmax(pg_current_snapshot())
            ORDER BY e.tx, e.event_id LIMIT {PageSize})
            """,
            accountId,
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Xid8, Value = after.Tx },
            new NpgsqlParameter<Guid> { TypedValue = after.EventId },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Xid8, Value = open });
        await using var reader = await command.ExecuteReaderAsync();
        var changes = new List<(ulong, Guid)>();
        (ulong, Guid)? last = null;
        var further = 0;
        while (await reader.ReadAsync())
        {
            var tx = reader.GetFieldValue<ulong>(0);
            changes.Add((tx, reader.GetGuid(2)));
            if (System.Array.IndexOf(open, tx) >= 0)
                continue;
            last = (tx, reader.GetGuid(1));
            further++;
        }

        return (changes, further == PageSize ? last : null);
    }

    /// <summary>The leads of these ids that exist.</summary>
    public static Task<List<StoredLead>> Leads(
        NpgsqlConnection connection, int accountId, IReadOnlyCollection<Guid> ids) => Leads(
        connection,
        $"""
        SELECT {LeadStore.Columns}
        FROM ({RowSource.Select("lead_id")}) k JOIN lead l ON l.account_id = $1 AND l.lead_id = k.lead_id
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
            parts[(reader.GetInt64(0), reader.GetInt32(1))] = reader.GetFieldValue<byte[]>(2);
        return parts;
    }

    /// <summary>Which cluster the connection is in. It reads a file each time it is asked, so it is asked once.</summary>
    public async Task<long> ClusterId(NpgsqlConnection connection)
    {
        if (cluster is { } known && known.Epoch == database.Epoch)
            return known.Id;
        var epoch = database.Epoch;
        await using var command = new NpgsqlCommand("SELECT system_identifier FROM pg_control_system()", connection);
        var id = (long)(await command.ExecuteScalarAsync())!;
        cluster = (epoch, id);
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
