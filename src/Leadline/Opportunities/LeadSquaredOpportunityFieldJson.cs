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

    private static readonly FieldDefinition Note = LeadSquaredActivityFieldJson.Own(ActivityFieldNames.Note, "Notes", FieldType.Text);
    private static readonly FieldDefinition Owner = LeadSquaredActivityFieldJson.Own(ActivityFieldNames.Owner, "Owner", FieldType.User);

    /// <summary>What the server keeps of every opportunity (extended §2.8).</summary>
    private static readonly FieldDefinition[] Kept =
    [
        LeadSquaredActivityFieldJson.Own("CreatedOn", "Created On", FieldType.DateTime) with { IsReadOnly = true },
        LeadSquaredActivityFieldJson.Own("CreatedBy", "Created By", FieldType.User) with { IsReadOnly = true },
        LeadSquaredActivityFieldJson.Own("ModifiedOn", "Modified On", FieldType.DateTime) with { IsReadOnly = true },
        LeadSquaredActivityFieldJson.Own("ModifiedBy", "Modified By", FieldType.User) with { IsReadOnly = true },
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

    private static void WriteField(Utf8JsonWriter json, FieldDefinition field, string? value, int sequence, string options) =>
        LeadSquaredActivityFieldJson.WriteField(json, field, value, sequence, options, customObjectType: 2);

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
}
