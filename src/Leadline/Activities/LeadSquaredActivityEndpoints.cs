using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// Posting activities as LeadSquared's <c>ProspectActivity.svc</c> does (core §3.1, §3.2, extended §1.7).
/// </summary>
internal sealed class LeadSquaredActivityEndpoints(ActivityOperations activities)
{
    public async Task<CommandAnswer> CreateCustom(Call call)
    {
        var input = LeadSquaredActivityInput.ReadCreateCustom(call.Body.Span);
        if (input.Failure is { } failure)
            return failure;
        return await call.Run<ActivityPosted>(
            claim => activities.Post(call.Caller, input.Value, claim, call.Cancelled),
            posted => LeadSquaredActivityAnswers.WritePosted(call.Json, posted, withScore: false));
    }

    public async Task<CommandAnswer> Create(Call call)
    {
        var read = LeadSquaredActivityInput.ReadCreate(call.Body.Span);
        if (read.Failure is { } failure)
            return failure;
        var (input, withScore) = read.Value;
        return await call.Run<ActivityPosted>(
            claim => activities.Post(call.Caller, input, claim, call.Cancelled),
            posted => LeadSquaredActivityAnswers.WritePosted(call.Json, posted, withScore));
    }
}
