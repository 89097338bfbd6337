using System.Globalization;
using System.Text.Json;

namespace Leadline.Fields;

/// <summary>A lead field as LeadsMetaData.Get prints it (core §2.1): every key in its order, null members left out.</summary>
internal static partial class FieldMetadata
{
    private const string LeadEntity = "1";
    private const string SystemName = "System";
    private static readonly Guid SystemId = new("00000000-0000-0000-0000-000000000001");

    public static void Write(Utf8JsonWriter json, FieldDefinition field, bool withOptions)
    {
        var render = RenderType.Of(field);
        var isIdentifier = field.Unique != Uniqueness.None;

        json.WriteStartObject();
        json.WriteString("Entity"u8, LeadEntity);
        json.WriteString("SchemaName"u8, field.SchemaName);
        json.WriteString("DisplayName"u8, field.DisplayName);
        json.WriteString("DataType"u8, render.DataType);
        json.WriteBoolean("IsMandatory"u8, field.IsMandatory);
        if (render.IsSelect && withOptions)
            WriteOptions(json, field.Options);
        json.WriteString("MaxLength"u8, FieldRules.LengthLimit(field).ToString(CultureInfo.InvariantCulture));
        json.WriteString("EntityAttributeId"u8, field.Id);
        json.WriteString("Name"u8, field.SchemaName);
        WriteUnlessNull(json, "Description", field.Hints.GetValueOrDefault("Description"));
        json.WriteNumber("EntityAttributeType"u8, field.IsCustom ? 2 : 1);
        json.WriteNumber("RenderType"u8, render.Number);
        json.WriteString("RenderTypeTextValue"u8, render.Word);
        json.WriteBoolean("IsVisible"u8, Hint(field, "IsVisible", true));
        json.WriteBoolean("IsSearchable"u8, field.IsSearchable);
        json.WriteBoolean("ShowInMailMerge"u8, Hint(field, "ShowInMailMerge", true));
        WriteUnlessNull(json, "DefaultValue", field.DefaultValue);
        WriteUnlessNull(json, "RangeMin", field.MinLength?.ToString(CultureInfo.InvariantCulture));
        json.WriteBoolean("AllowMultiple"u8, true);
        json.WriteBoolean("ShowInImport"u8, Hint(field, "ShowInImport", !field.IsReadOnly));
        json.WriteBoolean("ShowInQuickAdd"u8, Hint(field, "ShowInQuickAdd", field.IsMandatory || field.IsSearchable));
        if (field.IsSearchable)
            json.WriteBoolean("ShowInQuickSearch"u8, true);
        json.WriteNumber("Txt_Row"u8, 0);
        json.WriteNumber("Txt_Col"u8, 0);
        WriteAuthors(json, field);
        json.WriteBoolean("IsLeadIdentifier"u8, isIdentifier);
        json.WriteNumber("LockAfterCreate"u8, field.LockAfterCreate ? 1 : 0);
        json.WriteBoolean("UseInLeadClone"u8, Hint(field, "UseInLeadClone", !isIdentifier && !field.IsReadOnly));
        json.WriteBoolean("IsSortable"u8, field.Type != FieldType.FieldSet);
        json.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter json, IReadOnlyList<string> options)
    {
        json.WriteStartArray("Options"u8);
        foreach (var option in options)
        {
            json.WriteStartObject();
            json.WriteString("Value"u8, option);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAuthors(Utf8JsonWriter json, FieldDefinition field)
    {
        json.WriteString("OwnerID"u8, SystemId);
        WriteUser(json, field, "CreatedBy");
        WriteDate(json, "CreatedOn", field.CreatedOn);
        WriteUser(json, field, "ModifiedBy");
        WriteDate(json, "ModifiedOn", field.ModifiedOn);
        json.WriteString("OwnerIdName"u8, SystemName);
        json.WriteString("CreatedByName"u8, field.Hints.GetValueOrDefault("CreatedByName", SystemName));
        json.WriteString("ModifiedByName"u8, field.Hints.GetValueOrDefault("ModifiedByName", SystemName));
    }

    private static void WriteUser(Utf8JsonWriter json, FieldDefinition field, string name)
    {
        if (field.Hints.TryGetValue(name, out var id))
            json.WriteString(name, id);
        else
            json.WriteString(name, SystemId);
    }

    /// <summary>The date form of Microsoft's first JSON serializers: milliseconds since 1970 in UTC.</summary>
    private static void WriteDate(Utf8JsonWriter json, string name, DateTimeOffset moment) =>
        json.WriteString(name, string.Create(CultureInfo.InvariantCulture, $"/Date({moment.ToUnixTimeMilliseconds()}+0000)/"));

    private static void WriteUnlessNull(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static bool Hint(FieldDefinition field, string name, bool otherwise) =>
        field.Hints.TryGetValue(name, out var hint) ? hint is "1" or "true" : otherwise;
}
