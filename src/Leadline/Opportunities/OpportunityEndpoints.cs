using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Activity = Leadline.Activities.Activity;

namespace Leadline.Opportunities;

/// <summary>Opportunities in Leadline's own API: listed, by stage, made, changed and deleted.</summary>
internal sealed class OpportunityEndpoints(
    OpportunityOperations opportunities,
    OpportunityReadOperations reads,
    OpportunityBoardOperations board,
    LeadReads leads)
{
    private const int LargestPage = 200;
    private const int UsualPage = 50;
    private const int MostCards = 100;
    private const int UsualCards = 30;

    private static readonly Failure UnknownType = new(
        ErrorCode.UnknownActivityType, "There is no such opportunity type.");

    /// <summary><c>POST opportunities/search</c></summary>
    public async Task<Failure?> Search(Call call)
    {
        var body = call.ReadStrictly<OpportunitySearchRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        if (request.Limit is < 1 or > LargestPage)
            return new Failure(ErrorCode.LimitExceeded, $"A page has 1 to {LargestPage} opportunities.")
            {
                Field = "limit",
            };
        var filter = RecordFilter.Read(request.Filter);
        if (filter.Failure is { } badFilter)
            return badFilter;
        var query = new OpportunityQuery(request.Type, filter.Value)
        {
            Sort = request.Sort,
            After = request.After,
            Take = request.Limit ?? UsualPage,
        };
        return await Page(call, query, request.Count == true);
    }

    /// <summary><c>GET leads/{lead}/opportunities?after=&amp;limit=</c>: the latest changed first.</summary>
    public async Task<Failure?> OfLead(Call call)
    {
        if (call.RouteId("lead") is not { } leadId || await leads.ById(call.Caller, leadId, call.Cancelled) is null)
            return LeadRules.Unknown;
        var query = new OpportunityQuery(Type: null, Filter: null)
        {
            LeadId = leadId,
            After = call.Query("after"),
            Take = call.QueryLimit(LargestPage),
        };
        return await Page(call, query, count: false);
    }

    /// <summary><c>POST opportunities/board</c></summary>
    public async Task<Failure?> Board(Call call)
    {
        var body = call.ReadStrictly<OpportunityBoardRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        if (request.Type is null)
            return new Failure(ErrorCode.MissingAttribute, "'type' is mandatory.") { Field = "type" };
        if (request.Cards is < 0 or > MostCards)
            return new Failure(ErrorCode.LimitExceeded, $"A stage shows 0 to {MostCards} opportunities.")
            {
                Field = "cards",
            };
        var filter = RecordFilter.Read(request.Filter);
        if (filter.Failure is { } badFilter)
            return badFilter;
        var found = await board.Board(
            call.Caller,
            new OpportunityQuery(request.Type, filter.Value),
            request.AmountField,
            request.Cards ?? UsualCards,
            call.Cancelled);
        if (found.Failure is { } failure)
            return Told(failure);
        var names = await Names(call, found.Value.Columns.SelectMany(column => column.Cards));
        return call.Answer(
            new OpportunityBoardResponse(
                found.Value.AmountField,
                [.. found.Value.Columns.Select(column => new OpportunityColumnResponse(
                    column.Stage,
                    column.Count,
                    column.Sum,
                    [.. column.Cards.Select(card => Response(call, card, names.GetValueOrDefault(card.LeadId)))],
                    column.Next?.ToString()))]),
            OwnJson.Default.OpportunityBoardResponse);
    }

    /// <summary><c>POST opportunities</c> and <c>POST leads/{lead}/opportunities</c></summary>
    public async Task<CommandAnswer> Create(Call call)
    {
        var body = call.ReadStrictly<OwnOpportunityRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        var named = call.Http.GetRouteValue("lead") is not null;
        if (!named && request.LeadId is null)
            return new Failure(ErrorCode.MissingAttribute, "'leadId' is mandatory.") { Field = "leadId" };
        if (request.Type is null)
            return new Failure(ErrorCode.MissingAttribute, "'type' is mandatory.") { Field = "type" };
        if ((named ? call.RouteId("lead") : request.LeadId) is not { } leadId
            || await leads.ById(call.Caller, leadId, call.Cancelled) is not { } lead)
            return LeadRules.Unknown;
        var opportunity = new OpportunityBody
        {
            OpportunityEventCode = request.Type,
            OpportunityNote = request.Note,
            OpportunityDateTime = ActivityValues.Moment(request.On),
            Fields = ActivityValues.Properties(request.Values, request.OwnerId, request.Status),
        };
        var answer = await call.Run<OpportunityCaptured>(
            claim => opportunities.Create(call.Caller, leadId, opportunity, claim, call.Cancelled),
            made => Write(call, made.Opportunity!, lead.Parse().Name));
        return answer.Failure is { } failure ? answer with { Failure = Told(failure) } : answer;
    }

    public async Task<Failure?> Get(Call call)
    {
        if (call.RouteId("opportunity") is not { } id
            || await reads.Find(call.Caller, id, call.Cancelled) is not { } opportunity)
            return OpportunityRules.NoSuch;
        var names = await Names(call, [opportunity]);
        return Write(call, opportunity, names.GetValueOrDefault(opportunity.LeadId));
    }

    /// <summary>
    /// <c>PATCH opportunities/{opportunity}</c>, with If-Match where nobody's change is to be written over.
    /// </summary>
    public async Task<Failure?> Change(Call call)
    {
        var body = call.ReadStrictly<OpportunityChangeRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (call.RouteId("opportunity") is not { } id)
            return OpportunityRules.NoSuch;
        var (request, seenOn) = (body.Value, IfMatch.Moment(call));
        var change = new UpdateOpportunityBody
        {
            ProspectOpportunityId = id.ToString(),
            OpportunityNote = request.Note,
            Fields = ActivityValues.Properties(request.Values, request.OwnerId, request.Status),
        };
        var changed = await opportunities.Change(call.Caller, change, seenOn, call.Cancelled);
        return changed.Failure is { } failure ? Told(failure) : await Get(call);
    }

    public async Task<Failure?> Delete(Call call)
    {
        if (call.RouteId("opportunity") is not { } id)
            return OpportunityRules.NoSuch;
        var deleted = await opportunities.Delete(call.Caller, id, call.Cancelled);
        return deleted.Failure is { } failure
            ? Told(failure)
            : call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    /// <summary>Refusals of commands in this API's words; what the type does not allow is a 422.</summary>
    private static Failure Told(Failure failure) => failure.Code switch
    {
        ErrorCode.UnknownActivity => OpportunityRules.NoSuch,
        ErrorCode.UnknownActivityType => UnknownType,
        ErrorCode.InvalidActivityFields => failure with { IsOfRules = true },
        _ => failure,
    };

    private async Task<Failure?> Page(Call call, OpportunityQuery query, bool count)
    {
        var found = await board.Page(call.Caller, query, call.Cancelled);
        if (found.Failure is { } failure)
            return Told(failure);
        var counted = count ? (await board.Count(call.Caller, query, call.Cancelled)).Value : (long?)null;
        var page = found.Value;
        var names = await Names(call, page.Opportunities);
        const int Most = OpportunityBoardOperations.MostCounted;
        return call.Answer(
            new OpportunityPageResponse(
                [.. page.Opportunities.Select(one => Response(call, one, names.GetValueOrDefault(one.LeadId)))],
                page.Opportunities.Count == query.Take ? page.Last?.ToString() : null,
                counted is { } all ? Math.Min(all, Most) : null,
                counted > Most ? true : counted is null ? null : false),
            OwnJson.Default.OpportunityPageResponse);
    }

    private async Task<IReadOnlyDictionary<Guid, string>> Names(Call call, IEnumerable<Activity> opportunities)
    {
        Guid[] ids = [.. opportunities.Select(one => one.LeadId).Distinct()];
        return ids.Length == 0
            ? new Dictionary<Guid, string>()
            : (await leads.ByIds(call.Caller, ids, call.Cancelled)).ToDictionary(
                lead => lead.Id, lead => lead.Parse().Name);
    }

    private static Failure? Write(Call call, Activity opportunity, string? leadName)
    {
        IfMatch.Tell(call, opportunity.ModifiedOn);
        return call.Answer(Response(call, opportunity, leadName), OwnJson.Default.OwnOpportunityResponse);
    }

    private static OwnOpportunityResponse Response(Call call, Activity opportunity, string? leadName) => new(
        opportunity.Id,
        opportunity.LeadId,
        leadName,
        opportunity.EventCode,
        opportunity.Value(OpportunityFieldNames.Name),
        opportunity.Value(OpportunityFieldNames.Stage),
        opportunity.Status,
        opportunity.Note,
        opportunity.OwnerId,
        opportunity.OwnerId is { } owner ? call.Caller.Account.Users.GetValueOrDefault(owner)?.Name : null,
        opportunity.ActivityOn,
        opportunity.CreatedOn,
        opportunity.CreatedBy,
        opportunity.ModifiedOn,
        opportunity.ModifiedBy,
        opportunity.IsLocked,
        opportunity.Values);
}
