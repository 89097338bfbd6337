using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Capturing, changing and deleting opportunities as LeadSquared's <c>OpportunityManagement.svc</c> does (extended §2.1, §2.2, §2.10).</summary>
internal sealed class LeadSquaredOpportunityEndpoints(OpportunityOperations opportunities)
{
    public async Task<Failure?> Capture(Call call)
    {
        var body = call.Read<CaptureOpportunityBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var captured = await opportunities.Capture(call.Caller, body.Value, call.Cancelled);
        if (captured.Failure is { } failure)
            return failure;
        LeadSquaredOpportunityAnswers.WriteCaptured(call.Json, captured.Value, Ids.New());
        return null;
    }

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<UpdateOpportunityBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var updated = (await opportunities.Update(call.Caller, [body.Value], call.Cancelled))[0];
        if (updated.Failure is { } failure)
            return failure;
        LeadSquaredOpportunityAnswers.WriteUpdated(call.Json, updated.Value);
        return null;
    }

    /// <summary>A GET that changes (extended §2.10).</summary>
    public async Task<Failure?> Delete(Call call)
    {
        if (await opportunities.Delete(call.Caller, call.QueryId("Id") ?? Guid.Empty, call.Cancelled) is { } failure)
            return failure;
        call.Json.WriteStartObject();
        call.Json.WriteString("Status"u8, "Success"u8);
        call.Json.WriteStartObject("Message"u8);
        call.Json.WriteBoolean("IsSuccessful"u8, true);
        call.Json.WriteEndObject();
        call.Json.WriteEndObject();
        return null;
    }
}
