using Leadline.Accounts;
using Leadline.Leads.Search;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>Pages of leads as Leadline's own API asks for them and answers with them.</summary>
internal sealed class LeadPages(LeadReads leads)
{
    private const int LargestPage = 200;
    private const int UsualPage = 50;

    /// <summary>Which page is asked for.</summary>
    public async Task<Result<LeadPage>> Read(Caller caller, LeadSearchRequest request)
    {
        if (request.Limit is < 1 or > LargestPage)
            return new Failure(ErrorCode.LimitExceeded, $"A page has 1 to {LargestPage} leads.");
        var columns = await leads.Columns(caller);
        var sort = string.IsNullOrEmpty(request.Sort) ? $"-{LeadColumns.CreatedOn}" : request.Sort;
        var name = sort.TrimStart('-');
        if (columns.Find(name) is null)
            return new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {name}");
        var page = new LeadPage(name, sort[0] == '-', Offset: 0, request.Limit ?? UsualPage);
        if (request.After is not { Length: > 0 } after)
            return page;
        return LeadCursor.Read(after) is { } cursor
            ? page with { After = cursor }
            : new Failure(ErrorCode.InvalidInput, "'after' is not where a page ended.");
    }

    /// <summary>Writes the members <c>leads</c> and <c>next</c>.</summary>
    public async Task Write(Call call, LeadSearchRequest request, LeadPage page, LeadPageFound found)
    {
        var view = (await leads.Columns(call.Caller))
            .Select(request.Fields is { } fields ? string.Join(',', fields) : null, null);
        WriteLeads(call, view, found.Leads);
        call.Json.WriteString("next"u8, found.Leads.Count == page.Limit ? found.Last?.ToString() : null);
    }

    /// <summary>Writes the member <c>leads</c>.</summary>
    public static void WriteLeads(Call call, LeadView view, List<StoredLead> found)
    {
        call.Json.WriteStartArray("leads"u8);
        foreach (var lead in found)
        {
            call.Cancelled.ThrowIfCancellationRequested();
            view.WriteFlat(call.Json, lead, call.Caller.Account);
        }

        call.Json.WriteEndArray();
    }
}
