using Npgsql;
using NpgsqlTypes;

namespace Leadline.Storage.Batching;

/// <summary>
/// A statement that takes many rows at once as parallel arrays, one parameter a column, to be read with <c>unnest</c>.
/// <paramref name="order"/> says where it runs among the statements of one transaction, lowest first.
/// </summary>
public sealed class RowStatement<TRow>(int order, string sql)
{
    private readonly List<Func<List<TRow>, NpgsqlParameter>> columns = [];

    public int Order => order;

    /// <summary>Adds the next column: its element type and where a row holds it.</summary>
    public RowStatement<TRow> With<TValue>(NpgsqlDbType type, Func<TRow, TValue> value)
    {
        columns.Add(rows => new NpgsqlParameter<TValue[]>
        {
            NpgsqlDbType = NpgsqlDbType.Array | type,
            TypedValue = ToArray(rows, value),
        });
        return this;
    }

    internal NpgsqlBatchCommand Command(List<TRow> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
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
