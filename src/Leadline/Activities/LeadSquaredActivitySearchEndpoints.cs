using System.Globalization;
using Leadline.Activities.Search;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// Activities by what they hold, by whom they name, and how they came to be so, as LeadSquared's
/// <c>ProspectActivity.svc</c> tells it (core §3.7).
/// </summary>
internal sealed class LeadSquaredActivitySearchEndpoints(
    ActivityReadOperations reads, ActivityTypeOperations types, FieldOperations fields, LeadReads leads)
{
    private const int LargestReferences = 50;

    /// <summary>For administrators only.</summary>
    public async Task<Failure?> Search(Call call)
    {
        var read = call.ReadOrDefault<ActivitySearchBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (!call.Caller.User.IsAdministrator)
            return new Failure(ErrorCode.NotPermitted, "Only administrators may search activities.");
        if (body.ActivityEvent is not { } eventCode)
            return Failure.InvalidParameter("You have not passed any ActivityEvent.");
        if (string.IsNullOrWhiteSpace(body.AdvancedSearch))
            return Failure.InvalidParameter(nameof(body.AdvancedSearch));
        var accountId = call.Caller.AccountId;
        var catalog = await types.Get(accountId);
        if (catalog.Find(eventCode) is not { IsOpportunity: false })
            return ActivityRules.UnknownType;
        var page = LeadSquaredActivityPaging.Page(
            new ActivityQuery { AccountId = accountId },
            new SearchBody { Paging = body.Paging },
            LeadSquaredActivityPaging.LargestPage);
        if (page.Failure is { } badPage)
            return badPage;

        var (definitions, columns) = (await fields.Get(accountId), await leads.Columns(call.Caller));
        var query = new ActivitySearchQuery(
            accountId,
            eventCode,
            new ActivityColumns(definitions.OfActivity(eventCode), columns),
            new FieldContext(call.Caller.Account.CountryCode, CheckOptions: false));
        if (AdvancedSearch.Apply(query, eventCode, body.AdvancedSearch, call.Cancelled) is { } failure)
            return failure;
        query.Page(
            body.Sorting?.ColumnName?.Trim(), body.Sorting?.Direction?.Trim() != "0", page.Value.Skip, page.Value.Take);
        var found = await reads.Search(call.Caller, query, call.Cancelled);
        var rows = new LeadSquaredActivityRows(call.Caller.Account, catalog, definitions);
        var included = new LeadSquaredActivityColumns(rows, definitions, columns, body.Columns?.Include_CSV);
        var list = await included.Rows(call, leads, found.Activities);
        return call.Answer(new ListResponse(found.Total, list), LeadSquaredJson.Default.ListResponse);
    }

    /// <summary>The activities that name a lead in a custom field set.</summary>
    public async Task<Failure?> GetLeadReferences(Call call)
    {
        if (call.Query("leadId") is not { } leadId)
            return new Failure(ErrorCode.MissingAttribute, "'leadId' is mandatory for retrieving activities");
        var read = call.ReadOrDefault<SearchBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var query = LeadSquaredActivityPaging.Page(
            new ActivityQuery
            {
                AccountId = call.Caller.AccountId,
                EventCode = read.Value.Parameter?.ActivityEvent,
            },
            read.Value,
            LargestReferences);
        if (query.Failure is { } failure)
            return failure;
        var found = await reads.References(
            call.Caller, Guid.TryParse(leadId, out var id) ? id : Guid.Empty, query.Value, call.Cancelled);
        var (catalog, definitions) = (await types.Get(call.Caller.AccountId), await fields.Get(call.Caller.AccountId));
        return call.Answer(
            new LeadReferencesResponse(
                found.Total,
                [
                    .. from activity in found.Activities
                       let type = catalog.Find(activity.EventCode)!
                       select new ActivityDetailsResponse
                       {
                           ID = activity.Id,
                           Name = type.Name,
                           DisplayName = type.DisplayName,
                           ActivityEvent = activity.EventCode,
                           RelatedProspectId = activity.LeadId,
                           Fields = LeadSquaredActivityFields.Describe(
                               definitions.OfActivity(activity.EventCode), activity),
                       },
                ]),
            LeadSquaredJson.Default.LeadReferencesResponse);
    }

    /// <summary>What changed of activities in a window, the latest change first.</summary>
    public async Task<Failure?> RetrieveActivityChange(Call call)
    {
        var read = call.ReadOrDefault<ActivityChangeBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        if (read.Value.Parameter is not { } parameter)
            return Failure.InvalidParameter("You have not passed Parameter.");
        if (string.IsNullOrWhiteSpace(parameter.FromDate))
            return Failure.InvalidParameter("FromDate value is not correct.");
        if (string.IsNullOrWhiteSpace(parameter.ToDate))
            return Failure.InvalidParameter("ToDate value is not correct.");
        var window = LeadSquaredActivityPaging.Window(parameter.FromDate, parameter.ToDate);
        if (window.Failure is { } badWindow)
            return badWindow;
        if (!string.IsNullOrEmpty(parameter.ActivityID) && parameter.ActivityEvents is not null)
            return Failure.InvalidParameter("You can not pass both ActivityID and ActivityEvents.");
        var page = LeadSquaredActivityPaging.Page(
            new ActivityQuery { AccountId = call.Caller.AccountId },
            new SearchBody { Paging = read.Value.Paging },
            LeadSquaredActivityPaging.LargestPage);
        if (page.Failure is { } badPage)
            return badPage;
        var found = await reads.History(
            call.Caller,
            new ActivityHistoryQuery(call.Caller.AccountId)
            {
                ActivityId = string.IsNullOrEmpty(parameter.ActivityID) ? null
                    : Guid.TryParse(parameter.ActivityID, out var id) ? id : Guid.Empty,
                EventCodes = parameter.ActivityEvents is { } codes ? [.. codes] : null,
                From = window.Value.From,
                Before = window.Value.Before,
                Skip = page.Value.Skip,
                Take = page.Value.Take,
            },
            call.Cancelled);
        if (found.Failure is { } failure)
            return failure;
        var catalog = await types.Get(call.Caller.AccountId);
        var rows = new LeadSquaredActivityRows(call.Caller.Account, catalog, await fields.Get(call.Caller.AccountId));
        return call.Answer(
            new ActivityChangesResponse(
                found.Value.Total, [.. found.Value.Changes.Select(change => Changed(call, catalog, rows, change))]),
            LeadSquaredJson.Default.ActivityChangesResponse);
    }

    // Beside the activity, no source shows what an element holds.
    private static ActivityChangeRow Changed(
        Call call, ActivityTypeCatalog catalog, LeadSquaredActivityRows rows, ActivityChange change)
    {
        var activity = new Dictionary<string, string?>(rows.OfType(change.Activity, true, true))
        {
            ["Score"] = (catalog.Find(change.Activity.EventCode)?.Score ?? 0).ToString(
                "0.##", CultureInfo.InvariantCulture),
        };
        return new ActivityChangeRow(
            activity,
            [
                .. ValueChanges.Read(change.Change.Data)
                    .Select(one => new FieldChangeRow(one.Name, one.Before, one.After)),
            ],
            change.Change.UserId,
            call.Caller.Account.Users.GetValueOrDefault(change.Change.UserId)?.Name,
            LeadSquaredDates.Text(change.Change.OccurredOn));
    }
}
