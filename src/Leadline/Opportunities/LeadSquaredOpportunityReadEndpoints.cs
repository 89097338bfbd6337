using System.Globalization;
using Leadline.Activities;
using Leadline.Activities.Search;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;
using Activity = Leadline.Activities.Activity;

namespace Leadline.Opportunities;

/// <summary>
/// Reading opportunities as LeadSquared's <c>OpportunityManagement.svc</c> does (extended §2.3 - §2.7).
/// </summary>
internal sealed class LeadSquaredOpportunityReadEndpoints(
    OpportunityReadOperations reads, LeadReads leads, ActivityTypeOperations types, FieldOperations fields)
{
    private const int LargestPage = 1_000;
    private const int DefaultPage = 25;
    private const int MostTypes = 100;

    private static readonly FieldCatalog NoFields = new([]);

    private delegate IReadOnlyDictionary<string, string?> Row(
        LeadSquaredOpportunityRows rows, Activity opportunity, long total);

    /// <summary>The documented members first; those after Fields were seen live.</summary>
    public async Task<Failure?> GetOpportunityDetails(Call call)
    {
        var accountId = call.Caller.AccountId;
        if (call.QueryId("OpportunityId") is not { } id
            || await reads.Find(call.Caller, id, call.Cancelled) is not { } opportunity
            || (await types.Get(accountId)).Find(opportunity.EventCode) is not { } type
            || OpportunityDefinition.For(await fields.Get(accountId), type.EventCode) is not { } definition)
            return OpportunityRules.Unknown;
        var users = call.Caller.Account.Users;
        return call.Answer(
            new OpportunityDetailsResponse
            {
                ID = opportunity.Id,
                Name = type.Name,
                DisplayName = type.DisplayName,
                Fields = LeadSquaredOpportunityFields.Describe(definition, opportunity),
                RelatedProspectId = opportunity.LeadId,
                OpportunityNote = opportunity.Note,
                CreatedOn = Moment(opportunity.ActivityOn),
                ModifiedOn = Moment(opportunity.ModifiedOn),
                CreatedByName = users.GetValueOrDefault(opportunity.CreatedBy)?.Name,
                ModifiedByName = users.GetValueOrDefault(opportunity.ModifiedBy)?.Name,
            },
            LeadSquaredJson.Default.OpportunityDetailsResponse);
    }

    /// <summary>The body may be absent.</summary>
    public async Task<Failure?> GetOpportunitiesOfLead(Call call)
    {
        if (call.Query("leadId") is not { } leadId)
            return new Failure(ErrorCode.MissingAttribute, "'leadId' is mandatory for retrieving opportunities");
        var body = call.ReadOrDefault<SearchBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (!OpportunityRules.TryReadCode(call.Query("opportunityType"), out var code))
            return ActivityRules.UnknownType;
        var query = await Query(call, code);
        query.OfLead(Guid.TryParse(leadId, out var id) ? id : Guid.Empty);
        return await Answer(
            call,
            query,
            body.Value.Columns,
            body.Value.Sorting,
            body.Value.Paging,
            (rows, row, total) => rows.Row(row, total));
    }

    public async Task<Failure?> GetOpportunitiesByUniqueLeadField(Call call)
    {
        var body = call.ReadOrDefault<SearchBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (
            body.Value.Parameter
            is not { LookupName: { Length: > 0 } name, LookupValue: { Length: > 0 } value } parameter)
            return Failure.InvalidParameter("Parameter");
        if (parameter.SqlOperator is { } given && given.Trim() != "=")
            return new Failure(ErrorCode.InvalidOperator, "SqlOperator is not valid: only = is allowed.");

        // The example of the documentation asks by Mobile, which may be shared: the lead that was active last is meant.
        Result<StoredLead?> lead = name == LeadFieldNames.Mobile
            ? await leads.ByPhone(call.Caller, value, call.Cancelled)
            : await leads.ByUnique(call.Caller, name, value, call.Cancelled);
        if (lead.Failure is { } failure)
            return failure;
        var query = await Query(call, eventCode: null);
        query.OfLead(lead.Value?.Id ?? Guid.Empty);
        return await Answer(
            call,
            query,
            body.Value.Columns,
            body.Value.Sorting,
            body.Value.Paging,
            (rows, row, total) => rows.OfLead(row, total));
    }

    /// <summary>For administrators only (extended §2.6).</summary>
    public async Task<Failure?> Search(Call call)
    {
        var read = call.ReadOrDefault<OpportunitySearchBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (!call.Caller.User.IsAdministrator)
            return new Failure(ErrorCode.NotPermitted, "Only administrators may search opportunities.");
        if (body.OpportunityEventCode is not { } eventCode)
            return Failure.InvalidParameter(nameof(body.OpportunityEventCode));
        if (string.IsNullOrWhiteSpace(body.AdvancedSearch))
            return Failure.InvalidParameter(nameof(body.AdvancedSearch));
        var query = await Query(call, eventCode);
        return AdvancedSearch.Apply(query, eventCode, body.AdvancedSearch, call.Cancelled)
            ?? await Answer(
                call, query, body.Columns, body.Sorting, body.Paging, (rows, row, total) => rows.Row(row, total));
    }

    /// <summary>A bare array, an element a type.</summary>
    public async Task<Failure?> GetOpportunitiesById(Call call)
    {
        var body = call.ReadOrDefault<OpportunitiesByIdBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.SearchParameters is not { Count: > 0 } searches)
            return Failure.InvalidParameter(nameof(body.Value.SearchParameters));
        if (
            searches.Exists(search =>
                search is not { EventCode: not null, ProspectActivityId: not null, Columns.Include_CSV: not null }))
            return Failure.InvalidParameter("EventCode, ProspectActivityId and Columns are mandatory.");
        if (searches.Count > MostTypes)
            return Failure.InvalidParameter($"You can not pass more than {MostTypes} types.");
        if (searches.Sum(search => search.ProspectActivityId!.Count) > OpportunityReadOperations.MostIds)
            return Failure.InvalidParameter(
                $"You can not pass more than {OpportunityReadOperations.MostIds} opportunities.");

        var found = new List<OpportunitiesOfTypeResponse>();
        foreach (var search in searches)
            found.Add(await OfType(call, search));
        return call.Answer(found, LeadSquaredJson.Default.IReadOnlyListOpportunitiesOfTypeResponse);
    }

    private async Task<OpportunitiesOfTypeResponse> OfType(Call call, OpportunityIds search)
    {
        var ids = search
            .ProspectActivityId!.Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty)
            .Distinct()
            .ToArray();
        var found = (await reads.Find(call.Caller, ids, call.Cancelled))
            .Where(opportunity =>
                opportunity.EventCode.ToString(CultureInfo.InvariantCulture) == search.EventCode!.Trim())
            .ToList();
        var rows = await Rows(call, search.Columns, found);
        return new OpportunitiesOfTypeResponse(search.EventCode!, found.Count, [.. found.Select(rows.ById)]);
    }

    private async Task<ActivitySearchQuery> Query(Call call, int? eventCode)
    {
        var definitions = await fields.Get(call.Caller.AccountId);
        var columns = new ActivityColumns(
            eventCode is { } code ? definitions.OfActivity(code) : NoFields, await leads.Columns(call.Caller));
        return new ActivitySearchQuery(
            call.Caller.AccountId,
            eventCode,
            columns,
            new FieldContext(call.Caller.Account.CountryCode, CheckOptions: false));
    }

    private async Task<Failure?> Answer(
        Call call,
        ActivitySearchQuery query,
        SearchColumns? columns,
        SearchSorting? sorting,
        SearchPaging? paging,
        Row row)
    {
        var size = paging?.PageSize ?? paging?.RowCount ?? 0;
        if (size > LargestPage)
            return new Failure(ErrorCode.InvalidInput, $"PageSize can't be greater than {LargestPage}");
        if (size <= 0)
            size = DefaultPage;

        // Offset is the older word beside RowCount; it counts pages from 1 in this service (extended §2.11).
        var page = Math.Max((paging?.PageIndex ?? paging?.Offset ?? 1) - 1L, 0);
        query.Page(sorting?.ColumnName?.Trim(), sorting?.Direction?.Trim() != "0", page * size, size);
        var found = await reads.Search(call.Caller, query, call.Cancelled);
        var rows = await Rows(call, columns, found.Activities);
        return call.Answer(
            new ListResponse(found.Total, [.. found.Activities.Select(opportunity =>
            {
                call.Cancelled.ThrowIfCancellationRequested();
                return row(rows, opportunity, found.Total);
            })]),
            LeadSquaredJson.Default.ListResponse);
    }

    private async Task<LeadSquaredOpportunityRows> Rows(
        Call call, SearchColumns? columns, IReadOnlyList<Activity> opportunities)
    {
        var accountId = call.Caller.AccountId;
        var rows = new LeadSquaredOpportunityRows(
            call.Caller.Account,
            await types.Get(accountId),
            await fields.Get(accountId),
            await leads.Columns(call.Caller),
            columns?.Include_CSV);
        var leadIds = opportunities.Select(opportunity => opportunity.LeadId).Distinct().ToArray();
        rows.Include(await leads.ByIds(call.Caller, leadIds, call.Cancelled));
        return rows;
    }

    // ASP.NET's old form, of these two members only (extended §1.4).
    private static string Moment(DateTime moment) => string.Create(
        CultureInfo.InvariantCulture, $"/Date({new DateTimeOffset(moment).ToUnixTimeMilliseconds()}+0000)/");
}
