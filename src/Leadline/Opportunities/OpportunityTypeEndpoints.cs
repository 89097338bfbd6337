using System.Text.Json;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Opportunity types in Leadline's own API: no other API can make or change them.</summary>
internal sealed class OpportunityTypeEndpoints(OpportunityTypeOperations types)
{
    public async Task<Failure?> List(Call call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("opportunityTypes"u8);
        foreach (var type in await types.All(call.Caller.AccountId))
            Write(call.Json, type);
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    public async Task<Failure?> Get(Call call) => Answer(call, await types.Find(call.Caller.AccountId, Code(call)));

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<OpportunityTypeBody>();
        return body.Failure is { } unreadable ? unreadable : Answer(call, await types.Create(call.Caller, call.Transaction, body.Value));
    }

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<OpportunityTypeBody>();
        return body.Failure is { } unreadable ? unreadable : Answer(call, await types.Update(call.Caller, call.Transaction, Code(call), body.Value));
    }

    private static int Code(Call call) => int.TryParse(call.Route("code"), out var code) ? code : 0;

    private static Failure? Answer(Call call, Result<OpportunityType> result)
    {
        if (result.Failure is { } failure)
            return failure;
        Write(call.Json, result.Value);
        return null;
    }

    private static void Write(Utf8JsonWriter json, OpportunityType type)
    {
        var definition = type.Definition;
        json.WriteStartObject();
        json.WriteNumber("code"u8, type.Type.EventCode);
        json.WriteString("name"u8, type.Type.Name);
        json.WriteString("displayName"u8, type.Type.DisplayName);
        json.WriteString("pluralName"u8, type.PluralName);
        json.WriteString("description"u8, type.Type.Description);
        json.WriteBoolean("canDelete"u8, type.Type.CanDelete);
        WriteTexts(json, "statuses"u8, definition.Status.Options);
        WriteTexts(json, "stages"u8, definition.Fields.Find(OpportunityFieldNames.Stage)?.Options ?? []);
        json.WriteBoolean("requireComment"u8, definition.RequiredComment is not null);
        WriteTexts(json, "duplicateFields"u8, definition.DuplicateRule.Select(field => field.SchemaName));
        json.WriteStartArray("fields"u8);
        foreach (var field in definition.Fields.Fields)
            Write(json, field);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FieldDefinition field)
    {
        json.WriteStartObject();
        json.WriteString("schemaName"u8, field.SchemaName);
        json.WriteString("displayName"u8, field.DisplayName);
        json.WriteString("type"u8, JsonNamingPolicy.CamelCase.ConvertName(field.Type.ToString()));
        json.WriteBoolean("mandatory"u8, field.IsMandatory);
        json.WriteNumber("maxLength"u8, FieldRules.LengthLimit(field));
        if (field.DefaultValue is { } initial)
            json.WriteString("defaultValue"u8, initial);
        if (field.Options.Count > 0)
            WriteTexts(json, "options"u8, field.Options);
        if (field.Parts.Count > 0)
        {
            json.WriteStartArray("parts"u8);
            foreach (var part in field.Parts)
                Write(json, part);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
