using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>Reading activities as LeadSquared's <c>ProspectActivity.svc</c> does (core §3.7, §3.10 - §3.12).</summary>
internal sealed class LeadSquaredActivityReadEndpoints(
    ActivityReadOperations reads, ActivityTypeOperations types, FieldOperations fields)
{
    /// <summary>A lead's activities, the latest first. The body may be absent.</summary>
    public async Task<Failure?> Retrieve(Call call)
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
                LeadId = Guid.TryParse(leadId, out var id) ? id : Guid.Empty,
                EventCode = read.Value.Parameter?.ActivityEvent,
            },
            read.Value,
            LeadSquaredActivityPaging.LargestPage);
        if (query.Failure is { } failure)
            return failure;

        var page = await reads.Search(call.Caller, query.Value, call.Cancelled);
        var rows = await Rows(call);
        return call.Answer(
            new ActivitiesOfLeadResponse
            {
                RecordCount = page.Total,
                ProspectActivities = [.. page.Activities.Select(rows.OfLead)],
            },
            LeadSquaredJson.Default.ActivitiesOfLeadResponse);
    }

    /// <summary>
    /// The activities of one type that changed in a window. A page without rows has no List at all (core §0.1).
    /// </summary>
    public async Task<Failure?> RetrieveByActivityEvent(Call call)
    {
        var read = call.ReadOrDefault<SearchBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        if (read.Value.Parameter is not { } parameter)
            return Failure.InvalidParameter("You have not passed Parameter.");
        if (parameter.ActivityEvent is not { } eventCode)
            return Failure.InvalidParameter("You have not passed any ActivityEvent.");
        var query = Window(call, read.Value, parameter, eventCode, LeadSquaredActivityPaging.LargestPage);
        if (query.Failure is { } failure)
            return failure;

        var page = await reads.Search(call.Caller, query.Value, call.Cancelled);
        var rows = await Rows(call);
        var list = page.Activities.Select(activity => rows.OfType(
            activity, parameter.IncludeCustomFields is not 0, parameter.RemoveEmptyValue is not true)).ToList();
        return call.Answer(
            new ListResponse(page.Total, list.Count > 0 ? list : null), LeadSquaredJson.Default.ListResponse);
    }

    /// <summary>The activities of all types, or of one, that changed in a window.</summary>
    public async Task<Failure?> RetrieveRecentlyModified(Call call)
    {
        var read = call.ReadOrDefault<SearchBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        if (read.Value.Parameter is not { } parameter)
            return Failure.InvalidParameter("You have not passed Parameter.");
        var query = Window(
            call, read.Value, parameter, parameter.ActivityEvent, LeadSquaredActivityPaging.LargestRecentPage);
        if (query.Failure is { } failure)
            return failure;

        var page = await reads.Search(call.Caller, query.Value, call.Cancelled);
        var rows = await Rows(call);
        var list = page.Activities.Select(activity => rows.Recent(activity, parameter.IncludeCustomFields is > 0));
        return call.Answer(
            new RecentActivitiesResponse(page.Total, [.. list]), LeadSquaredJson.Default.RecentActivitiesResponse);
    }

    public async Task<Failure?> GetActivityDetails(Call call)
    {
        var catalog = await types.Get(call.Caller.AccountId);
        var activity = call.QueryId("activityId") is { } id
            ? await reads.Find(call.Caller, id, call.Cancelled)
            : null;
        if (activity is null || catalog.Find(activity.EventCode) is not { } type)
            return ActivityOperations.UnknownActivity;
        var definitions = await fields.Get(call.Caller.AccountId);
        return call.Answer(
            new ActivityDetailsResponse
            {
                ID = activity.Id,
                Name = type.Name,
                DisplayName = type.DisplayName,
                ActivityEvent = activity.EventCode,
                RelatedProspectId = activity.LeadId,
                Fields = LeadSquaredActivityFields.Describe(definitions.OfActivity(activity.EventCode), activity),
            },
            LeadSquaredJson.Default.ActivityDetailsResponse);
    }

    private static Result<ActivityQuery> Window(
        Call call, SearchBody body, SearchParameter parameter, int? eventCode, int largest)
    {
        var window = LeadSquaredActivityPaging.Window(parameter.FromDate, parameter.ToDate);
        return window.Failure is { } failure
            ? failure
            : LeadSquaredActivityPaging.Page(
                new ActivityQuery
                {
                    AccountId = call.Caller.AccountId,
                    EventCode = eventCode,
                    From = window.Value.From,
                    Before = window.Value.Before,
                    ByModification = true,
                },
                body,
                largest);
    }

    private async ValueTask<LeadSquaredActivityRows> Rows(Call call) =>
        new(call.Caller.Account, await types.Get(call.Caller.AccountId), await fields.Get(call.Caller.AccountId));
}
