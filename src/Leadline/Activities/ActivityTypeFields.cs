using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Platform.Json;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Activities;

/// <summary>The fields of an activity type as the wire defines them (core §3.3).</summary>
internal static class ActivityTypeFields
{
    /// <summary>Hints that a field keeps for the wire.</summary>
    public const string ShowInForm = "ShowInForm";
    public const string Sequence = "Sequence";

    private const int LongestName = 200;

    public static readonly FieldNaming Naming = FieldNaming.Numbered("mx_Custom_", 50);

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Result<IReadOnlyList<FieldDefinition>> Read(
        IReadOnlyList<ActivityTypeField>? fields, bool areParts = false)
    {
        fields ??= [];
        var read = new List<FieldDefinition>(fields.Count);
        foreach (var field in fields)
        {
            var definition = Read(field, areParts);
            if (definition.Failure is { } failure)
                return failure;
            if (read.Exists(other => other.SchemaName == definition.Value.SchemaName))
                return new Failure(
                    ErrorCode.Duplicate, $"A field with the schema name {field.SchemaName} already exists.");
            read.Add(definition.Value);
        }

        return read;
    }

    /// <summary>
    /// What a change makes of a field. Its type stays: the activities that have it were checked by that.
    /// </summary>
    public static FieldDefinition Change(FieldDefinition field, FieldDefinition passed)
    {
        var options = passed.Options.Count > 0 && field.Source is null ? passed.Options : field.Options;
        return field with
        {
            DisplayName = passed.DisplayName,
            IsMandatory = passed.IsMandatory,
            Options = options,
            Parts = [.. field.Parts.Select(part => passed.Parts.FirstOrDefault(IsSame(part)) ?? part),
                .. passed.Parts.Where(part => !field.Parts.Any(IsSame(part)))],
            DefaultValue = passed.DefaultValue is { } value
                ? Default(field with { Options = options }, value).Value
                : field.DefaultValue,
            Hints = passed.Hints,
            ModifiedOn = passed.ModifiedOn,
        };
    }

    /// <summary>The options as the JSON that the wire carries inside a string.</summary>
    public static string OptionSet(FieldDefinition field) => field.Options.Count == 0
        ? ""
        : JsonSerializer.Serialize(
            field.Options.Select((option, order) => new
            {
                IsDefault = option == field.DefaultValue,
                Text = "",
                Value = option,
                Order = order,
                CanEdit = 1,
                CanDelete = 1,
                IsLastOption = 0,
            }),
            Relaxed);

    public static bool HasOptions(FieldDefinition field) =>
        field.Type is FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.MultiSelect;

    private static Result<FieldDefinition> Read(ActivityTypeField field, bool isPart)
    {
        if (!IsSchemaName(field, isPart))
            return Failure.InvalidParameter(nameof(field.SchemaName));
        if (
            ActivityDataType.Find(field.DataType) is not { } type
            || type == FieldType.AutoId
            || (type == FieldType.FieldSet && isPart))
            return Failure.InvalidParameter(nameof(field.DataType));
        if (type != FieldType.FieldSet && field.Fields is { Count: > 0 })
            return Failure.InvalidParameter(nameof(field.Fields));
        var parts = Read(field.Fields, areParts: true);
        if (parts.Failure is { } unfit)
            return unfit;
        var displayName = string.IsNullOrWhiteSpace(field.DisplayName) ? field.SchemaName! : field.DisplayName.Trim();
        if (displayName.Length > LongestName || !FieldRules.IsStorable(displayName))
            return Failure.InvalidParameter(nameof(field.DisplayName));
        var options = Options(field.OptionSet);
        if (options.Failure is { } unreadable)
            return unreadable;

        var definition = new FieldDefinition
        {
            Id = Guid.CreateVersion7(),
            SchemaName = field.SchemaName!,
            DisplayName = displayName,
            Type = type,
            IsMandatory = field.IsMandatory == true,
            Options = options.Value.Values,
            Parts = parts.Value,
            Hints = Hints(field),
            CreatedOn = DateTimeOffset.UtcNow,
            ModifiedOn = DateTimeOffset.UtcNow,
        };
        var initial = Default(definition, string.IsNullOrEmpty(field.Value) ? options.Value.Default : field.Value);
        return initial.Failure is null
            ? definition with
            {
                DefaultValue = initial.Value,
            }
            : Failure.InvalidParameter(nameof(field.Value));
    }

    /// <summary>A set may also have a name as on leads: calls name it so (core §3.2).</summary>
    private static bool IsSchemaName(ActivityTypeField field, bool isPart) =>
        field.SchemaName is { } name
        && (isPart ? FieldNaming.OfParts.Allows(name)
            : Naming.Allows(name)
                || (ActivityDataType.Find(field.DataType) == FieldType.FieldSet && FieldNaming.OfLeads.Allows(name)));

    private static Func<FieldDefinition, bool> IsSame(FieldDefinition part) =>
        other => other.SchemaName == part.SchemaName;

    private static Result<FieldOptions> Options(string? optionSet)
    {
        var read = WireJson.Read<List<ActivityFieldOption>>(Encoding.UTF8.GetBytes(optionSet ?? ""));
        if (read.Error is not null)
            return Failure.InvalidParameter("OptionSet");
        var options = read.Value ?? [];
        if (options.Exists(option => string.IsNullOrEmpty(option.Value)
                || option.Value.Length > FieldOptions.LongestOption
                || !FieldRules.IsStorable(option.Value)))
            return Failure.InvalidParameter("OptionSet");
        return new FieldOptions(
            [
                .. options
                    .OrderBy(option => option.Order)
                    .Select(option => option.Value!)
                    .Distinct(StringComparer.Ordinal),
            ],
            options.Find(option => option.IsDefault == true)?.Value);
    }

    private static Coerced Default(FieldDefinition field, string? value) =>
        FieldRules.Coerce(field, value, new FieldContext(DefaultCountryCode: null, CheckOptions: true));

    private static Dictionary<string, string> Hints(ActivityTypeField field)
    {
        var hints = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ShowInForm] = field.ShowInForm == true ? "true" : "false",
        };
        if (field.Sequence is { } sequence)
            hints[Sequence] = sequence.ToString(CultureInfo.InvariantCulture);
        return hints;
    }
}
