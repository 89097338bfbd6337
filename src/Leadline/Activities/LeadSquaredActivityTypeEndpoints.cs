using System.Text.Json;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>Activity types as LeadSquared's <c>ProspectActivity.svc</c> lists and changes them (core §3.3, §3.10 - §3.12).</summary>
internal sealed class LeadSquaredActivityTypeEndpoints(ActivityTypeOperations types, FieldOperations fields)
{
    /// <summary>A bare array.</summary>
    public async Task<Failure?> List(Call call)
    {
        var catalog = await types.Of(call.Caller.AccountId);
        call.Json.WriteStartArray();
        foreach (var type in catalog.Types)
            Write(call.Json, type);
        call.Json.WriteEndArray();
        return null;
    }

    public async Task<Failure?> Get(Call call)
    {
        if (await Find(call, "ActivityEvent") is not { } type)
            return ActivityRules.UnknownType;
        Write(call.Json, type);
        return null;
    }

    public async Task<Failure?> GetActivitySetting(Call call)
    {
        if (await Find(call, "code") is not { } type)
            return ActivityRules.UnknownType;
        var definitions = await fields.Of(call.Caller.AccountId);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("ID"u8, type.Id);
        json.WriteString("Name"u8, type.Name);
        json.WriteString("DisplayName"u8, type.DisplayName);
        json.WriteNumber("ActivityEvent"u8, type.EventCode);
        json.WriteNumber("Score"u8, type.Score);
        json.WriteString("Description"u8, type.Description);
        json.WriteNumber("EventDirection"u8, type.Direction);
        json.WriteBoolean("CanDeleteActivity"u8, type.CanDelete);
        json.WriteNumber("TrackLocation"u8, type.TrackLocation ? 1 : 0);
        json.WriteNumber("AllowAttachments"u8, type.AllowAttachments ? 1 : 0);
        json.WriteNumber("ShowInActivityGrid"u8, type.ShowInGrid ? 1 : 0);
        LeadSquaredActivityFieldJson.Write(json, definitions.OfActivity(type.EventCode), activity: null);
        json.WriteEndObject();
        return null;
    }

    /// <summary>Message.Id is the event code as a string, not the type's id (core §3.3, clients.md A1).</summary>
    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<CreateTypeBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var created = await types.Create(call.Caller, call.Transaction, body.Value);
        if (created.Failure is { } failure)
            return failure;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Id"u8, created.Value.EventCode.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }

    /// <summary>Success without a Message (core §0.1).</summary>
    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<UpdateTypeBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if ((await types.Update(call.Caller, call.Transaction, body.Value)).Failure is { } failure)
            return failure;
        call.Json.WriteStartObject();
        call.Json.WriteString("Status"u8, "Success"u8);
        call.Json.WriteEndObject();
        return null;
    }

    public async Task<Failure?> GetOptions(Call call)
    {
        var body = call.ReadOrDefault<FieldOptionsBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Parameter is not { } parameter)
            return LeadSquaredActivityPaging.Invalid("You have not passed Parameter.");
        if ((await types.Of(call.Caller.AccountId)).Find(parameter.ActivityEventCode) is not { } type)
            return ActivityRules.UnknownType;
        var catalog = (await fields.Of(call.Caller.AccountId)).OfActivity(type.EventCode);

        // Live, those of opportunities are refused whatever the field (core §1.8).
        if (type.IsOpportunity || catalog.FindAnyCase(parameter.SchemaName ?? "") is not { } field || !ActivityTypeFields.HasOptions(field))
            return new Failure(ErrorCode.InvalidInput, "Activity field should be of type independent dropdown");
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("Options"u8);
        foreach (var option in field.Options)
            call.Json.WriteStringValue(option);
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    private async ValueTask<ActivityType?> Find(Call call, string parameter)
    {
        var catalog = await types.Of(call.Caller.AccountId);
        return int.TryParse(call.Query(parameter), out var eventCode) ? catalog.Find(eventCode) : null;
    }

    private static void Write(Utf8JsonWriter json, ActivityType type)
    {
        json.WriteStartObject();
        json.WriteString("Id"u8, type.Id);
        json.WriteNumber("ActivityEvent"u8, type.EventCode);
        json.WriteString("ActivityEventName"u8, type.Name);
        json.WriteString("DisplayName"u8, type.DisplayName);
        json.WriteString("Description"u8, type.Description);
        json.WriteNumber("EventType"u8, type.EventType);
        json.WriteNumber("EventDirection"u8, type.Direction);
        json.WriteNumber("Score"u8, type.Score);
        json.WriteString("Tags"u8, ""u8);
        json.WriteEndObject();
    }
}
