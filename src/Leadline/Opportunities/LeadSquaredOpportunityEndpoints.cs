using Leadline.Accounts;
using Leadline.Leads;
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

    /// <summary>Reads a capture that is to run with other writes; its answer bears this id.</summary>
    public async ValueTask<Result<PlannedWrite>> PlanCapture(Caller caller, ReadOnlyMemory<byte> bytes, Guid requestId)
    {
        var body = Call.Read<CaptureOpportunityBody>(bytes.Span);
        if (body.Failure is { } unreadable)
            return unreadable;
        var capture = await opportunities.MakeCapture(caller, body.Value);
        return capture.Failure is { } refusal
            ? refusal
            : new PlannedWrite(capture.Value.Write, json => LeadSquaredOpportunityAnswers.WriteCaptured(json, capture.Value, requestId));
    }

    /// <summary>Reads an update that is to run with other writes.</summary>
    public async ValueTask<Result<PlannedWrite>> PlanUpdate(Caller caller, ReadOnlyMemory<byte> bytes)
    {
        var body = Call.Read<UpdateOpportunityBody>(bytes.Span);
        if (body.Failure is { } unreadable)
            return unreadable;
        var update = (await opportunities.MakeUpdates(caller, [body.Value]))[0];
        return update.Failure is { } refusal
            ? refusal
            : new PlannedWrite(update.Value.Write, json => LeadSquaredOpportunityAnswers.WriteUpdated(json, update.Value.Outcome.Value))
            {
                AlsoRefused = () => update.Value.Outcome.Failure,
            };
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
