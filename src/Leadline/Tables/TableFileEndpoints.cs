using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Microsoft.Net.Http.Headers;

namespace Leadline.Tables;

/// <summary>The rows of tables as CSV files.</summary>
internal sealed class TableFileEndpoints(TableOperations tables, TableRowOperations rows, TableImport import)
{
    private const int MostTold = 1_000;
    private const int PageSize = 1_000;

    /// <summary><c>POST tables/{table}/import?mode=&amp;key=</c></summary>
    public async Task<Failure?> Import(Call call)
    {
        TableImportMode? mode = call.Query("mode") switch
        {
            null or "create" => TableImportMode.Create,
            "update" => TableImportMode.Update,
            "createOrUpdate" => TableImportMode.CreateOrUpdate,
            _ => null,
        };
        if (mode is not { } asked)
            return new Failure(ErrorCode.InvalidInput, "mode is create, update or createOrUpdate.") { Field = "mode" };
        return call.Answer(
            await import.Run(call.Caller, call.Transaction, Table(call), asked, call.Query("key"), call.Body),
            done => new TableImportResponse(
                done.Created,
                done.Updated,
                done.Refused.Count,
                [
                    .. done.Refused.Take(MostTold)
                        .Select(row => new TableRefusedRowResponse(row.Line, row.Column, row.Reason)),
                ]),
            OwnJson.Default.TableImportResponse);
    }

    /// <summary>
    /// <c>GET tables/{table}/export</c>: a header and all rows, in the order in which they were made.
    /// </summary>
    public async Task<Failure?> Export(Call call)
    {
        var table = await tables.Find(call.Caller, Table(call));
        if (table.Failure is { } unknown)
            return unknown;
        call.Stream = http => Send(call, http, table.Value);
        return null;
    }

    // Page by page: all of it may be larger than memory has room for.
    private async Task Send(Call call, HttpContext http, DataTable table)
    {
        string[] columns = [.. table.Columns.Select(column => column.SchemaName)];
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{table.Name}.csv");
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.BodyWriter.WriteAsync(await CsvText.Of([columns]), http.RequestAborted);
        Guid? after = null;
        while (true)
        {
            var page = await rows.Search(
                call.Caller,
                table.Id,
                filter: null,
                sort: null,
                after,
                PageSize,
                isCounted: false,
                http.RequestAborted);
            if (page.Failure is not null || page.Value.Rows is not { Count: > 0 } found)
                return;
            await http.Response.BodyWriter.WriteAsync(
                await CsvText.Of(found.Select(row => columns.Select(name => row.Values.GetValueOrDefault(name)))),
                http.RequestAborted);
            after = found[^1].Id;
        }
    }

    private static Guid Table(Call call) => call.RouteId("table") ?? Guid.Empty;
}
