using System.Text.Json;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Tables;

/// <summary>
/// An account's tables: made, changed, removed. Administrators look after them; every user reads them.
/// </summary>
internal sealed class TableOperations(TableStore store, TableDropdowns dropdowns, Database database, TimeProvider clock)
{
    private static readonly Failure TooMany = new(
        ErrorCode.LimitExceeded, $"An account has at most {DataTable.MostTables} tables.");

    private static readonly Failure NameTaken = new(ErrorCode.Duplicate, "There is a table of that name.")
    {
        Field = "name",
    };

    public Task<IReadOnlyList<DataTable>> All(Caller caller) => store.All(caller.AccountId);

    public async Task<Result<DataTable>> Find(Caller caller, Guid id) =>
        await store.Find(caller.AccountId, id) is { } table ? table : TableRules.Unknown;

    public async Task<Result<DataTable>> Create(Caller caller, NpgsqlConnection? within, TableRequest request)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        var (now, user) = (clock.Now(), caller.User.Id);
        var filled = TableRules.Fill(
            new DataTable
            {
                AccountId = caller.AccountId,
                Id = Ids.New(),
                CreatedBy = user,
                CreatedOn = now,
                ModifiedBy = user,
                ModifiedOn = now,
            },
            request);
        if (filled.Failure is not null)
            return filled;
        return await database.Transaction<Result<DataTable>>(caller.AccountId, within, async connection =>
        {
            if (await TableStore.Count(connection, caller.AccountId) >= DataTable.MostTables)
                return TooMany;
            if (!await TableStore.Add(connection, filled.Value))
                return NameTaken;
            await Tell(connection, caller, TableEvents.Created, filled.Value, now);
            return filled.Value;
        });
    }

    /// <summary>Changes a table, of the version that the caller has read where it names one.</summary>
    public Task<Result<DataTable>> Change(
        Caller caller, NpgsqlConnection? within, Guid id, int? version, TableRequest request) =>
        Held<DataTable>(caller, within, id, async (connection, before) =>
        {
            if (version is { } read && read != before.Version)
                return TableRules.Changed;
            var now = clock.Now();
            var filled = TableRules.Fill(before with { ModifiedBy = caller.User.Id, ModifiedOn = now }, request);
            if (filled.Failure is not null)
                return filled;
            var after = filled.Value;
            if (await TableStore.HasName(connection, after))
                return NameTaken;
            string[] gone =
            [
                .. before.Columns.Select(column => column.SchemaName).Where(name => after.Find(name) is null),
            ];
            if (gone.Length > 0 && await dropdowns.Using(connection, before, gone) is { } used)
                return used;
            await TableStore.Replace(connection, after);
            if (gone.Length > 0)
                await TableRowStore.Drop(connection, after, gone);
            await Tell(connection, caller, TableEvents.Updated, after, now);
            return after with { Version = before.Version + 1 };
        });

    /// <summary>Removes a table with its rows, unless a dropdown takes its options from it.</summary>
    public async Task<Failure?> Remove(Caller caller, NpgsqlConnection? within, Guid id) =>
        (await Held<DataTable>(caller, within, id, async (connection, table) =>
        {
            if (await dropdowns.Using(connection, table, columns: null) is { } used)
                return used;
            await TableStore.Remove(connection, table);
            await Tell(connection, caller, TableEvents.Deleted, table, clock.Now());
            return table;
        })).Failure;

    /// <summary>Has a dropdown take its options from the table.</summary>
    public Task<Result<TableDropdown>> SetDropdown(
        Caller caller, NpgsqlConnection? within, Guid id, TableDropdown dropdown) =>
        Held<TableDropdown>(
            caller, within, id, (connection, table) => dropdowns.Set(connection, table, dropdown));

    /// <summary>Has a dropdown keep the options that it has.</summary>
    public Task<Result<TableDropdown>> RemoveDropdown(
        Caller caller, NpgsqlConnection? within, Guid id, string owner, string field) =>
        Held<TableDropdown>(
            caller, within, id, (connection, table) => dropdowns.Remove(connection, table, owner, field));

    /// <summary>
    /// Changes a table's rows while nobody else does; the dropdowns that take their options from it follow with the
    /// same commit.
    /// </summary>
    public Task<Result<T>> ChangeRows<T>(
        Caller caller,
        NpgsqlConnection? within,
        Guid id,
        Func<NpgsqlConnection, DataTable, Task<(Result<T> Outcome, RowCounts Counts)>> change) =>
        Held<T>(caller, within, id, async (connection, table) =>
        {
            await TableStore.Mark(connection);
            var (outcome, counts) = await change(connection, table);
            if (outcome.Failure is not null || counts == default)
                return outcome;
            await TableStore.Grow(connection, table, counts.Created - counts.Deleted);
            var refusal = table.RowCount + counts.Created - counts.Deleted > DataTable.MostRows
                ? TableRules.TooManyRows
                : await dropdowns.Refresh(connection, table);
            if (refusal is not null)
            {
                await TableStore.TakeBack(connection);
                return refusal;
            }

            await Tell(
                connection,
                caller,
                TableEvents.RowsChanged,
                table,
                clock.Now(),
                JsonSerializer.Serialize(counts, JsonSerializerOptions.Web));
            return outcome;
        });

    private async Task<Result<T>> Held<T>(
        Caller caller, NpgsqlConnection? within, Guid id, Func<NpgsqlConnection, DataTable, Task<Result<T>>> work)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        return await database.Transaction<Result<T>>(
            caller.AccountId,
            within,
            async connection => await TableStore.Lock(connection, caller.AccountId, id) is { } table
                ? await work(connection, table)
                : TableRules.Unknown);
    }

    private static Task Tell(
        NpgsqlConnection connection, Caller caller, string kind, DataTable table, DateTime now, string? data = null) =>
        EventStore.Write(connection, Event.By(caller, kind, leadId: null, table.Id, now, data));

    private static Failure? Refuse(Caller caller) => caller.RefuseUnlessAdministrator("look after tables");
}
