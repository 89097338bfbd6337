using Leadline.Platform.Errors;
using Leadline.Surfaces;

namespace Leadline.Leads.Timeline;

/// <summary>Timelines of leads in Leadline's own API.</summary>
internal sealed class TimelineEndpoints(TimelineOperations timelines)
{
    /// <summary><c>GET leads/{lead}/timeline?kinds=&amp;after=&amp;limit=</c></summary>
    public async Task<Failure?> Page(Call call)
    {
        if (call.RouteId("lead") is not { } leadId)
            return LeadRules.Unknown;
        var most = TimelineAnswers.Most(call);
        return TimelineAnswers.Page(
            call,
            await timelines.Page(
                call.Caller, leadId, TimelineAnswers.Kinds(call), call.Query("after"), most, call.Cancelled),
            most);
    }

    /// <summary><c>GET leads/{lead}/timeline/counts</c></summary>
    public async Task<Failure?> Counts(Call call) => call.RouteId("lead") is not { } leadId
        ? LeadRules.Unknown
        : TimelineAnswers.Counts(call, await timelines.Count(call.Caller, leadId, call.Cancelled));

    /// <summary><c>GET leads/{lead}/fields/{schemaName}/history?after=&amp;limit=</c></summary>
    public async Task<Failure?> History(Call call)
    {
        if (call.RouteId("lead") is not { } leadId)
            return LeadRules.Unknown;
        var most = TimelineAnswers.Most(call);
        return TimelineAnswers.History(
            call,
            await timelines.History(
                call.Caller, leadId, call.Route("schemaName"), call.Query("after"), most, call.Cancelled),
            most);
    }
}
