using System.Text.Encodings.Web;
using System.Text.Json;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Opportunities;

/// <summary>The fields of an opportunity or of its type, as forms are built from them (extended §2.3, §2.8).</summary>
internal static class LeadSquaredOpportunityFields
{
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // What the documented statuses are painted with; those of an account's own take turns.
    private static readonly (string Background, string Font)[] Colours =
        [("#FFFB83", "#A08427"), ("#A5E887", "#347715"), ("#FFD4D0", "#E31D00")];

    private static readonly FieldDefinition Note = LeadSquaredActivityFields.Own(
        ActivityFieldNames.Note, "Notes", FieldType.Text);
    private static readonly FieldDefinition Owner = LeadSquaredActivityFields.Own(
        ActivityFieldNames.Owner, "Owner", FieldType.User);

    /// <summary>What the server keeps of every opportunity (extended §2.8).</summary>
    private static readonly FieldDefinition[] Kept =
    [
        LeadSquaredActivityFields.Own("CreatedOn", "Created On", FieldType.DateTime) with { IsReadOnly = true },
        LeadSquaredActivityFields.Own("CreatedBy", "Created By", FieldType.User) with { IsReadOnly = true },
        LeadSquaredActivityFields.Own("ModifiedOn", "Modified On", FieldType.DateTime) with { IsReadOnly = true },
        LeadSquaredActivityFields.Own("ModifiedBy", "Modified By", FieldType.User) with { IsReadOnly = true },
    ];

    /// <summary>
    /// The values are null where there is no opportunity. The name comes before the status, as printed.
    /// </summary>
    public static IReadOnlyList<ActivityFieldResponse> Describe(OpportunityDefinition definition, Activity? opportunity)
    {
        var fields = definition.Fields.Fields;
        var first = fields.Count > 0 && fields[0].SchemaName == OpportunityFieldNames.Name ? 1 : 0;
        var list = new List<ActivityFieldResponse> { Describe(Note, opportunity?.Note, 0, "") };
        list.AddRange(fields.Take(first).Select((field, index) => Own(field, index + 1)));
        list.Add(Describe(definition.Status, opportunity?.Status, first + 1, StatusOptions(definition.Status)));
        list.AddRange(fields.Skip(first).Select((field, index) => Own(field, first + index + 2)));
        list.Add(Describe(Owner, opportunity?.OwnerId?.ToString(), fields.Count + 2, ""));
        if (opportunity is null)
            list.AddRange(Kept.Select((field, index) => Describe(field, null, fields.Count + 3 + index, "")));
        return list;

        ActivityFieldResponse Own(FieldDefinition field, int sequence) => Describe(
            field,
            LeadSquaredActivityRows.Print(field, opportunity?.Value(field.SchemaName)),
            sequence,
            ActivityTypeFields.OptionSet(field));
    }

    private static ActivityFieldResponse Describe(FieldDefinition field, string? value, int sequence, string options) =>
        LeadSquaredActivityFields.Describe(field, value, sequence, options, customObjectType: 2);

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
