using System.Buffers.Text;
using System.Text.Json;
using Leadline.Fields;
using Leadline.Leads.Search;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>Leads in Leadline's own API: read, searched and listed.</summary>
internal sealed class LeadEndpoints(LeadReads leads, LeadSearch search)
{
    private const int LargestPage = 200;
    private const int UsualPage = 50;

    public async Task<Failure?> Get(Call call)
    {
        if (!Guid.TryParse(call.Route("lead"), out var id)
            || await leads.ById(call.Caller, id, call.Cancelled) is not { } lead)
            return new Failure(ErrorCode.UnknownRecord, "There is no such lead.");
        (await leads.Columns(call.Caller)).All.WriteFlat(call.Json, lead, call.Caller.Account);
        return null;
    }

    /// <summary><c>GET leads/quick-search?key=&amp;fields=</c>: at most 100 leads, the best match first.</summary>
    public async Task<Failure?> QuickSearch(Call call)
    {
        var found = call.Query("key") is { } key ? await search.Quick(call.Caller, key, call.Cancelled) : [];
        var view = (await leads.Columns(call.Caller)).Select(call.Query("fields"), null);
        call.Json.WriteStartObject();
        WriteLeads(call, view, found);
        call.Json.WriteEndObject();
        return null;
    }

    /// <summary><c>POST leads/search</c>: a page of the leads that meet a filter.</summary>
    public async Task<Failure?> Search(Call call)
    {
        var body = call.ReadOrDefault<LeadSearchRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        var page = await Page(call, request);
        if (page.Failure is { } badPage)
            return badPage;
        var filter = RecordFilter.Read(request.Filter);
        if (filter.Failure is { } badFilter)
            return badFilter;
        var found = await search.Find(call.Caller, filter.Value, page.Value, call.Cancelled);
        if (found.Failure is { } failure)
            return failure;
        var count = request.Count == true
            ? (await search.Count(call.Caller, filter.Value, call.Cancelled)).Value
            : (int?)null;

        var view = (await leads.Columns(call.Caller))
            .Select(request.Fields is { } fields ? string.Join(',', fields) : null, null);
        call.Json.WriteStartObject();
        WriteLeads(call, view, found.Value.Leads);
        call.Json.WriteString(
            "next"u8, found.Value.Leads.Count == page.Value.Limit && found.Value.Last is { } last ? Text(last) : null);
        if (count is { } counted)
        {
            call.Json.WriteNumber("count"u8, Math.Min(counted, LeadSearch.MostCounted));
            call.Json.WriteBoolean("hasMore"u8, counted > LeadSearch.MostCounted);
        }

        call.Json.WriteEndObject();
        return null;
    }

    private async Task<Result<LeadPage>> Page(Call call, LeadSearchRequest request)
    {
        if (request.Limit is < 1 or > LargestPage)
            return new Failure(ErrorCode.LimitExceeded, $"A page has 1 to {LargestPage} leads.");
        var columns = await leads.Columns(call.Caller);
        var sort = string.IsNullOrEmpty(request.Sort) ? $"-{LeadColumns.CreatedOn}" : request.Sort;
        var name = sort.TrimStart('-');
        if (columns.Find(name) is null)
            return new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {name}");
        var page = new LeadPage(name, sort[0] == '-', Offset: 0, request.Limit ?? UsualPage);
        if (request.After is not { Length: > 0 } after)
            return page;
        return Cursor(after) is { } cursor
            ? page with { After = cursor }
            : new Failure(ErrorCode.InvalidInput, "'after' is not where a page ended.");
    }

    private static void WriteLeads(Call call, LeadView view, List<StoredLead> found)
    {
        call.Json.WriteStartArray("leads"u8);
        foreach (var lead in found)
        {
            call.Cancelled.ThrowIfCancellationRequested();
            view.WriteFlat(call.Json, lead, call.Caller.Account);
        }

        call.Json.WriteEndArray();
    }

    private static string Text(LeadCursor cursor) => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes<string?[]>([cursor.LeadId.ToString("N"), cursor.Key]));

    private static LeadCursor? Cursor(string text)
    {
        try
        {
            return Base64Url.IsValid(text)
                && JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(text)) is [{ } id, var key]
                && Guid.TryParseExact(id, "N", out var leadId)
                && key?.Contains('\0', StringComparison.Ordinal) != true
                    ? new LeadCursor(key, leadId)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
