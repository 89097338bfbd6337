using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// Changing, deleting and locking activities as LeadSquared's <c>ProspectActivity.svc</c> does (core §3.4 - §3.6).
/// </summary>
internal sealed class LeadSquaredActivityChangeEndpoints(
    ActivityOperations activities, ActivityTypeOperations types, StatusCalls reports)
{
    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<UpdateActivityBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var updated = (await activities.Update(call.Caller, call.Transaction, [body.Value]))[0];
        return Answer(call.Json, updated);
    }

    /// <summary>A GET that changes (core §0.1).</summary>
    public async Task<Failure?> Lock(Call call) => call.QueryId("activityId") is { } id
        ? Answer(call.Json, await activities.Lock(call.Caller, id))
        : ActivityOperations.UnknownActivity;

    public async Task<Failure?> Delete(Call call)
    {
        var read = call.Read<DeleteActivitiesBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        return EventCodes(body.ActivityEventList, await types.Get(call.Caller.AccountId)) is { } eventCodes
            ? await Report(
                call,
                body.StatusWebhookURL,
                "activities",
                within => Delete(within, body.ProspectId, eventCodes, body.FromDate, body.ToDate, "activities"))
            : Failure.InvalidParameter(nameof(body.ActivityEventList));
    }

    /// <summary>Deletes what a lead's timeline says of changes of its stage (core §2.13).</summary>
    public Task<Failure?> DeleteStageChanges(Call call) =>
        DeleteChanges(call, LeadMilestones.StageChange, "stage change history");

    /// <summary>Deletes what a lead's timeline says of changes of its owner (core §2.11).</summary>
    public Task<Failure?> DeleteOwnerChanges(Call call) =>
        DeleteChanges(call, LeadMilestones.OwnerChange, "user assignment change history");

    private async Task<Failure?> DeleteChanges(Call call, int eventCode, string what)
    {
        var read = call.Read<DeleteChangeHistoryBody>();
        return read.Failure ?? await Report(
            call,
            read.Value.StatusWebhookURL,
            what,
            within => Delete(
                within, read.Value.ProspectId, [eventCode], read.Value.FromDate, read.Value.ToDate, what));
    }

    private Task<Failure?> Report(Call call, string? url, string what, Func<Call, Task<Failure?>> work) =>
        reports.Report(
            call,
            url,
            work,
            JsonSerializer.Serialize(
                new StatusReport("Success", $"Delete {what}", FailureReason: null),
                LeadSquaredJson.Default.StatusReport));

    /// <summary>
    /// Answers in the words of the original, which does it later; here it is done when the answer is sent.
    /// </summary>
    private async Task<Failure?> Delete(
        Call call, string? lead, int[] eventCodes, string? from, string? to, string what)
    {
        if (!Guid.TryParse(lead, out var leadId))
            return Failure.InvalidParameter(nameof(DeleteActivitiesBody.ProspectId));
        var window = LeadSquaredActivityPaging.Window(from, to);
        if (window.Failure is { } failure)
            return failure;
        await activities.Delete(
            call.Caller, call.Transaction, leadId, eventCodes, window.Value.From, window.Value.Before);
        return call.Answer(
            new SuccessResponse<TextMessage>(new TextMessage($"Your request for delete {what} has been queued.")),
            LeadSquaredJson.Default.SuccessResponseTextMessage);
    }

    /// <summary>Null unless every code is one of an account's own types.</summary>
    private static int[]? EventCodes(List<string>? codes, ActivityTypeCatalog catalog)
    {
        if (codes is not { Count: > 0 })
            return null;
        var eventCodes = new int[codes.Count];
        for (var i = 0; i < eventCodes.Length; i++)
            if (!int.TryParse(codes[i], out eventCodes[i]) || catalog.Find(eventCodes[i]) is not { IsSystem: false })
                return null;
        return eventCodes;
    }

    private static Failure? Answer(Utf8JsonWriter json, Result<Guid> changed)
    {
        if (changed.Failure is { } failure)
            return failure;
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Id"u8, changed.Value);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }
}
