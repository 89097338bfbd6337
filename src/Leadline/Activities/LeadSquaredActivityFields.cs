using System.Globalization;
using Leadline.Fields;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Activities;

/// <summary>
/// The fields of an activity or of its type, as forms are built from them (core §3.7, §3.10, extended §2.3).
/// </summary>
internal static class LeadSquaredActivityFields
{
    private static readonly FieldDefinition Note = Own(ActivityFieldNames.Note, "Notes", FieldType.Text);
    private static readonly FieldDefinition Status = Own(ActivityFieldNames.Status, "Status", FieldType.Dropdown) with
    {
        Options = [Activity.DefaultStatus],
        DefaultValue = Activity.DefaultStatus,
    };

    private static readonly FieldDefinition Owner = Own(ActivityFieldNames.Owner, "Owner", FieldType.User);

    /// <summary>The values are null where there is no activity.</summary>
    public static IReadOnlyList<ActivityFieldResponse> Describe(FieldCatalog catalog, Activity? activity)
    {
        var own = catalog.Fields.Select((field, index) =>
            Describe(field, LeadSquaredActivityRows.Print(field, activity?.Value(field.SchemaName)), index + 1));
        return
        [
            Describe(Note, activity?.Note, sequence: 0),
            .. own,
            Describe(Status, activity?.Status, catalog.Fields.Count + 1),
            Describe(Owner, activity?.OwnerId?.ToString(), catalog.Fields.Count + 2),
        ];
    }

    /// <summary>One field, with the members that activities and opportunities share.</summary>
    public static ActivityFieldResponse Describe(
        FieldDefinition field, string? value, int sequence, string options, int customObjectType) => new()
        {
            SchemaName = field.SchemaName,
            InternalName = field.SchemaName,
            DisplayName = field.DisplayName,
            Value = value,
            DataType = ActivityDataType.WordFor(field.Type),
            IsMandatory = field.IsMandatory,
            ShowInForm = field.Hints.GetValueOrDefault(ActivityTypeFields.ShowInForm, "true") == "true",
            Sequence = field.Hints.TryGetValue(ActivityTypeFields.Sequence, out var hint)
                ? int.Parse(hint, CultureInfo.InvariantCulture)
                : sequence,
            OptionSet = options,
            IsDefault = !field.IsCustom,
            IsReadOnly = field.IsReadOnly,
            IsMultiSelectDropdown = field.Type == FieldType.MultiSelect,
            CustomObjectType = customObjectType,
            MaxFieldLength = FieldRules.LengthLimit(field),
            IsSortable = field.Type != FieldType.FieldSet,
            DisplayValue = value,
            Fields = field.Type == FieldType.FieldSet ? Parts(field, value) : null,
        };

    private static IReadOnlyList<ActivityFieldResponse> Parts(FieldDefinition set, string? stored)
    {
        var values = string.IsNullOrEmpty(stored) ? [] : FieldSets.Read(stored);
        return
        [
            .. set.Parts.Select((part, index) =>
                Describe(part, values.GetValueOrDefault(part.SchemaName), index + 1)),
        ];
    }

    /// <summary>A field that every activity has.</summary>
    public static FieldDefinition Own(string schemaName, string displayName, FieldType type) =>
        new() { SchemaName = schemaName, DisplayName = displayName, Type = type };

    private static ActivityFieldResponse Describe(FieldDefinition field, string? value, int sequence) =>
        Describe(
            field,
            value,
            sequence,
            ActivityTypeFields.OptionSet(field),
            customObjectType: field.Type == FieldType.FieldSet ? 2 : 0);
}
