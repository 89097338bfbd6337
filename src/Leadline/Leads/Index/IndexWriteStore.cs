using Dapper;
using Leadline.Leads.Search;
using Leadline.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Leads.Index;

/// <summary>
/// The SQL of keeping the search index. An account's index is kept by one node at a time: the one that holds it.
/// </summary>
internal sealed class IndexWriteStore(Database database)
{
    private const string IsOfThisCluster = "i.cluster = @cluster AND i.tx <= pg_snapshot_xmax(pg_current_snapshot())";

    // In the statement that takes the snapshot: what it does not see of leads, it will meet among the events.
    private const string LatestChange =
        "coalesce((SELECT max(l.modified_on) FROM lead l WHERE l.account_id = @accountId), '-infinity')";

    /// <summary>Accounts whose index lacks something: a block of changes, other fields, all.</summary>
    public async Task<IReadOnlyList<int>> Due(int blockSize, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return [.. await connection.QueryAsync<int>(new CommandDefinition(
            $"""
            SELECT a.account_id FROM account a
            LEFT JOIN lead_index i ON i.account_id = a.account_id
            WHERE i.account_id IS NULL OR NOT i.is_complete OR i.definitions_version <> a.version
                OR NOT ({IsOfThisCluster})
                OR EXISTS (
                    SELECT FROM event e WHERE e.account_id = i.account_id AND e.tx >= i.tx
                    ORDER BY e.tx, e.event_id OFFSET @blockSize LIMIT 1)
            ORDER BY a.account_id
            """,
            new { blockSize, cluster = await database.ClusterId(connection) },
            cancellationToken: cancellation))];
    }

    /// <summary>
    /// How the filling of the index stands, held by this node from now on; null while another node holds it. Where
    /// there is no index, or one of another cluster or of other fields, it is begun.
    /// </summary>
    public Task<IndexProgress?> Hold(
        int accountId, Guid node, DateTime now, DateTime until, int searchable, long definitionsVersion) =>
        database.Transaction(
            accountId,
            async connection =>
            {
                var values = new
                {
                    accountId,
                    node,
                    now,
                    until,
                    searchable,
                    definitionsVersion,
                    nobody = Guid.Empty,
                    cluster = await database.ClusterId(connection),
                };
                await connection.ExecuteAsync(
                    $"""
                    INSERT INTO lead_index (account_id, cluster, tx, is_complete, filled_on, filled_to, fill_until,
                        searchable, definitions_version, version, last_segment)
                    VALUES (@accountId, @cluster, pg_snapshot_xmin(pg_current_snapshot()), false, '-infinity', @nobody,
                        {LatestChange}, @searchable, @definitionsVersion, 0, 0)
                    ON CONFLICT (account_id) DO NOTHING
                    """,
                    values);
                var progress = await connection.QuerySingleOrDefaultAsync<IndexProgress>(
                    $"""
                    UPDATE lead_index i SET node = @node, held_until = @until
                    WHERE i.account_id = @accountId AND (i.node IS NULL OR i.node = @node OR i.held_until < @now)
                    RETURNING i.is_complete AS "IsComplete", i.filled_on AS "FilledOn", i.filled_to AS "FilledTo",
                        i.fill_until AS "FillUntil", i.searchable AS "Searchable",
                        i.definitions_version AS "DefinitionsVersion",
                        ({IsOfThisCluster}) AS "IsOfThisCluster"
                    """,
                    values);
                if (progress is null)
                    return null;
                if (progress.IsOfThisCluster && progress.Searchable == searchable)
                {
                    if (progress.DefinitionsVersion != definitionsVersion)
                        await connection.ExecuteAsync(
                            """
                            UPDATE lead_index SET definitions_version = @definitionsVersion
                            WHERE account_id = @accountId
                            """,
                            values);
                    return progress;
                }

                return progress with
                {
                    IsComplete = false,
                    FilledOn = DateTime.MinValue,
                    FilledTo = Guid.Empty,
                    FillUntil = await Begin(connection, values),
                };
            });

    /// <summary>Makes the index begin anew from the leads, whoever holds it.</summary>
    public Task Rebuild(int accountId) => database.Transaction(
        accountId,
        connection => connection.ExecuteAsync(
            "UPDATE lead_index SET cluster = 0 WHERE account_id = @accountId", new { accountId }));

    /// <summary>Writes what was filled in and how far filling has come, if this node still holds the index.</summary>
    public Task Fill(
        int accountId, Guid node, SegmentContent? content, DateTime filledOn, Guid filledTo, bool isComplete) =>
        database.Transaction(
            accountId,
            async connection =>
            {
                var isHeld = await connection.ExecuteAsync(
                    """
                    UPDATE lead_index SET filled_on = @filledOn, filled_to = @filledTo, is_complete = @isComplete
                    WHERE account_id = @accountId AND node = @node
                    """,
                    new { accountId, node, filledOn, filledTo, isComplete }) == 1;
                if (isHeld && content is not null)
                    await Add(connection, accountId, content);
            });

    /// <summary>Writes a segment of events below <paramref name="tx"/>; null when the segments have changed.</summary>
    public Task<Segment?> Append(int accountId, Guid node, long version, ulong tx, SegmentContent content) =>
        database.Transaction(
            accountId,
            async connection =>
            {
                await using var command = IndexReadStore.Command(
                    connection,
                    """
                    UPDATE lead_index SET tx = greatest(tx, $2)
                    WHERE account_id = $1 AND node = $3 AND version = $4
                    """,
                    accountId,
                    new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Xid8, Value = tx },
                    new NpgsqlParameter<Guid> { TypedValue = node },
                    new NpgsqlParameter<long> { TypedValue = version });
                return await command.ExecuteNonQueryAsync() == 1 ? await Add(connection, accountId, content) : null;
            });

    /// <summary>A segment that is about to be written in several transactions; nobody sees it before.</summary>
    public Task<long> Announce(int accountId, int entries, int parts) => database.Transaction(
        accountId, connection => Announce(connection, accountId, entries, parts, [], isLive: false));

    public Task Write(int accountId, long segment, IEnumerable<(int Part, ReadOnlyMemory<byte> Lists)> parts) =>
        database.Transaction(accountId, connection => WriteParts(connection, accountId, segment, parts));

    /// <summary>Puts a merged segment in place of its sources; false when another node holds the index.</summary>
    public Task<bool> Replace(
        int accountId, Guid node, long segment, IReadOnlyList<IndexEntry> entries, long[] sources, DateTime now) =>
        database.Transaction(
            accountId,
            async connection =>
            {
                var values = new { accountId, node, segment, sources, now, bounds = Bounds(entries) };
                if (await connection.ExecuteAsync(
                    """
                    UPDATE lead_index SET version = version + 1 WHERE account_id = @accountId AND node = @node
                    """,
                    values) == 0)
                    return false;
                await WriteChunks(connection, accountId, segment, entries);
                await connection.ExecuteAsync(
                    """
                    UPDATE lead_segment SET is_live = false, replaced_on = @now
                    WHERE account_id = @accountId AND segment = ANY(@sources);
                    UPDATE lead_segment SET is_live = true, bounds = @bounds
                    WHERE account_id = @accountId AND segment = @segment
                    """,
                    values);
                return true;
            });

    /// <summary>Deletes segments that were replaced before, or whose writing broke off.</summary>
    public Task DeleteDead(int accountId, DateTime before) => database.Transaction(
        accountId,
        connection => connection.ExecuteAsync(
            """
            WITH dead AS (
                DELETE FROM lead_segment
                WHERE account_id = @accountId AND NOT is_live AND (replaced_on IS NULL OR replaced_on < @before)
                RETURNING segment
            ), parts AS (
                DELETE FROM lead_segment_part
                WHERE account_id = @accountId AND segment IN (SELECT segment FROM dead)
            )
            DELETE FROM lead_segment_chunk WHERE account_id = @accountId AND segment IN (SELECT segment FROM dead)
            """,
            new { accountId, before }));

    /// <summary>The entries of a segment, the newest first.</summary>
    public async Task<List<IndexEntry>> Entries(int accountId, long segment)
    {
        await using var connection = await database.Open(accountId);
        await using var command = IndexReadStore.Command(
            connection,
            """
            SELECT lead_ids, modified_on FROM lead_segment_chunk
            WHERE account_id = $1 AND segment = $2 ORDER BY chunk
            """,
            accountId,
            new NpgsqlParameter<long> { TypedValue = segment });
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<IndexEntry>();
        while (await reader.ReadAsync())
            entries.AddRange(IndexReadStore.ReadChunk(reader, 0));
        return entries;
    }

    /// <summary>The parts of a segment whose numbers leave one of the remainders.</summary>
    public async Task<IEnumerable<byte[]>> Parts(int accountId, Segment segment, int[] remainders, int divisor)
    {
        var wanted = remainders.SelectMany(remainder =>
            Enumerable.Range(0, segment.Parts / divisor)
                .Select(i => new SegmentRow(segment.Number, (i * divisor) + remainder)));
        await using var connection = await database.Open(accountId);
        return (await IndexReadStore.Parts(connection, accountId, [.. wanted], CancellationToken.None)).Values;
    }

    private static Task<DateTime> Begin(NpgsqlConnection connection, object values) =>
        connection.ExecuteScalarAsync<DateTime>(
        $"""
        DELETE FROM lead_segment WHERE account_id = @accountId;
        DELETE FROM lead_segment_part WHERE account_id = @accountId;
        DELETE FROM lead_segment_chunk WHERE account_id = @accountId;
        UPDATE lead_index SET cluster = @cluster, tx = pg_snapshot_xmin(pg_current_snapshot()), is_complete = false,
            filled_on = '-infinity', filled_to = @nobody, fill_until = {LatestChange}, searchable = @searchable,
            definitions_version = @definitionsVersion, version = version + 1
        WHERE account_id = @accountId
        RETURNING fill_until
        """,
        values);

    private static async Task<Segment?> Add(NpgsqlConnection connection, int accountId, SegmentContent content)
    {
        var bounds = Bounds(content.Entries);
        var number = await Announce(connection, accountId, content.Entries.Count, content.Parts, bounds, isLive: true);
        await WriteParts(connection, accountId, number, content.Lists);
        await WriteChunks(connection, accountId, number, content.Entries);
        await connection.ExecuteAsync(
            "UPDATE lead_index SET version = version + 1 WHERE account_id = @accountId", new { accountId });
        return new Segment(number, content.Entries.Count, content.Parts, bounds);
    }

    private static async Task<long> Announce(
        NpgsqlConnection connection, int accountId, int entries, int parts, DateTime[] bounds, bool isLive)
    {
        var number = await connection.ExecuteScalarAsync<long>(
            """
            UPDATE lead_index SET last_segment = last_segment + 1 WHERE account_id = @accountId
            RETURNING last_segment
            """,
            new { accountId });
        await connection.ExecuteAsync(
            """
            INSERT INTO lead_segment (account_id, segment, entries, parts, bounds, is_live)
            VALUES (@accountId, @number, @entries, @parts, @bounds, @isLive)
            """,
            new { accountId, number, entries, parts, bounds, isLive });
        return number;
    }

    private static async Task WriteParts(
        NpgsqlConnection connection,
        int accountId,
        long segment,
        IEnumerable<(int Part, ReadOnlyMemory<byte> Lists)> parts)
    {
        await using var import = await connection.BeginBinaryImportAsync(
            "COPY lead_segment_part (account_id, segment, part, lists) FROM STDIN (FORMAT BINARY)");
        foreach (var (part, lists) in parts)
        {
            await import.StartRowAsync();
            await import.WriteAsync(accountId, NpgsqlDbType.Integer);
            await import.WriteAsync(segment, NpgsqlDbType.Bigint);
            await import.WriteAsync(part, NpgsqlDbType.Integer);
            await import.WriteAsync(lists, NpgsqlDbType.Bytea);
        }

        await import.CompleteAsync();
    }

    private static async Task WriteChunks(
        NpgsqlConnection connection, int accountId, long segment, IReadOnlyList<IndexEntry> entries)
    {
        await using var import = await connection.BeginBinaryImportAsync(
            """
            COPY lead_segment_chunk (account_id, segment, chunk, lead_ids, modified_on) FROM STDIN (FORMAT BINARY)
            """);
        foreach (var (chunk, rows) in entries.Chunk(Segment.ChunkSize).Index())
        {
            await import.StartRowAsync();
            await import.WriteAsync(accountId, NpgsqlDbType.Integer);
            await import.WriteAsync(segment, NpgsqlDbType.Bigint);
            await import.WriteAsync(chunk, NpgsqlDbType.Integer);
            await import.WriteAsync(
                rows.Select(row => row.LeadId).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);
            await import.WriteAsync(
                rows.Select(row => row.ModifiedOn).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.TimestampTz);
        }

        await import.CompleteAsync();
    }

    private static DateTime[] Bounds(IReadOnlyList<IndexEntry> entries) =>
        [.. entries.Chunk(Segment.ChunkSize).Select(chunk => chunk[0].ModifiedOn)];
}
