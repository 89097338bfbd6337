using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Opportunities;

/// <summary>The fields of an opportunity type as Leadline's own API defines them.</summary>
internal static class OpportunityTypeFields
{
    private const int LongestComment = 4000;

    public static readonly FieldNaming Naming = FieldNaming.Numbered("mx_Custom_", 200) with { HasAutoId = true };

    private static readonly string[] DefaultStatuses = ["Open", "Won", "Lost"];

    /// <summary>
    /// The statuses of a type as the field that holds one of them; the first is what a new opportunity has.
    /// </summary>
    public static Result<FieldDefinition> Status(IReadOnlyList<string>? statuses)
    {
        var options = statuses is { Count: > 0 } ? statuses : DefaultStatuses;
        return FieldBodies.OptionsRefusal(options, "statuses") is { } refusal
            ? refusal
            : new FieldDefinition
            {
                Id = Ids.New(),
                SchemaName = ActivityFieldNames.Status,
                DisplayName = "Status",
                Type = FieldType.SearchableDropdown,
                IsMandatory = true,
                Options = [.. options],
                DefaultValue = options[0],
            };
    }

    /// <summary>
    /// The fields that every new type has beside those of the body: the opportunity's name and its stage.
    /// </summary>
    public static IEnumerable<FieldDefinition> Standard(IReadOnlyList<FieldDefinition> own)
    {
        if (own.All(field => field.SchemaName != OpportunityFieldNames.Name))
            yield return FieldBodies.New(OpportunityFieldNames.Name, "Opportunity Name", FieldType.Text);
        if (own.All(field => field.SchemaName != OpportunityFieldNames.Stage))
            yield return FieldBodies.New(OpportunityFieldNames.Stage, "Stage", FieldType.Dropdown);
    }

    public static FieldDefinition Comment(bool required) =>
        FieldBodies.New(OpportunityFieldNames.Comment, "Status Change Comment", FieldType.Text) with
        {
            IsMandatory = required,
            MaxLength = LongestComment,
        };

    public static Result<FieldDefinition> WithStages(FieldDefinition stage, IReadOnlyList<string> stages) =>
        FieldBodies.OptionsRefusal(stages, "stages") is { } refusal
            ? refusal
            : stage with { Options = [.. stages], DefaultValue = stages.Count > 0 ? stages[0] : null };
}
