using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>Posting, changing and deleting single activities in Leadline's own API.</summary>
internal sealed class ActivityEditEndpoints(ActivityOperations activities, ActivityReadOperations reads)
{
    private static readonly Failure Unknown = new(ErrorCode.UnknownActivity, "There is no such activity.");

    /// <summary><c>POST leads/{lead}/activities</c></summary>
    public async Task<CommandAnswer> Create(Call call)
    {
        var body = call.ReadStrictly<ActivityRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        if (call.RouteId("lead") is not { } leadId)
            return LeadRules.Unknown;
        if (request.Type is not { } type)
            return new Failure(ErrorCode.MissingAttribute, "'type' is mandatory.") { Field = "type" };
        var input = new ActivityInput(new ActivityBody
        {
            ActivityEvent = type,
            ActivityNote = request.Note,
            ActivityDateTime = ActivityValues.Moment(request.On),
            Fields = ActivityValues.Properties(request.Values, request.OwnerId),
        })
        {
            LeadId = leadId,
        };
        var answer = await call.Run<ActivityPosted>(
            claim => activities.Post(call.Caller, input, claim, call.Cancelled),
            posted => Write(call, posted.Activity!));
        return answer.Failure is { Code: ErrorCode.UnknownActivityType } unknown
            ? unknown with { Message = "There is no such activity type." }
            : answer;
    }

    public async Task<Failure?> Get(Call call) =>
        await Find(call) is { } activity ? Write(call, activity) : Unknown;

    /// <summary>
    /// <c>PATCH activities/{activity}</c>, with If-Match where nobody's change is to be written over.
    /// </summary>
    public async Task<Failure?> Change(Call call)
    {
        var body = call.ReadStrictly<ActivityChangeRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var changed = await activities.Change(
            call.Caller,
            new UpdateActivityBody
            {
                ProspectActivityId = call.Route("activity"),
                ActivityNote = body.Value.Note,
                Fields = ActivityValues.Properties(body.Value.Values, body.Value.OwnerId),
            },
            IfMatch.Moment(call));
        if (changed.Failure is { } failure)
            return failure.Code == ErrorCode.UnknownActivity ? Unknown : failure;
        return await Get(call);
    }

    public async Task<Failure?> Delete(Call call)
    {
        if (call.RouteId("activity") is not { } activityId)
            return Unknown;
        var refusal = await activities.Delete(call.Caller, activityId);
        return refusal is null ? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse)
            : refusal.Code == ErrorCode.UnknownActivity ? Unknown : refusal;
    }

    private async Task<Activity?> Find(Call call) =>
        call.RouteId("activity") is { } id && await reads.Find(call.Caller, id, call.Cancelled) is { } activity
        && !ActivityType.IsOpportunityCode(activity.EventCode)
            ? activity
            : null;

    private static Failure? Write(Call call, Activity activity)
    {
        IfMatch.Tell(call, activity.ModifiedOn);
        return call.Answer(ActivityResponses.Of(activity), OwnJson.Default.ActivityResponse);
    }
}
