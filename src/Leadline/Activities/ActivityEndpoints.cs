using Leadline.Activities.Search;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// Activities in Leadline's own API: by what they hold, by the leads that they name, and what changed of them.
/// </summary>
internal sealed class ActivityEndpoints(
    ActivityReadOperations reads, ActivityTypeOperations types, FieldOperations fields, LeadReads leads)
{
    private const int LargestPage = 200;
    private const int UsualPage = 50;

    /// <summary><c>POST activities/search</c>: a page of the activities of a type that meet a filter.</summary>
    public async Task<Failure?> Search(Call call)
    {
        var read = call.ReadStrictly<ActivitySearchRequest>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var request = read.Value;
        if (request.Limit is < 1 or > LargestPage)
            return new Failure(ErrorCode.LimitExceeded, $"A page has 1 to {LargestPage} activities.");
        if (request.Type is not { } eventCode)
            return new Failure(ErrorCode.MissingAttribute, "'type' is mandatory.") { Field = "type" };
        var accountId = call.Caller.AccountId;
        if ((await types.Get(accountId)).Find(eventCode) is not { IsOpportunity: false })
            return new Failure(ErrorCode.UnknownActivityType, "There is no such activity type.");
        var filter = RecordFilter.Read(request.Filter);
        if (filter.Failure is { } badFilter)
            return badFilter;
        var query = new ActivitySearchQuery(
            accountId,
            eventCode,
            new ActivityColumns((await fields.Get(accountId)).OfActivity(eventCode), await leads.Columns(call.Caller)),
            new FieldContext(call.Caller.Account.CountryCode, CheckOptions: false));
        if (filter.Value is { } wanted)
        {
            var condition = query.Condition(wanted);
            if (condition.Failure is { } unfit)
                return unfit;
            query.Where(condition.Value);
        }

        if (request.After is { } after)
            query.Behind(after);
        var take = request.Limit ?? UsualPage;
        query.Page(sortBy: null, isDescending: true, skip: 0, take);
        return Answer(call, await reads.Search(call.Caller, query, call.Cancelled), take);
    }

    /// <summary><c>GET leads/{lead}/references?type=&amp;after=&amp;limit=</c></summary>
    public async Task<Failure?> References(Call call)
    {
        if (call.RouteId("lead") is not { } leadId || await leads.ById(call.Caller, leadId, call.Cancelled) is null)
            return LeadRules.Unknown;
        var type = call.Query("type");
        if (type is not null && !int.TryParse(type, out _))
            return new Failure(ErrorCode.InvalidInput, "'type' is the code of an activity type.") { Field = "type" };
        var query = new ActivityQuery
        {
            AccountId = call.Caller.AccountId,
            EventCode = type is null ? null : int.Parse(type),
            Behind = call.QueryId("after"),
            Take = call.QueryLimit(LargestPage),
        };
        return Answer(call, await reads.References(call.Caller, leadId, query, call.Cancelled), query.Take);
    }

    /// <summary><c>GET activities/{activity}/changes?after=&amp;limit=</c></summary>
    public async Task<Failure?> Changes(Call call)
    {
        var query = new ActivityHistoryQuery(call.Caller.AccountId)
        {
            ActivityId = call.RouteId("activity") ?? Guid.Empty,
            BeforeChange = call.QueryId("after"),
            Take = call.QueryLimit(LargestPage),
        };
        var found = await reads.History(call.Caller, query, call.Cancelled);
        if (found.Failure is { } failure)
            return failure with { Message = "There is no such activity." };
        var changes = found.Value.Changes;
        return call.Answer(
            new ActivityHistoryResponse(
                [.. changes.Select(Response)], changes.Count == query.Take ? changes[^1].Change.Id : null),
            OwnJson.Default.ActivityHistoryResponse);
    }

    private static Failure? Answer(Call call, ActivityPage page, int take) => call.Answer(
        new ActivityPageResponse(
            [.. page.Activities.Select(ActivityResponses.Of)],
            page.Activities.Count == take ? page.Activities[^1].Id : null,
            page.Total),
        OwnJson.Default.ActivityPageResponse);

    private static ActivityChangeResponse Response(ActivityChange change) => new(
        change.Change.Id,
        change.Change.OccurredOn,
        change.Change.UserId,
        ValueChanges.Read(change.Change.Data).ToDictionary(
            one => one.Name, one => new ValueChangeResponse(one.Before, one.After)));
}
