using System.Globalization;
using System.Text.Json;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Audit;

/// <summary>The audit log in Leadline's own API.</summary>
internal sealed class AuditEndpoints(AuditOperations audit)
{
    private const int MostListed = 200;
    private const int PageSize = 1_000;

    private static readonly string[] Columns =
        ["Time", "User", "Key", "Address", "Action", "Kind", "Record", "Name", "Before", "After"];

    /// <summary>
    /// <c>GET audit?from=&amp;to=&amp;user=&amp;action=&amp;kind=&amp;record=&amp;after=&amp;limit=</c>
    /// </summary>
    public async Task<Failure?> List(Call call)
    {
        var filter = Filter(call);
        if (filter.Failure is { } unfit)
            return unfit;
        var most = call.QueryLimit(MostListed);
        return call.Answer(
            await audit.List(call.Caller, filter.Value, call.QueryId("after"), most, call.Cancelled),
            found => new AuditResponse(
                [.. found.Select(entry => Response(call, entry))], found.Count == most ? found[^1].EntryId : null),
            OwnJson.Default.AuditResponse);
    }

    /// <summary><c>GET audit.csv?from=&amp;to=&amp;...</c>, the newest first.</summary>
    public Task<Failure?> Export(Call call)
    {
        var filter = Filter(call);
        var refusal = AuditOperations.Refuse(call.Caller) ?? filter.Failure;
        if (refusal is null)
            call.Stream = http => Send(call, http, filter.Value);
        return Task.FromResult(refusal);
    }

    // Page by page: all of it may be larger than memory has room for.
    private async Task Send(Call call, HttpContext http, AuditFilter filter)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"audit.csv\"";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.BodyWriter.WriteAsync(await CsvText.Of([Columns]), http.RequestAborted);
        Guid? after = null;
        while (true)
        {
            var page = await audit.List(call.Caller, filter, after, PageSize, http.RequestAborted);
            if (page.Failure is not null || page.Value.Count == 0)
                return;
            await http.Response.BodyWriter.WriteAsync(
                await CsvText.Of(page.Value.Select(entry => Row(call, entry))), http.RequestAborted);
            after = page.Value[^1].EntryId;
        }
    }

    private static string?[] Row(Call call, AuditEntry entry) =>
    [
        entry.OccurredOn.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        User(call, entry),
        entry.AccessKey,
        entry.Address,
        entry.Action,
        entry.Kind,
        entry.Record,
        entry.Name,
        entry.Before,
        entry.After,
    ];

    private static Result<AuditFilter> Filter(Call call)
    {
        var (from, to) = (Moment(call, "from"), Moment(call, "to"));
        if ((from.Failure ?? to.Failure) is { } unfit)
            return unfit;
        if (call.Query("user") is not null && call.QueryId("user") is null)
            return new Failure(ErrorCode.InvalidInput, "'user' is an id.") { Field = "user" };
        return new AuditFilter(
            from.Value, to.Value, call.QueryId("user"), call.Query("action"), call.Query("kind"), call.Query("record"));
    }

    private static Result<DateTime?> Moment(Call call, string name)
    {
        if (call.Query(name) is not { } text)
            return (DateTime?)null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.UtcDateTime
            : new Failure(ErrorCode.InvalidInput, $"'{name}' is a moment as in ISO 8601.") { Field = name };
    }

    private static AuditEntryResponse Response(Call call, AuditEntry entry) => new(
        entry.EntryId,
        entry.OccurredOn,
        entry.UserId,
        User(call, entry),
        entry.AccessKey,
        entry.Address,
        entry.Action,
        entry.Kind,
        entry.Record,
        entry.Name,
        Json(entry.Before),
        Json(entry.After));

    private static string? User(Call call, AuditEntry entry) =>
        entry.UserId is { } id ? call.Caller.Account.Users.GetValueOrDefault(id)?.Email : null;

    private static JsonElement? Json(string? text) =>
        text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
