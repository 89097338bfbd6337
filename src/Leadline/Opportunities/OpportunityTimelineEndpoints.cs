using Leadline.Leads.Timeline;
using Leadline.Platform.Errors;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Timelines of opportunities in Leadline's own API.</summary>
internal sealed class OpportunityTimelineEndpoints(OpportunityTimelineOperations timelines)
{
    /// <summary><c>GET opportunities/{opportunity}/timeline?kinds=&amp;after=&amp;limit=</c></summary>
    public async Task<Failure?> Page(Call call)
    {
        if (call.RouteId("opportunity") is not { } id)
            return OpportunityRules.NoSuch;
        var most = TimelineAnswers.Most(call);
        return TimelineAnswers.Page(
            call,
            await timelines.Page(
                call.Caller, id, TimelineAnswers.Kinds(call), call.Query("after"), most, call.Cancelled),
            most);
    }

    /// <summary><c>GET opportunities/{opportunity}/timeline/counts</c></summary>
    public async Task<Failure?> Counts(Call call) => call.RouteId("opportunity") is not { } id
        ? OpportunityRules.NoSuch
        : TimelineAnswers.Counts(call, await timelines.Count(call.Caller, id, call.Cancelled));

    /// <summary>
    /// <c>GET opportunities/{opportunity}/fields/{schemaName}/history?after=&amp;limit=</c>
    /// </summary>
    public async Task<Failure?> History(Call call)
    {
        if (call.RouteId("opportunity") is not { } id)
            return OpportunityRules.NoSuch;
        var most = TimelineAnswers.Most(call);
        return TimelineAnswers.History(
            call,
            await timelines.History(
                call.Caller, id, call.Route("schemaName"), call.Query("after"), most, call.Cancelled),
            most);
    }
}
