using System.Text.Json;
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
        WriteCaptured(call.Json, captured.Value, Ids.New());
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
        WriteUpdated(call.Json, updated.Value);
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
            : new PlannedWrite(capture.Value.Write, json => WriteCaptured(json, capture.Value, requestId));
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
            : new PlannedWrite(update.Value.Write, json => WriteUpdated(json, update.Value.Outcome.Value))
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

    /// <summary>The answer to a capture that has an outcome: Status is a number, unlike in other answers (extended §2.1).</summary>
    public static void WriteCaptured(Utf8JsonWriter json, OpportunityCapture capture, Guid requestId)
    {
        var outcome = capture.Outcome.Value;
        json.WriteStartObject();
        json.WriteNumber("Status"u8, 0);
        json.WriteNumber("PrimaryAction"u8, 0);
        json.WriteNumber("SecondaryAction"u8, 0);
        json.WriteNull("ExceptionType"u8);
        json.WriteNull("ExceptionMessage"u8);
        json.WriteString("RequestId"u8, requestId);
        json.WriteString("RelatedProspectId"u8, outcome.LeadId);
        json.WriteBoolean("IsUnique"u8, outcome.IsCreated);
        WriteId("CreatedOpportunityId"u8, outcome.IsCreated);
        WriteId("ConflictedOpportunityId"u8, !outcome.IsCreated);
        json.WriteStartArray("AdditionalDetails"u8);
        json.WriteStartObject();

        // 1: an opportunity was made. 3: a duplicate was recorded. What is said when it was asked not to be is not known.
        json.WriteNumber("PostDeDupActionPerformed"u8, outcome.IsCreated ? 1 : outcome.DuplicateRecorded ? 3 : 0);
        json.WriteString("ActivityId"u8, outcome.ActivityId);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("OverwriteFields"u8, capture.Body.OverwriteFields == true);
        json.WriteBoolean("UpdateEmptyFields"u8, capture.Body.UpdateEmptyFields == true);
        json.WriteBoolean("DoNotPostDuplicateActivity"u8, capture.Body.DoNotPostDuplicateActivity == true);
        json.WriteBoolean("DoNotChangeOwner"u8, capture.Body.DoNotChangeOwner == true);
        json.WriteEndObject();

        void WriteId(ReadOnlySpan<byte> name, bool isThis)
        {
            if (isThis)
                json.WriteString(name, outcome.OpportunityId);
            else
                json.WriteNull(name);
        }
    }

    /// <summary>The answer to an update that was done (extended §2.2).</summary>
    public static void WriteUpdated(Utf8JsonWriter json, Guid opportunityId)
    {
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Id"u8, opportunityId);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
