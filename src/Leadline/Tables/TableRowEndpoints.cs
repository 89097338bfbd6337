using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Tables;

/// <summary>The rows of tables in Leadline's own API.</summary>
internal sealed class TableRowEndpoints(TableRowOperations rows)
{
    private const int MostListed = 1_000;
    private const int UsualPage = 100;
    private const int MostAtOnce = 1_000;

    private static readonly Failure NoRows = new(
        ErrorCode.InvalidInput, $"A call names 1 to {MostAtOnce} rows.");

    /// <summary><c>GET tables/{table}/rows?after=&amp;limit=</c>: in the order in which they were made.</summary>
    public Task<Failure?> List(Call call) => Page(
        call, filter: null, sort: null, call.QueryId("after"), call.QueryLimit(MostListed), isCounted: false);

    /// <summary><c>POST tables/{table}/search</c></summary>
    public async Task<Failure?> Search(Call call)
    {
        var body = call.ReadOrDefault<TableSearchRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var (request, filter) = (body.Value, RecordFilter.Read(body.Value.Filter));
        return filter.Failure ?? await Page(
            call,
            filter.Value,
            string.IsNullOrWhiteSpace(request.Sort) ? null : request.Sort.Trim(),
            request.After,
            Math.Clamp(request.Limit ?? UsualPage, 1, MostListed),
            request.Count == true);
    }

    public async Task<Failure?> Get(Call call) => Answer(call, await rows.Find(call.Caller, Table(call), Row(call)));

    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<TableRowRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var made = await rows.Create(call.Caller, call.Transaction, Table(call), [body.Value.Values ?? []]);
        return made.Failure ?? Answer(call, made.Value[0]);
    }

    /// <summary><c>POST tables/{table}/rows/bulk</c></summary>
    public async Task<Failure?> CreateMany(Call call)
    {
        var body = call.ReadStrictly<TableRowsRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Rows is not { Count: > 0 and <= MostAtOnce } sent)
            return NoRows;
        return call.Answer(
            await rows.Create(
                call.Caller, call.Transaction, Table(call), [.. sent.Select(row => row?.Values ?? [])]),
            made => new TableRowsResponse([.. made.Select(Response)], Next: null),
            OwnJson.Default.TableRowsResponse);
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.ReadStrictly<TableRowRequest>();
        return body.Failure ?? Answer(
            call,
            await rows.Change(
                call.Caller, call.Transaction, Table(call), Row(call), IfMatch.Version(call), body.Value.Values ?? []));
    }

    public async Task<Failure?> Remove(Call call)
    {
        var removed = await rows.Remove(call.Caller, call.Transaction, Table(call), [Row(call)]);
        return removed.Failure ?? (removed.Value == 0
            ? TableRules.UnknownRow
            : call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse));
    }

    /// <summary><c>POST tables/{table}/rows/delete</c></summary>
    public async Task<Failure?> RemoveMany(Call call)
    {
        var body = call.ReadStrictly<TableRowIdsRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return body.Value.RowIds is { Count: > 0 and <= MostAtOnce } ids ? await Removed(call, [.. ids]) : NoRows;
    }

    /// <summary><c>POST tables/{table}/truncate</c></summary>
    public Task<Failure?> Truncate(Call call) => Removed(call, ids: null);

    private async Task<Failure?> Removed(Call call, Guid[]? ids) => call.Answer(
        await rows.Remove(call.Caller, call.Transaction, Table(call), ids),
        removed => new TableRowsRemovedResponse(removed),
        OwnJson.Default.TableRowsRemovedResponse);

    private async Task<Failure?> Page(
        Call call, RecordFilter? filter, string? sort, Guid? after, int most, bool isCounted)
    {
        var found = await rows.Search(
            call.Caller, Table(call), filter, sort, after, most + 1, isCounted, call.Cancelled);
        if (found.Failure is { } failure)
            return failure;
        var (page, count) = found.Value;
        return call.Answer(
            new TableRowsResponse(
                [.. page.Take(most).Select(Response)], page.Count > most ? page[most - 1].Id : null, count),
            OwnJson.Default.TableRowsResponse);
    }

    private static Guid Table(Call call) => call.RouteId("table") ?? Guid.Empty;

    private static Guid Row(Call call) => call.RouteId("row") ?? Guid.Empty;

    private static Failure? Answer(Call call, Result<DataRow> row)
    {
        if (row.Failure is null)
            IfMatch.Tell(call, row.Value.Version);
        return call.Answer(row, Response, OwnJson.Default.TableRowResponse);
    }

    private static TableRowResponse Response(DataRow row) =>
        new(row.Id, row.Values, row.Version, row.CreatedOn, row.ModifiedOn);
}
