using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Tables;

/// <summary>The rows of tables: read by every user, written by administrators.</summary>
internal sealed class TableRowOperations(TableOperations tables, TableRowStore store, TimeProvider clock)
{
    public async Task<Result<DataRow>> Find(Caller caller, Guid tableId, Guid rowId)
    {
        var table = await tables.Find(caller, tableId);
        if (table.Failure is { } unknown)
            return unknown;
        return await store.Find(table.Value, rowId) is { } row ? row : TableRules.UnknownRow;
    }

    /// <summary>A page of the rows that meet a filter; see <see cref="TableQuery.Read"/>.</summary>
    public async Task<Result<(List<DataRow> Rows, int? Count)>> Search(
        Caller caller, Guid tableId, RecordFilter? filter, string? sort, Guid? after, int take, bool isCounted,
        CancellationToken cancellation)
    {
        var table = await tables.Find(caller, tableId);
        if (table.Failure is { } unknown)
            return unknown;
        var query = TableQuery.Read(caller.Account, table.Value, filter, sort, after, take);
        if (query.Failure is { } unfit)
            return unfit;
        if (after is { } last && sort is not null && await store.Find(table.Value, last) is null)
            return new Failure(ErrorCode.InvalidInput, "The row of 'after' is gone.") { Field = "after" };
        var rows = await store.Page(query.Value, cancellation);
        return (rows, isCounted ? await store.Count(query.Value, cancellation) : null);
    }

    /// <summary>Adds rows: all of them, or none where one is refused.</summary>
    public Task<Result<IReadOnlyList<DataRow>>> Create(
        Caller caller, NpgsqlConnection? within, Guid tableId, IReadOnlyList<Dictionary<string, string?>> rows) =>
        tables.ChangeRows<IReadOnlyList<DataRow>>(caller, within, tableId, async (connection, table) =>
        {
            var now = clock.Now();
            var made = new List<DataRow>();
            foreach (var passed in rows)
            {
                var values = TableRules.Read(caller.Account, table, passed, before: null);
                if (values.Failure is { } unfit)
                    return (rows.Count == 1 ? unfit : At(unfit, made.Count), default);
                made.Add(new DataRow { Id = Ids.New(), Values = values.Value, CreatedOn = now, ModifiedOn = now });
            }

            await TableRowStore.Write(connection, table, caller.User.Id, made);
            return (made, new RowCounts(made.Count, 0, 0));
        });

    /// <summary>Changes a row, of the version that the caller has read where it names one.</summary>
    public Task<Result<DataRow>> Change(
        Caller caller, NpgsqlConnection? within, Guid tableId, Guid rowId, int? version,
        Dictionary<string, string?> passed) =>
        tables.ChangeRows<DataRow>(caller, within, tableId, async (connection, table) =>
        {
            if (await TableRowStore.Find(connection, table, rowId) is not { } before)
                return (TableRules.UnknownRow, default);
            if (version is { } read && read != before.Version)
                return (TableRules.Changed, default);
            var values = TableRules.Read(caller.Account, table, passed, before);
            if (values.Failure is { } unfit)
                return (unfit, default);
            var after = before with { Values = values.Value, Version = before.Version + 1, ModifiedOn = clock.Now() };
            await TableRowStore.Write(connection, table, caller.User.Id, [after]);
            return (after, new RowCounts(0, 1, 0));
        });

    /// <summary>Removes rows, all where no ids are given; how many there were.</summary>
    public Task<Result<int>> Remove(Caller caller, NpgsqlConnection? within, Guid tableId, Guid[]? ids) =>
        tables.ChangeRows<int>(caller, within, tableId, async (connection, table) =>
        {
            var removed = await TableRowStore.Remove(connection, table, ids);
            return (removed, new RowCounts(0, 0, removed));
        });

    private static Failure At(Failure failure, int row) =>
        failure with { Message = $"Row {row + 1}: {failure.Message}" };
}
