using System.Globalization;
using System.Text.Json;
using Leadline.Fields;

namespace Leadline.Activities;

/// <summary>The fields of an activity or of its type, as forms are built from them (core §3.7, §3.10, extended §2.3).</summary>
internal static class LeadSquaredActivityFieldJson
{
    private static readonly FieldDefinition Note = Own(ActivityFieldNames.Note, "Notes", FieldType.Text);
    private static readonly FieldDefinition Status = Own(ActivityFieldNames.Status, "Status", FieldType.Dropdown) with
    {
        Options = [Activity.DefaultStatus],
        DefaultValue = Activity.DefaultStatus,
    };

    private static readonly FieldDefinition Owner = Own(ActivityFieldNames.Owner, "Owner", FieldType.User);

    /// <summary>The member Fields; the values are null where there is no activity.</summary>
    public static void Write(Utf8JsonWriter json, FieldCatalog catalog, Activity? activity)
    {
        json.WriteStartArray("Fields"u8);
        WriteField(json, Note, activity?.Note, sequence: 0);
        for (var i = 0; i < catalog.Fields.Count; i++)
        {
            var field = catalog.Fields[i];
            WriteField(json, field, LeadSquaredActivityJson.Print(field, activity?.Value(field.SchemaName)), i + 1);
        }

        WriteField(json, Status, activity?.Status, catalog.Fields.Count + 1);
        WriteField(json, Owner, activity?.OwnerId?.ToString(), catalog.Fields.Count + 2);
        json.WriteEndArray();
    }

    private static void WriteField(Utf8JsonWriter json, FieldDefinition field, string? value, int sequence) => WriteField(
        json, field, value, sequence, ActivityTypeFields.OptionSet(field), customObjectType: field.Type == FieldType.FieldSet ? 2 : 0);

    /// <summary>One field, in the order of members that activities and opportunities share.</summary>
    public static void WriteField(
        Utf8JsonWriter json, FieldDefinition field, string? value, int sequence, string options, int customObjectType)
    {
        json.WriteStartObject();
        json.WriteString("SchemaName"u8, field.SchemaName);
        json.WriteString("InternalName"u8, field.SchemaName);
        json.WriteString("DisplayName"u8, field.DisplayName);
        json.WriteString("Value"u8, value);
        json.WriteString("DataType"u8, ActivityDataType.Of(field.Type));
        json.WriteBoolean("IsMandatory"u8, field.IsMandatory);
        json.WriteBoolean("ShowInForm"u8, field.Hints.GetValueOrDefault(ActivityTypeFields.ShowInForm, "true") == "true");
        json.WriteNumber(
            "Sequence"u8,
            field.Hints.TryGetValue(ActivityTypeFields.Sequence, out var hint) ? int.Parse(hint, CultureInfo.InvariantCulture) : sequence);
        json.WriteString("ParentField"u8, ""u8);
        json.WriteString("OptionSet"u8, options);
        json.WriteString("DependentOptionSet"u8, ""u8);
        json.WriteBoolean("IsDefault"u8, !field.IsCustom);
        json.WriteBoolean("IsReadOnly"u8, field.IsReadOnly);
        json.WriteString("RenderType"u8, ""u8);
        json.WriteBoolean("ExportAsPlainText"u8, false);
        json.WriteBoolean("IsMultiSelectDropdown"u8, field.Type == FieldType.MultiSelect);
        json.WriteBoolean("IncludeOthersOption"u8, false);
        json.WriteNumber("BehaviorOnMissingDropdownOption"u8, 0);
        json.WriteBoolean("IsOthersValue"u8, false);
        json.WriteString("InternalSchemaName"u8, ""u8);
        json.WriteNumber("CustomObjectType"u8, customObjectType);
        json.WriteNumber("MaxFieldLength"u8, FieldRules.LengthLimit(field));
        json.WriteString("StringRenderType"u8, ""u8);
        json.WriteBoolean("IsViewRestrictedField"u8, false);
        json.WriteBoolean("IsSortable"u8, field.Type != FieldType.FieldSet);
        json.WriteBoolean("IsEncrypted"u8, false);
        json.WriteString("DisplayValue"u8, value);
        json.WriteBoolean("IsMasked"u8, false);
        json.WriteEndObject();
    }

    /// <summary>A field that every activity has.</summary>
    public static FieldDefinition Own(string schemaName, string displayName, FieldType type) =>
        new() { SchemaName = schemaName, DisplayName = displayName, Type = type };
}
