using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// Changing, deleting and locking activities as LeadSquared's <c>ProspectActivity.svc</c> does (core §3.4 - §3.6).
/// </summary>
internal sealed class LeadSquaredActivityChangeEndpoints(ActivityOperations activities, ActivityTypeOperations types)
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

    /// <summary>
    /// Answers in the words of the original, which does it later; here it is done when the answer is sent.
    /// </summary>
    public async Task<Failure?> Delete(Call call)
    {
        var read = call.Read<DeleteActivitiesBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (!Guid.TryParse(body.ProspectId, out var leadId))
            return Failure.InvalidParameter(nameof(body.ProspectId));
        var eventCodes = EventCodes(body.ActivityEventList, await types.Get(call.Caller.AccountId));
        if (eventCodes is null)
            return Failure.InvalidParameter(nameof(body.ActivityEventList));
        var window = LeadSquaredActivityPaging.Window(body.FromDate, body.ToDate);
        if (window.Failure is { } failure)
            return failure;

        await activities.Delete(
            call.Caller, call.Transaction, leadId, eventCodes, window.Value.From, window.Value.Before);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Message"u8, "Your request for delete activities has been queued."u8);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
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
