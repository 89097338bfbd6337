using Leadline.Fields;
using Leadline.Leads.Search;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>Searching leads as LeadSquared's <c>LeadManagement.svc</c> does (core §2.7, §2.12).</summary>
internal sealed class LeadSquaredLeadSearchEndpoints(LeadReads leads, LeadSearch search, TimeProvider clock)
{
    private const int LargestPage = 1_000;
    private const int LargestModifiedPage = 5_000;

    public async Task<Failure?> GetByQuickSearch(Call call)
    {
        var found = call.Query("key") is { } key ? await search.Quick(call.Caller, key, call.Cancelled) : [];
        await Write(call, found, columns: null);
        return null;
    }

    // Anything but one Parameter with a LookupName is passed over, and all leads are the answer (core §2.17).
    public async Task<Failure?> Get(Call call)
    {
        var body = call.ReadOrDefault<SearchBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var filter = body.Value.Parameter is { LookupName: { Length: > 0 } name } parameter
            ? new RecordFilter.OfField(name, parameter.SqlOperator ?? "=", parameter.LookupValue)
            : null;
        var page = LeadSquaredPaging.Read(body.Value, LargestPage, LargestPage);
        var found = await search.Find(call.Caller, filter, page, call.Cancelled);

        // A filter on a field that does not exist finds none.
        if (found.Failure is { Code: not ErrorCode.UnknownAttribute } failure)
            return failure;
        await Write(call, found.Failure is null ? found.Value.Leads : [], body.Value.Columns);
        return null;
    }

    public async Task<Failure?> RecentlyModified(Call call)
    {
        var body = call.ReadOrDefault<SearchBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Parameter is not { } window)
            return Failure.InvalidParameter("You have not passed Parameter.");
        if (!FieldDates.TryReadMoment(window.FromDate, out var begin))
            return Failure.InvalidParameter("FromDate value is not correct.");
        var (from, to) = (begin.UtcDateTime, clock.GetUtcNow().UtcDateTime);
        if (!string.IsNullOrWhiteSpace(window.ToDate))
        {
            if (!FieldDates.TryReadMoment(window.ToDate, out var end))
                return Failure.InvalidParameter("ToDate value is not correct.");
            to = end.UtcDateTime;
        }

        if (from > to)
            return Failure.InvalidParameter("FromDate can't be greater than ToDate.");
        if (body.Value.Paging?.PageSize > LargestModifiedPage)
            return new Failure(ErrorCode.LimitExceeded, $"Page size can not be larger than {LargestModifiedPage}.");

        var page = LeadSquaredPaging.Read(body.Value, LargestPage, LargestModifiedPage);
        var (total, found) = await search.Modified(call.Caller, from, to, page, call.Cancelled);
        var view = await View(call, body.Value.Columns);
        call.Json.WriteStartObject();
        call.Json.WriteNumber("RecordCount"u8, total);

        // Without rows the key is left out, on a page past the end too (core §2.12).
        if (found.Count > 0)
        {
            call.Json.WriteStartArray("Leads"u8);
            foreach (var lead in found)
            {
                call.Cancelled.ThrowIfCancellationRequested();
                call.Json.WriteStartObject();
                call.Json.WritePropertyName("LeadPropertyList"u8);
                view.WritePairs(call.Json, lead, call.Caller.Account, total);
                call.Json.WriteEndObject();
            }

            call.Json.WriteEndArray();
        }

        call.Json.WriteEndObject();
        return null;
    }

    private async Task Write(Call call, List<StoredLead> found, SearchColumns? columns)
    {
        var view = await View(call, columns);
        call.Json.WriteStartArray();
        foreach (var lead in found)
        {
            call.Cancelled.ThrowIfCancellationRequested();
            view.WriteFlat(call.Json, lead, call.Caller.Account);
        }

        call.Json.WriteEndArray();
    }

    private async ValueTask<LeadView> View(Call call, SearchColumns? columns) =>
        (await leads.Columns(call.Caller)).Select(columns?.Include_CSV, columns?.Exclude_CSV);
}
