using System.Text.Json;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>Lead fields in Leadline's own API, and the one thing that no other API can do: say what identifies a lead.</summary>
internal sealed class LeadFieldEndpoints(FieldOperations fields, UniqueFields uniqueFields)
{
    public async Task<Failure?> List(Call call)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("leadFields"u8);
        foreach (var field in (await fields.Of(call.Caller.AccountId)).Lead.Fields)
            Write(json, field);
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    public async Task<Failure?> MarkUnique(Call call) =>
        Answer(call, await uniqueFields.Mark(call.Caller, call.Route("schemaName")));

    public async Task<Failure?> UnmarkUnique(Call call) =>
        Answer(call, await uniqueFields.Unmark(call.Caller, call.Route("schemaName")));

    private static Failure? Answer(Call call, Result<FieldDefinition> result)
    {
        if (result.Failure is { } failure)
            return failure;
        Write(call.Json, result.Value);
        return null;
    }

    private static void Write(Utf8JsonWriter json, FieldDefinition field)
    {
        json.WriteStartObject();
        json.WriteString("schemaName"u8, field.SchemaName);
        json.WriteString("displayName"u8, field.DisplayName);
        json.WriteString("type"u8, JsonNamingPolicy.CamelCase.ConvertName(field.Type.ToString()));
        json.WriteString("unique"u8, JsonNamingPolicy.CamelCase.ConvertName(field.Unique.ToString()));
        json.WriteBoolean("mandatory"u8, field.IsMandatory);
        json.WriteBoolean("readOnly"u8, field.IsReadOnly);
        json.WriteBoolean("lockAfterCreate"u8, field.LockAfterCreate);
        json.WriteNumber("maxLength"u8, FieldRules.LengthLimit(field));
        if (field.DefaultValue is { } initial)
            json.WriteString("defaultValue"u8, initial);
        if (field.Options.Count > 0)
        {
            json.WriteStartArray("options"u8);
            foreach (var option in field.Options)
                json.WriteStringValue(option);
            json.WriteEndArray();
        }

        if (field.Parts.Count > 0)
        {
            json.WriteStartArray("parts"u8);
            foreach (var part in field.Parts)
                Write(json, part);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
