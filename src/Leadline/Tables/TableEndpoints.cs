using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Tables;

/// <summary>Tables in Leadline's own API, and the dropdowns that take their options from them.</summary>
internal sealed class TableEndpoints(TableOperations tables, TableDropdowns dropdowns)
{
    public async Task<Failure?> List(Call call) => call.Answer(
        new TablesResponse([.. (await tables.All(call.Caller)).Select(Response)]), OwnJson.Default.TablesResponse);

    public async Task<Failure?> Get(Call call) => Answer(call, await tables.Find(call.Caller, Id(call)));

    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<TableRequest>();
        return body.Failure ?? Answer(call, await tables.Create(call.Caller, call.Transaction, body.Value));
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.ReadStrictly<TableRequest>();
        return body.Failure ?? Answer(
            call,
            await tables.Change(call.Caller, call.Transaction, Id(call), IfMatch.Version(call), body.Value));
    }

    public async Task<Failure?> Remove(Call call) =>
        await tables.Remove(call.Caller, call.Transaction, Id(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    public async Task<Failure?> Dropdowns(Call call)
    {
        var table = await tables.Find(call.Caller, Id(call));
        return table.Failure ?? call.Answer(
            new TableDropdownsResponse([.. (await dropdowns.Of(table.Value)).Select(Message)]),
            OwnJson.Default.TableDropdownsResponse);
    }

    public async Task<Failure?> SetDropdown(Call call)
    {
        var body = call.ReadStrictly<TableDropdownMessage>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var (sent, none) = (body.Value, (string?)null);
        var set = await tables.SetDropdown(
            call.Caller,
            call.Transaction,
            Id(call),
            new TableDropdown(
                sent.Owner ?? "",
                sent.Field ?? "",
                sent.Column ?? "",
                sent.ParentField is "" ? none : sent.ParentField,
                sent.ParentColumn is "" ? none : sent.ParentColumn));
        return call.Answer(set, Message, OwnJson.Default.TableDropdownMessage);
    }

    /// <summary><c>DELETE tables/{table}/dropdowns?owner=&amp;field=</c></summary>
    public async Task<Failure?> RemoveDropdown(Call call) => call.Answer(
        await tables.RemoveDropdown(
            call.Caller, call.Transaction, Id(call), call.Query("owner") ?? "", call.Query("field") ?? ""),
        _ => new DoneResponse(),
        OwnJson.Default.DoneResponse);

    /// <summary><c>GET field-options?owner=&amp;field=&amp;parent=</c></summary>
    public async Task<Failure?> Options(Call call) => call.Answer(
        await dropdowns.Options(
            call.Caller.AccountId,
            call.Query("owner") ?? AccountFields.LeadOwner,
            call.Query("field") ?? "",
            call.Query("parent")),
        options => new FieldOptionsResponse(options),
        OwnJson.Default.FieldOptionsResponse);

    private static Guid Id(Call call) => call.RouteId("table") ?? Guid.Empty;

    private static Failure? Answer(Call call, Result<DataTable> table)
    {
        if (table.Failure is null)
            IfMatch.Tell(call, table.Value.Version);
        return call.Answer(table, Response, OwnJson.Default.TableResponse);
    }

    private static TableResponse Response(DataTable table) => new(
        table.Id,
        table.Name,
        table.Description,
        table.Columns.Responses(),
        table.RowCount,
        table.Version,
        table.CreatedOn,
        table.ModifiedOn);

    private static TableDropdownMessage Message(TableDropdown dropdown) => new()
    {
        Owner = dropdown.Owner,
        Field = dropdown.Field,
        Column = dropdown.Column,
        ParentField = dropdown.ParentField,
        ParentColumn = dropdown.ParentColumn,
    };
}
