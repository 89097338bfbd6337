using Leadline.Fields;
using Leadline.Leads.Merging;
using Leadline.Leads.Search;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>Leads in Leadline's own API: read, searched and listed.</summary>
internal sealed class LeadEndpoints(LeadReads leads, LeadSearch search, LeadMergeOperations merges)
{
    private static readonly Failure NoLead = new(ErrorCode.UnknownRecord, "There is no such lead.");

    private readonly LeadPages pages = new(leads);

    public async Task<Failure?> Get(Call call)
    {
        if (!Guid.TryParse(call.Route("lead"), out var id))
            return NoLead;
        if (await leads.ById(call.Caller, id, call.Cancelled) is not { } lead)
            return await merges.ParentOf(call.Caller, id, call.Cancelled) is { } parent ? PartOf(parent) : NoLead;
        IfMatch.Tell(call, lead.ModifiedOn);
        (await leads.Columns(call.Caller)).All.WriteFlat(call.Json, lead, call.Caller.Account);
        return null;
    }

    /// <summary><c>GET leads/quick-search?key=&amp;fields=</c>: at most 100 leads, the best match first.</summary>
    public async Task<Failure?> QuickSearch(Call call)
    {
        var found = call.Query("key") is { } key ? await search.Quick(call.Caller, key, call.Cancelled) : [];
        var view = (await leads.Columns(call.Caller)).Select(call.Query("fields"), null);
        call.Json.WriteStartObject();
        LeadPages.WriteLeads(call, view, found);
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
        var page = await pages.Read(call.Caller, request);
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

        call.Json.WriteStartObject();
        await pages.Write(call, request, page.Value, found.Value);
        if (count is { } counted)
        {
            call.Json.WriteNumber("count"u8, Math.Min(counted, LeadSearch.MostCounted));
            call.Json.WriteBoolean("hasMore"u8, counted > LeadSearch.MostCounted);
        }

        call.Json.WriteEndObject();
        return null;
    }

    private static Failure PartOf(Guid parent) => new(ErrorCode.UnknownRecord, "The lead has become a part of another.")
    {
        Details = json => json.WriteString("mergedInto"u8, parent),
    };
}
