using Npgsql;
using NpgsqlTypes;

namespace Leadline.Storage.Batching;

/// <summary>
/// A statement that takes many rows of one account at once: the account as <c>$1</c>, then a parallel array a column,
/// to be read with <c>unnest</c> (<see cref="RowSource"/>). A statement is known by itself; rows of two statements
/// never mix.
/// </summary>
/// <param name="order">Where it runs among the statements of one transaction, lowest first; of equals, the one first
/// used.</param>
/// <param name="account">Whose row it is.</param>
/// <param name="sql">The statement.</param>
public sealed class RowStatement<TRow>(int order, Func<TRow, int> account, string sql)
{
    /// <summary>
    /// From so many rows on COPY is cheaper: it writes pages of rows to the WAL, but each takes round trips of its own.
    /// </summary>
    private const int ManyRows = 300;

    private readonly List<Func<List<TRow>, NpgsqlParameter>> columns = [];
    private readonly List<Action<NpgsqlBinaryImporter, TRow>> cells = [];
    private string? copy;
    private Comparison<TRow>? copyOrder;
    private string? lockSql;
    private int lockColumns;
    private Action<int>? sent;

    public int Order => order;

    /// <summary>Adds the next column: its element type and where a row holds it.</summary>
    public RowStatement<TRow> With<TValue>(NpgsqlDbType type, Func<TRow, TValue> value)
    {
        columns.Add(rows => new NpgsqlParameter<TValue[]>
        {
            NpgsqlDbType = NpgsqlDbType.Array | type,
            TypedValue = ToArray(rows, value),
        });
        cells.Add((importer, row) => importer.Write(value(row), type));
        return this;
    }

    /// <summary>
    /// Has many rows go by COPY. For a plain INSERT whose columns are the account and then those of <see cref="With"/>.
    /// </summary>
    /// <param name="sorted">The order of the rows, where the statement has one.</param>
    public RowStatement<TRow> ManyByCopy(Comparison<TRow>? sorted = null)
    {
        var from = sql.IndexOf("INTO ", StringComparison.Ordinal) + "INTO ".Length;
        copy = $"COPY {sql[from..(sql.IndexOf(')', from) + 1)]} FROM STDIN (FORMAT BINARY)";
        copyOrder = sorted;
        return this;
    }

    /// <summary>
    /// Has somebody told of each account whose rows are sent: about to be committed, if nothing comes between.
    /// </summary>
    public RowStatement<TRow> Telling(Action<int> told)
    {
        sent = told;
        return this;
    }

    internal bool IsCopied(List<TRow> rows) => copy is not null && rows.Count >= ManyRows;

    internal void Copy(NpgsqlConnection connection, int accountId, List<TRow> rows)
    {
        if (copyOrder is not null)
            rows.Sort(copyOrder);
        sent?.Invoke(accountId);
        using var importer = connection.BeginBinaryImport(copy!);
        foreach (var row in rows)
        {
            importer.StartRow();
            importer.Write(accountId, NpgsqlDbType.Integer);
            foreach (var cell in cells)
                cell(importer, row);
        }

        importer.Complete();
    }

    /// <summary>
    /// Has another statement run before it, of the account and the first columns alone. It locks the rows that this one
    /// then finds by their place (<c>ctid</c>): that has to be the place of their newest version.
    /// </summary>
    public RowStatement<TRow> Locking(string lockRows, int columnCount = 1)
    {
        (lockSql, lockColumns) = (lockRows, columnCount);
        return this;
    }

    internal int AccountOf(TRow row) => account(row);

    internal void AddTo(NpgsqlBatch batch, int accountId, List<TRow> rows)
    {
        if (lockSql is not null)
            batch.BatchCommands.Add(Command(lockSql, accountId, rows, columns.Take(lockColumns)));
        sent?.Invoke(accountId);
        batch.BatchCommands.Add(Command(sql, accountId, rows, columns));
    }

    private static NpgsqlBatchCommand Command(
        string text, int accountId, List<TRow> rows, IEnumerable<Func<List<TRow>, NpgsqlParameter>> columns)
    {
        var command = new NpgsqlBatchCommand(text);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        foreach (var column in columns)
            command.Parameters.Add(column(rows));
        return command;
    }

    private static TValue[] ToArray<TValue>(List<TRow> rows, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        return values;
    }
}
