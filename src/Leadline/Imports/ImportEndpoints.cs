using System.Text;
using System.Text.Json;
using CsvHelper;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Leadline.Imports;

/// <summary>Imports of leads in Leadline's own API.</summary>
internal sealed class ImportEndpoints(ImportOperations imports, RequestBody bodies)
{
    private const int MostListed = 100;
    private const int MostRows = 1_000;
    private const int MostRowsOfFile = 100_000;
    private const int MostBytes = 8 * 1024 * 1024;

    private static readonly string[] CsvTypes = ["text/csv", "application/csv"];

    private static readonly string[] NdJsonTypes =
        ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"];

    /// <summary><c>POST lead-imports?mode=&amp;searchBy=&amp;source=</c>: the body is the file.</summary>
    public async Task<Result<ReceivedBody>> Receive(Call call)
    {
        var options = Options(call);
        if (options.Failure is { } unfit)
            return unfit;
        var request = call.Http.Request;
        if (request.ContentLength > ImportLimits.MostBytes)
            return ImportOperations.TooLarge;
        if (!await bodies.Reserve(call.Http, ImportLimits.PartBytes))
            return RequestBody.Busy;

        // One byte more than it may have tells that it has more.
        call.Http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize =
            ImportLimits.MostBytes + ImportLimits.PartBytes;
        var received = await imports.Receive(call.Caller, options.Value, request.BodyReader, call.Cancelled);
        if (received.Failure is { } failure)
            return failure;
        var file = received.Value;
        return new ReceivedBody(file.Hash, accepted => Accept(accepted, file), () => imports.Drop(call.Caller, file));
    }

    public async Task<Failure?> List(Call call) => call.Answer(
        await imports.List(call.Caller, call.QueryId("before"), call.QueryLimit(MostListed)),
        found => new LeadImportsResponse([.. found.Select(import => Response(call, import))]),
        OwnJson.Default.LeadImportsResponse);

    public async Task<Failure?> Find(Call call) => Answer(call, await imports.Find(call.Caller, Id(call)));

    public async Task<Failure?> Cancel(Call call) => Answer(call, await imports.Cancel(call.Caller, Id(call)));

    public async Task<Failure?> Delete(Call call) =>
        await imports.Delete(call.Caller, Id(call)) ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    /// <summary><c>GET lead-imports/{importId}/refused-rows?after=&amp;limit=</c>: at most 1,000 at a time.</summary>
    public async Task<Failure?> RefusedRows(Call call)
    {
        var found = await imports.Find(call.Caller, Id(call));
        if (found.Failure is { } failure)
            return failure;
        var most = call.QueryLimit(MostRows);
        var rows = await imports.Refused(found.Value, After(call), most, MostBytes);
        return call.Answer(
            new RefusedRowsResponse(
                [
                    .. rows.Select(row => new RefusedRowResponse(
                        row.Line, row.Field, row.Reason, Encoding.UTF8.GetString(row.Content))),
                ],
                await Next(found.Value, rows)),
            OwnJson.Default.RefusedRowsResponse);
    }

    /// <summary>
    /// <c>GET lead-imports/{importId}/refused-rows/file?after=&amp;limit=</c>: the rows in the format of their file, to
    /// be mended and sent again. Where there are more, the header Link has the next part.
    /// </summary>
    public async Task<Failure?> RefusedFile(Call call)
    {
        var found = await imports.Find(call.Caller, Id(call));
        if (found.Failure is { } failure)
            return failure;
        var import = found.Value;
        var rows = await imports.Refused(import, After(call), call.QueryLimit(MostRowsOfFile), MostBytes);
        if (await Next(import, rows) is { } next)
            call.Http.Response.Headers.Link = $"<{call.Http.Request.Path}?after={next}>; rel=\"next\"";
        call.File = import.Format == ImportFormat.Csv
            ? new FileAnswer("refused.csv", "text/csv; charset=utf-8", Csv(import, rows))
            : new FileAnswer("refused.ndjson", "application/x-ndjson", Lines(rows));
        return null;
    }

    private async Task<Failure?> Accept(Call call, ReceivedFile file)
    {
        call.Http.Response.Headers.Location = $"/leadline/v1/lead-imports/{file.ImportId}";
        return Answer(call, await imports.Accept(call.Caller, call.Transaction, file));
    }

    private static Result<ImportOptions> Options(Call call)
    {
        var request = call.Http.Request;
        if (request.Headers.ContentEncoding.Count > 0)
            return new Failure(ErrorCode.InvalidInput, "The body must not be compressed.");
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || Format(type) is not { } format)
            return new Failure(
                ErrorCode.InvalidInput, "The Content-Type must be text/csv or application/x-ndjson.");
        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return new Failure(
                ErrorCode.InvalidInput,
                $"The charset must be utf-8, not {type.Charset}. Save the file as UTF-8 and send it again.");
        ImportMode? mode = call.Query("mode") switch
        {
            null or "createOrUpdate" => ImportMode.CreateOrUpdate,
            "create" => ImportMode.Create,
            "update" => ImportMode.Update,
            _ => null,
        };
        if (mode is null)
            return new Failure(ErrorCode.InvalidInput, "mode is createOrUpdate, create or update.") { Field = "mode" };
        return new ImportOptions(format, mode.Value, call.Query("searchBy"), call.Query("source"));
    }

    private static ImportFormat? Format(MediaTypeHeaderValue type) =>
        CsvTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase) ? ImportFormat.Csv
        : NdJsonTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase) ? ImportFormat.NdJson
        : null;

    private static Guid? Id(Call call) => call.RouteId("importId");

    private static long After(Call call) => long.TryParse(call.Query("after"), out var line) ? line : 0;

    private async Task<long?> Next(LeadImport import, IReadOnlyList<RefusedRow> rows) =>
        rows.Count > 0 && (await imports.Refused(import, rows[^1].Line, 1, MostBytes)).Count > 0
            ? rows[^1].Line
            : null;

    private static byte[] Csv(LeadImport import, IReadOnlyList<RefusedRow> rows)
    {
        using var file = new MemoryStream();
        var options = new CsvWriterOptions { Separator = import.Separator[0] };
        using (var csv = CsvWriter.Create(file, options, leaveOpen: true))
        {
            var columns = import.Columns.Where(column => !IsOwnNote(column)).ToArray();
            csv.WriteRecord([.. columns, .. Notes]);
            foreach (var row in rows)
            {
                using var reader = CsvReader.Create(row.Content, ImportReader.Options(import.Format, import.Separator));
                var values = reader.Read()
                    ? Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)
                        .Where((_, i) => i >= import.Columns.Length || !IsOwnNote(import.Columns[i])).ToList()
                    : [];
                values.AddRange(Enumerable.Repeat("", Math.Max(0, columns.Length - values.Count)));
                csv.WriteRecord([.. values, $"{row.Line}", row.Field ?? "", row.Reason]);
            }
        }

        return file.ToArray();
    }

    // Columns that the import passes over when the file comes again.
    private static readonly string[] Notes = ["#Line", "#Field", "#Reason"];

    private static bool IsOwnNote(string column) => Notes.Contains(column);

    private static byte[] Lines(IReadOnlyList<RefusedRow> rows)
    {
        using var file = new MemoryStream();
        foreach (var row in rows)
        {
            file.Write(row.Content);
            file.Write("\n"u8);
        }

        return file.ToArray();
    }

    private static Failure? Answer(Call call, Result<LeadImport> import) =>
        call.Answer(import, found => Response(call, found), OwnJson.Default.LeadImportResponse);

    private static LeadImportResponse Response(Call call, LeadImport import)
    {
        var end = import.FinishedOn ?? import.ProgressedOn;
        var seconds = (end - import.StartedOn)?.TotalSeconds;
        return new LeadImportResponse(
            import.ImportId,
            Name(import.State),
            import.Format == ImportFormat.Csv ? "csv" : "ndjson",
            Name(import.Mode),
            import.SearchBy,
            import.Source,
            import.Bytes,
            import.ReadTo,
            import.RowsRead,
            import.Created,
            import.Updated,
            import.Refused,
            seconds > 0 ? Math.Round(import.RowsRead / seconds.Value, 1) : 0,
            import.ReceivedOn,
            call.Caller.Account.Users.GetValueOrDefault(import.UserId)?.Email,
            import.StartedOn,
            import.FinishedOn,
            import.Reason);
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
