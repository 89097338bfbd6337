using Npgsql;

namespace Leadline.Storage.Batching;

/// <summary>
/// One transaction of the write path: look up, decide, then write all rows and commit in one round trip.
/// BEGIN travels with the first query and COMMIT with the last rows, so a unit costs two round trips. A lane's thread blocks
/// for them; a request's own thread does not.
/// </summary>
public sealed class WriteUnit
{
    private readonly bool enlisted;
    private readonly bool blocks;
    private readonly SortedDictionary<int, Rows> rowsByOrder = [];
    private bool begun;

    private WriteUnit(NpgsqlConnection connection, bool enlisted, bool blocks) =>
        (Connection, this.enlisted, this.blocks) = (connection, enlisted, blocks);

    public NpgsqlConnection Connection { get; }

    /// <summary>A transaction of its own on a lane's connection that is in none.</summary>
    public static WriteUnit On(NpgsqlConnection connection) => new(connection, enlisted: false, blocks: true);

    /// <summary>A part of the transaction that the connection is in: it can fail and be tried again, but not commit.</summary>
    public static WriteUnit Within(NpgsqlConnection connection, bool isLane = false) => new(connection, enlisted: true, blocks: isLane);

    /// <summary>A batch to which the caller adds its queries; it opens the transaction if nothing has yet.</summary>
    public NpgsqlBatch Query()
    {
        var batch = new NpgsqlBatch(Connection);
        Begin(batch);
        return batch;
    }

    /// <summary>
    /// Waits as the unit's thread waits. Where a lane's work went on after an await it would go on on a pool thread, block that,
    /// and so keep from the pool what it needs for the very answer.
    /// </summary>
    public ValueTask<T> Await<T>(ValueTask<T> task) =>
        blocks && !task.IsCompleted ? new ValueTask<T>(task.AsTask().GetAwaiter().GetResult()) : task;

    /// <summary>Runs what <see cref="Query"/> began. To be disposed of without awaiting: Npgsql's own way goes by the pool.</summary>
    public async ValueTask<NpgsqlDataReader> Read(NpgsqlBatch query) => blocks ? query.ExecuteReader() : await query.ExecuteReaderAsync();

    /// <summary>Keeps a row for <see cref="Commit"/>.</summary>
    public void Add<TRow>(RowStatement<TRow> statement, TRow row)
    {
        if (!rowsByOrder.TryGetValue(statement.Order, out var rows))
            rowsByOrder.Add(statement.Order, rows = new Rows<TRow>(statement));
        ((Rows<TRow>)rows).List.Add(row);
    }

    public async ValueTask Commit()
    {
        using var batch = new NpgsqlBatch(Connection);
        if (rowsByOrder.Count > 0)
            Begin(batch);
        foreach (var rows in rowsByOrder.Values)
            batch.BatchCommands.Add(rows.Command());
        if (begun)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(enlisted ? "RELEASE SAVEPOINT unit" : "COMMIT"));
        if (batch.BatchCommands.Count > 0)
            _ = blocks ? batch.ExecuteNonQuery() : await batch.ExecuteNonQueryAsync();
        begun = false;
    }

    public async ValueTask Rollback()
    {
        rowsByOrder.Clear();
        if (!begun)
            return;
        begun = false;
        using var command = new NpgsqlCommand(enlisted ? "ROLLBACK TO SAVEPOINT unit" : "ROLLBACK", Connection);
        _ = blocks ? command.ExecuteNonQuery() : await command.ExecuteNonQueryAsync();
    }

    private void Begin(NpgsqlBatch batch)
    {
        if (begun)
            return;
        begun = true;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(enlisted ? "SAVEPOINT unit" : "BEGIN"));
    }

    private abstract class Rows
    {
        public abstract NpgsqlBatchCommand Command();
    }

    private sealed class Rows<TRow>(RowStatement<TRow> statement) : Rows
    {
        public List<TRow> List { get; } = [];

        public override NpgsqlBatchCommand Command() => statement.Command(List);
    }
}
