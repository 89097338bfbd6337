using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// Activity types as LeadSquared's <c>ProspectActivity.svc</c> lists and changes them (core §3.3, §3.10 - §3.12).
/// </summary>
internal sealed class LeadSquaredActivityTypeEndpoints(ActivityTypeOperations types, FieldOperations fields)
{
    /// <summary>A bare array.</summary>
    public async Task<Failure?> List(Call call)
    {
        var catalog = await types.Get(call.Caller.AccountId);
        return call.Answer(
            [.. catalog.Listed.Select(Response)], LeadSquaredJson.Default.IReadOnlyListActivityTypeResponse);
    }

    public async Task<Failure?> Get(Call call) => await Find(call, "ActivityEvent") is { } type
        ? call.Answer(Response(type), LeadSquaredJson.Default.ActivityTypeResponse)
        : ActivityRules.UnknownType;

    public async Task<Failure?> GetActivitySetting(Call call)
    {
        if (await Find(call, "code") is not { } type)
            return ActivityRules.UnknownType;
        var definitions = await fields.Get(call.Caller.AccountId);
        return call.Answer(
            new ActivitySettingResponse
            {
                ID = type.Id,
                Name = type.Name,
                DisplayName = type.DisplayName,
                ActivityEvent = type.EventCode,
                Score = type.Score,
                Description = type.Description,
                EventDirection = type.Direction,
                CanDeleteActivity = type.CanDelete,
                TrackLocation = type.TrackLocation ? 1 : 0,
                AllowAttachments = type.AllowAttachments ? 1 : 0,
                ShowInActivityGrid = type.ShowInGrid ? 1 : 0,
                Fields = LeadSquaredActivityFields.Describe(definitions.OfActivity(type.EventCode), activity: null),
            },
            LeadSquaredJson.Default.ActivitySettingResponse);
    }

    /// <summary>Message.Id is the event code as a string, not the type's id (core §3.3, clients.md A1).</summary>
    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<CreateTypeBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var created = await types.Create(call.Caller, call.Transaction, body.Value);
        return call.Answer(
            created,
            type => new SuccessResponse<IdMessage>(new(type.EventCode.ToString())),
            LeadSquaredJson.Default.SuccessResponseIdMessage);
    }

    /// <summary>Success without a Message (core §0.1).</summary>
    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<UpdateTypeBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return call.Answer(
            await types.Update(call.Caller, call.Transaction, body.Value),
            _ => new StatusResponse(),
            LeadSquaredJson.Default.StatusResponse);
    }

    public async Task<Failure?> GetOptions(Call call)
    {
        var body = call.ReadOrDefault<FieldOptionsBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Parameter is not { } parameter)
            return Failure.InvalidParameter("You have not passed Parameter.");
        if ((await types.Get(call.Caller.AccountId)).Find(parameter.ActivityEventCode) is not { } type)
            return ActivityRules.UnknownType;
        var catalog = (await fields.Get(call.Caller.AccountId)).OfActivity(type.EventCode);

        // Live, those of opportunities are refused whatever the field (core §1.8).
        if (
            type.IsOpportunity
            || catalog.FindAnyCase(parameter.SchemaName ?? "") is not { } field
            || !ActivityTypeFields.HasOptions(field))
            return new Failure(ErrorCode.InvalidInput, "Activity field should be of type independent dropdown");
        return call.Answer(new OptionsResponse(field.Options), LeadSquaredJson.Default.OptionsResponse);
    }

    private async ValueTask<ActivityType?> Find(Call call, string parameter)
    {
        var catalog = await types.Get(call.Caller.AccountId);
        return int.TryParse(call.Query(parameter), out var eventCode)
            && catalog.Find(eventCode) is { IsInternal: false } type
                ? type
                : null;
    }

    private static ActivityTypeResponse Response(ActivityType type) => new()
    {
        Id = type.Id,
        ActivityEvent = type.EventCode,
        ActivityEventName = type.Name,
        DisplayName = type.DisplayName,
        Description = type.Description,
        EventType = type.EventType,
        EventDirection = type.Direction,
        Score = type.Score,
    };
}
