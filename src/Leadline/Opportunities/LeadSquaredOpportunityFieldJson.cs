using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Leadline.Activities;
using Leadline.Fields;

namespace Leadline.Opportunities;

/// <summary>The fields of an opportunity or of its type, as forms are built from them (extended §2.3, §2.8).</summary>
internal static class LeadSquaredOpportunityFieldJson
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What the documented statuses are painted with; those of an account's own take turns.
    private static readonly (string Background, string Font)[] Colours =
        [("#FFFB83", "#A08427"), ("#A5E887", "#347715"), ("#FFD4D0", "#E31D00")];

    private static readonly FieldDefinition Note = Own(ActivityFieldNames.Note, "Notes", FieldType.Text);
    private static readonly FieldDefinition Owner = Own(ActivityFieldNames.Owner, "Owner", FieldType.User);

    /// <summary>What the server keeps of every opportunity (extended §2.8).</summary>
    private static readonly FieldDefinition[] Kept =
    [
        Own("CreatedOn", "Created On", FieldType.DateTime) with { IsReadOnly = true },
        Own("CreatedBy", "Created By", FieldType.User) with { IsReadOnly = true },
        Own("ModifiedOn", "Modified On", FieldType.DateTime) with { IsReadOnly = true },
        Own("ModifiedBy", "Modified By", FieldType.User) with { IsReadOnly = true },
    ];

    /// <summary>The member Fields; the values are null where there is no opportunity. The name comes before the status, as printed.</summary>
    public static void Write(Utf8JsonWriter json, OpportunityDefinition definition, Activity? opportunity)
    {
        var fields = definition.Fields.Fields;
        var first = fields.Count > 0 && fields[0].SchemaName == OpportunityFieldNames.Name ? 1 : 0;
        json.WriteStartArray("Fields"u8);
        WriteField(json, Note, opportunity?.Note, 0, "");
        for (var i = 0; i < first; i++)
            WriteOwn(fields[i], i + 1);
        WriteField(json, definition.Status, opportunity?.Status, first + 1, StatusOptions(definition.Status));
        for (var i = first; i < fields.Count; i++)
            WriteOwn(fields[i], i + 2);
        WriteField(json, Owner, opportunity?.OwnerId?.ToString(), fields.Count + 2, "");
        if (opportunity is null)
            for (var i = 0; i < Kept.Length; i++)
                WriteField(json, Kept[i], null, fields.Count + 3 + i, "");
        json.WriteEndArray();

        void WriteOwn(FieldDefinition field, int sequence) => WriteField(
            json,
            field,
            LeadSquaredActivityJson.Print(field, opportunity?.Value(field.SchemaName)),
            sequence,
            ActivityTypeFields.OptionSet(field));
    }

    private static void WriteField(Utf8JsonWriter json, FieldDefinition field, string? value, int sequence, string options)
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
        json.WriteNumber("CustomObjectType"u8, 2);
        json.WriteNumber("MaxFieldLength"u8, FieldRules.LengthLimit(field));
        json.WriteString("StringRenderType"u8, ""u8);
        json.WriteBoolean("IsViewRestrictedField"u8, false);
        json.WriteBoolean("IsSortable"u8, field.Type != FieldType.FieldSet);
        json.WriteBoolean("IsEncrypted"u8, false);
        json.WriteString("DisplayValue"u8, value);
        json.WriteBoolean("IsMasked"u8, false);
        json.WriteEndObject();
    }

    /// <summary>The statuses as the JSON that the wire carries inside a string.</summary>
    private static string StatusOptions(FieldDefinition status) => JsonSerializer.Serialize(
        status.Options.Select((option, order) => new
        {
            IsDefault = option == status.DefaultValue,
            Text = "",
            Value = option,
            CanDelete = 1,
            CanEdit = 1,
            IsLastOption = 0,
            Order = order,
            BackgroundColor = Colours[order % Colours.Length].Background,
            FontColor = Colours[order % Colours.Length].Font,
        }),
        Relaxed);

    private static FieldDefinition Own(string schemaName, string displayName, FieldType type) =>
        new() { SchemaName = schemaName, DisplayName = displayName, Type = type };
}
