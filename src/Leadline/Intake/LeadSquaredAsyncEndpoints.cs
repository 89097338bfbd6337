using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Leadline.Activities;
using Leadline.Leads;
using Leadline.Opportunities;
using Leadline.Platform.Errors;
using Leadline.Surfaces;
using Microsoft.AspNetCore.WebUtilities;

namespace Leadline.Intake;

/// <summary>
/// The LeadSquared Async API (extended §3): requests are acknowledged once they are durable, and worked on later.
/// </summary>
internal sealed class LeadSquaredAsyncEndpoints(IntakeOperations intake)
{
    private const string DoneStep = "In-Process-Queue";

    private static readonly Failure UnknownId = Failure.InvalidParameter("RequestID");

    /// <summary>
    /// Takes a request in, unless it can be seen without the account's definitions that it is none. Of its query, the
    /// named parameters are kept with the body.
    /// </summary>
    public CommandEndpoint Submit(IntakeCall kind, params string[] parameters) =>
        async call => Refusal(kind, call) is { } refusal
            ? refusal
            : await call.Run<RequestId>(
                claim =>
                    intake.Accept(call.Caller, kind, Target(call, parameters), Bytes(call.Body), claim, call.Cancelled),
                accepted => WriteAccepted(call.Json, accepted));

    /// <summary>How the request of an id stands, whichever call it was sent to (extended §3.3).</summary>
    public async Task<Failure?> Status(Call call)
    {
        if (call.QueryId("RequestID") is not { } id)
            return UnknownId;
        var found = await intake.Find(call.Caller.AccountId, id);
        if (found.Failure is not null)
            return UnknownId;
        var entry = found.Value;
        var form = IntakeCallForm.For((IntakeCall)entry.Call);
        var isSuccess = entry.Status == (short)IntakeStatus.Success;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString(form.IdMember, id);
        json.WriteStartObject("TaskStatus"u8);
        json.WriteString("TaskType"u8, form.TaskType);
        json.WriteString("Status"u8, StatusText(entry.Status));
        json.WriteString("StatusReason"u8, isSuccess ? "Request was successfully completed" : entry.Reason);
        json.WriteString("TaskCurrentStep"u8, entry.Status is null ? DoneStep : null);
        json.WriteString("TaskLastStep"u8, entry.Status is null ? null : DoneStep);
        json.WriteString("RequestBody"u8, Encoding.UTF8.GetString(entry.Body));
        json.WriteString("Message"u8, entry.Message);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }

    /// <summary>How a call's queue stands (extended §3.4).</summary>
    public ApiHandler Metrics(IntakeCall kind) => async call =>
    {
        var standing = (await intake.Standing(call.Caller.AccountId)).Calls.First(standing => standing.Call == kind);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteNumber("PendingMessages"u8, standing.Pending);
        json.WriteNumber("MaxDelayInSeconds"u8, (long)standing.OldestAge.TotalSeconds);
        json.WriteNumber(IntakeCallForm.For(kind).RateMember, Math.Round(standing.PerMinute, 1));
        json.WriteEndObject();
        return null;
    };

    public static string StatusText(short? status) => (IntakeStatus?)status switch
    {
        IntakeStatus.Success => "Success",
        IntakeStatus.Failure => "FAILURE",
        IntakeStatus.Error => "ERROR",
        _ => "In-Queue",
    };

    /// <summary>
    /// What the synchronous call answers 400, and what its document calls mandatory and is not there. What is read is
    /// not kept: the request is stored as it came, and whoever works on it reads it.
    /// </summary>
    private static Failure? Refusal(IntakeCall kind, Call call)
    {
        var body = call.Body.Span;
        var failure = kind switch
        {
            IntakeCall.LeadCapture =>
                LeadSquaredLeadInput.ReadCapture(call.Query(LeadSquaredLeadInput.UpdateBehavior), body).Failure,
            IntakeCall.LeadUpdate =>
                LeadSquaredLeadInput.ReadUpdate(call.Query(LeadSquaredLeadInput.LeadId), body).Failure,
            IntakeCall.ActivityCreate => LeadSquaredActivityInput.ReadCreate(body).Failure,
            IntakeCall.ActivityCreateCustom => LeadSquaredActivityInput.ReadCreateCustom(body).Failure,
            IntakeCall.OpportunityCapture => LeadSquaredOpportunityInput.CaptureRefusal(body),
            IntakeCall.OpportunityUpdate => LeadSquaredOpportunityInput.ReadUpdate(body).Failure,
            IntakeCall.CallLog => CallLogs.Read(call.Caller, body).Failure,
            _ => null,
        };
        return failure is { IsAbsence: true } or { Code: ErrorCode.MalformedBody or ErrorCode.TooLarge }
            ? failure with { IsBadRequest = true }
            : null;
    }

    private static void WriteAccepted(Utf8JsonWriter json, RequestId accepted)
    {
        json.WriteStartObject();
        json.WriteString("Status"u8, "Request accepted. Please use below request id to check the status"u8);
        json.WriteString("RequestID"u8, accepted.ToGuid());
        json.WriteEndObject();
    }

    private static string? Target(Call call, string[] parameters)
    {
        string? target = null;
        foreach (var name in parameters)
            if (call.Query(name) is { } value)
                target = QueryHelpers.AddQueryString(target ?? "", name, value);
        return target;
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment.Array is { } array && array.Length == segment.Count
            ? array
            : body.ToArray();
}
