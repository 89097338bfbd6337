using Npgsql;

namespace Leadline.Storage.Batching;

/// <summary>
/// Rows that wait to be written: gathered in memory while a transaction decides, sent together at its end.
/// </summary>
public sealed class RowBuffer
{
    private readonly Dictionary<(object Statement, int AccountId), Rows> rows = [];

    public bool IsEmpty => rows.Count == 0;

    /// <summary>
    /// Adds a statement of its own, for what is written once a transaction. It must name its account itself.
    /// </summary>
    public void Add(int order, NpgsqlBatchCommand statement) => rows.Add((statement, 0), new Single(order, statement));

    public void Add<TRow>(RowStatement<TRow> statement, TRow row)
    {
        var accountId = statement.AccountOf(row);
        if (!rows.TryGetValue((statement, accountId), out var kept))
            rows.Add((statement, accountId), kept = new Rows<TRow>(statement, accountId));
        ((Rows<TRow>)kept).List.Add(row);
    }

    /// <summary>The rows that wait for a statement.</summary>
    public IReadOnlyList<TRow> Of<TRow>(RowStatement<TRow> statement) =>
        [.. rows.Where(entry => entry.Key.Statement == statement).SelectMany(entry => ((Rows<TRow>)entry.Value).List)];

    public void Clear() => rows.Clear();

    /// <summary>Adds a statement for each kind of row and account, in the order of the statements.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        foreach (var kept in Ordered())
            kept.AddTo(batch);
    }

    /// <summary>
    /// As <see cref="AddTo"/>, but where there are many rows of a kind, sends what stands before them and copies them.
    /// </summary>
    public void Send(NpgsqlBatch batch)
    {
        foreach (var kept in Ordered())
        {
            if (!kept.IsCopied)
            {
                kept.AddTo(batch);
                continue;
            }

            if (batch.BatchCommands.Count > 0)
                batch.ExecuteNonQuery();
            batch.BatchCommands.Clear();
            kept.Copy(batch.Connection!);
        }
    }

    /// <summary>
    /// Writes the rows on a request's own thread, as a part of the transaction that the connection is in.
    /// </summary>
    public async Task Write(NpgsqlConnection connection, CancellationToken cancellation = default)
    {
        if (rows.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(connection);
        AddTo(batch);
        rows.Clear();
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private IEnumerable<Rows> Ordered() => rows.Count == 0
        ? []
        : rows.Values.OrderBy(kept => kept.Order).ThenBy(kept => kept.AccountId);

    private abstract class Rows(int order, int accountId)
    {
        public int Order => order;

        public int AccountId => accountId;

        public virtual bool IsCopied => false;

        public abstract void AddTo(NpgsqlBatch batch);

        public virtual void Copy(NpgsqlConnection connection) => throw new NotSupportedException();
    }

    private sealed class Single(int order, NpgsqlBatchCommand statement) : Rows(order, accountId: 0)
    {
        public override void AddTo(NpgsqlBatch batch) => batch.BatchCommands.Add(statement);
    }

    private sealed class Rows<TRow>(RowStatement<TRow> statement, int accountId) : Rows(statement.Order, accountId)
    {
        public List<TRow> List { get; } = [];

        public override bool IsCopied => statement.IsCopied(List);

        public override void AddTo(NpgsqlBatch batch) => statement.AddTo(batch, AccountId, List);

        public override void Copy(NpgsqlConnection connection) => statement.Copy(connection, AccountId, List);
    }
}
