using Leadline.Activities;
using Leadline.Surfaces;

namespace Leadline.Telephony;

/// <summary>
/// Calls that have ended, as <c>Telephony.svc/LogCall</c> and the telephony host's LogCallComplete take them (core §9,
/// extended §3.2): each is an activity on the timeline of its lead when the call is answered.
/// </summary>
internal sealed class LeadSquaredCallLogEndpoints(ActivityOperations activities)
{
    public async Task<CommandAnswer> Log(Call call)
    {
        var input = CallLogs.Read(call.Caller, call.Body.Span);
        if (input.Failure is { } failure)
            return failure;
        return await call.Run<ActivityPosted>(
            claim => activities.Post(call.Caller, input.Value, claim, call.Cancelled),
            posted => LeadSquaredActivityAnswers.WritePosted(call.Json, posted, withScore: false));
    }

    /// <summary>
    /// Both LogCallComplete calls have one path, and a host of their own each. Here the <c>x-api-key</c> tells them
    /// apart, without which the asynchronous API takes nothing (extended §3.1).
    /// </summary>
    public CommandEndpoint LogUnlessQueued(CommandEndpoint queue) => call =>
        call.Http.Request.Headers.ContainsKey("x-api-key") || call.Query("xapikey") is not null
            ? queue(call)
            : Log(call);
}
