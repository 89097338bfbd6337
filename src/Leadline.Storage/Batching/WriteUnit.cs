using Npgsql;

namespace Leadline.Storage.Batching;

/// <summary>
/// One transaction of a lane: look up, decide, then write all rows and commit in one round trip. BEGIN travels with the
/// first query and COMMIT with the last rows, so a unit costs two round trips. Everything in it blocks, and nothing in
/// it can be awaited: a lane's work stays on its lane's thread.
/// </summary>
public sealed class WriteUnit
{
    private readonly LaneConnection? aside;
    private readonly bool enlisted;
    private bool begun;

    private WriteUnit(NpgsqlConnection connection, LaneConnection? aside, bool enlisted) =>
        (Connection, this.aside, this.enlisted) = (connection, aside, enlisted);

    public NpgsqlConnection Connection { get; }

    /// <summary>
    /// A second connection, in no transaction: what is written there stays, whatever becomes of the unit. Opened when
    /// it is first asked for.
    /// </summary>
    public NpgsqlConnection Aside =>
        aside?.Open() ?? throw new InvalidOperationException("The unit has one connection only.");

    /// <summary>What the commit will write.</summary>
    public RowBuffer Rows { get; } = new();

    /// <summary>A transaction of its own on a connection that is in none.</summary>
    public static WriteUnit On(NpgsqlConnection connection, LaneConnection? aside = null) =>
        new(connection, aside, enlisted: false);

    /// <summary>
    /// A part of the transaction that the connection is in: it can fail and be tried again, but not commit.
    /// </summary>
    public static WriteUnit Within(NpgsqlConnection connection, LaneConnection? aside = null) =>
        new(connection, aside, enlisted: true);

    /// <summary>A part of this unit's transaction, under a savepoint.</summary>
    public WriteUnit Part() => new(Connection, aside, enlisted: true);

    /// <summary>A batch to which the caller adds its queries; it opens the transaction if nothing has yet.</summary>
    public NpgsqlBatch Query()
    {
        var batch = new NpgsqlBatch(Connection);
        Begin(batch);
        return batch;
    }

    /// <summary>Keeps a row for <see cref="Commit"/>.</summary>
    public void Add<TRow>(RowStatement<TRow> statement, TRow row) => Rows.Add(statement, row);

    public void Commit()
    {
        using var batch = new NpgsqlBatch(Connection);
        if (!Rows.IsEmpty)
            Begin(batch);
        Rows.Send(batch);
        if (begun)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(enlisted ? "RELEASE SAVEPOINT unit" : "COMMIT"));
        if (batch.BatchCommands.Count > 0)
            batch.ExecuteNonQuery();
        begun = false;
    }

    public void Rollback()
    {
        Rows.Clear();
        if (!begun)
            return;
        begun = false;
        using var command = new NpgsqlCommand(enlisted ? "ROLLBACK TO SAVEPOINT unit" : "ROLLBACK", Connection);
        command.ExecuteNonQuery();
    }

    /// <summary>As <see cref="Rollback"/>, where the connection may be gone, and the transaction with it.</summary>
    public void Abandon()
    {
        try
        {
            Rollback();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // Nothing is left to be rolled back.
        }
    }

    private void Begin(NpgsqlBatch batch)
    {
        if (begun)
            return;
        begun = true;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(enlisted ? "SAVEPOINT unit" : "BEGIN"));
    }
}
