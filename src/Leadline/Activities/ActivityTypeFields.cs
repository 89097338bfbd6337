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

    private const string NamePrefix = "mx_Custom_";
    private const int MostFields = 50;
    private const int LongestName = 200;

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Result<IReadOnlyList<FieldDefinition>> Read(IReadOnlyList<ActivityTypeField> fields)
    {
        var read = new List<FieldDefinition>(fields.Count);
        foreach (var field in fields)
        {
            var definition = Read(field);
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
        var options = passed.Options.Count > 0 ? passed.Options : field.Options;
        return field with
        {
            DisplayName = passed.DisplayName,
            IsMandatory = passed.IsMandatory,
            Options = options,
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

    private static Result<FieldDefinition> Read(ActivityTypeField field)
    {
        if (!IsSchemaName(field.SchemaName))
            return Failure.InvalidParameter(nameof(field.SchemaName));
        if (ActivityDataType.Find(field.DataType) is not { } type || type is FieldType.FieldSet or FieldType.AutoId)
            return Failure.InvalidParameter(nameof(field.DataType));
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

    /// <summary>mx_Custom_1 to mx_Custom_50.</summary>
    private static bool IsSchemaName(string? name) =>
        name is not null
        && name.StartsWith(NamePrefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(NamePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 1 and <= MostFields
        && name.Length == NamePrefix.Length + (number < 10 ? 1 : 2);

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
