using System.Globalization;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;

namespace Leadline.Opportunities;

/// <summary>The fields of an opportunity type as Leadline's own API defines them.</summary>
internal static class OpportunityTypeFields
{
    private const string NamePrefix = "mx_Custom_";
    private const string PartPrefix = "mx_CustomObject_";
    private const int MostFields = 200;
    private const int LongestName = 200;
    private const int LongestValue = 4000;

    private static readonly string[] DefaultStatuses = ["Open", "Won", "Lost"];

    /// <summary>
    /// The statuses of a type as the field that holds one of them; the first is what a new opportunity has.
    /// </summary>
    public static Result<FieldDefinition> Status(IReadOnlyList<string>? statuses)
    {
        var options = statuses is { Count: > 0 } ? statuses : DefaultStatuses;
        return OptionsRefusal(options, "statuses") is { } refusal
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
            yield return Field(OpportunityFieldNames.Name, "Opportunity Name", FieldType.Text);
        if (own.All(field => field.SchemaName != OpportunityFieldNames.Stage))
            yield return Field(OpportunityFieldNames.Stage, "Stage", FieldType.Dropdown);
    }

    public static FieldDefinition Comment(bool required) =>
        Field(OpportunityFieldNames.Comment, "Status Change Comment", FieldType.Text) with
        {
            IsMandatory = required,
            MaxLength = LongestValue,
        };

    public static Result<FieldDefinition> WithStages(FieldDefinition stage, IReadOnlyList<string> stages) =>
        OptionsRefusal(stages, "stages") is { } refusal
            ? refusal
            : stage with { Options = [.. stages], DefaultValue = stages.Count > 0 ? stages[0] : null };

    public static Result<IReadOnlyList<FieldDefinition>> Read(IReadOnlyList<OpportunityFieldBody>? bodies)
    {
        var fields = new List<FieldDefinition>();
        foreach (var body in bodies ?? [])
        {
            var field = Read(body, NamePrefix, body.Type);
            if (field.Failure is { } failure)
                return failure;
            if (fields.Exists(other => other.SchemaName == field.Value.SchemaName))
                return new Failure(ErrorCode.Duplicate, $"The field {field.Value.SchemaName} is passed twice.");
            fields.Add(field.Value);
        }

        return fields;
    }

    /// <summary>
    /// What a body makes of a field that is there. Its type stays: the opportunities that have it were checked by that.
    /// </summary>
    public static Result<FieldDefinition> Change(FieldDefinition field, OpportunityFieldBody body) =>
        Read(body, NamePrefix, body.Type ?? field.Type.ToString()) is { Failure: { } failure } ? failure
        : body.Type is not null && !body.Type.Equals(field.Type.ToString(), StringComparison.OrdinalIgnoreCase)
            ? new Failure(ErrorCode.Conflict, $"The type of {field.SchemaName} can not be changed.")
        : WithDefault(
            field with
            {
                DisplayName = body.DisplayName?.Trim() ?? field.DisplayName,
                IsMandatory = !field.IsReadOnly && (body.Mandatory ?? field.IsMandatory),
                MaxLength = body.MaxLength ?? field.MaxLength,
                Options = body.Options is { } options ? [.. options] : field.Options,
                Parts = body.Parts is null ? field.Parts : Parts(body.Parts).Value,
                ModifiedOn = DateTimeOffset.UtcNow,
            },
            body.DefaultValue ?? field.DefaultValue);

    private static Result<FieldDefinition> Read(OpportunityFieldBody body, string prefix, string? typeName)
    {
        if (!IsSchemaName(body.SchemaName, prefix))
            return Invalid("schemaName", $"{prefix}1 to {prefix}{MostFields}");
        if (!Enum.TryParse<FieldType>(typeName ?? nameof(FieldType.Text), ignoreCase: true, out var type)
            || !Enum.IsDefined(type))
            return Invalid("type", "one of the types of lead fields");
        var displayName = string.IsNullOrWhiteSpace(body.DisplayName) ? body.SchemaName! : body.DisplayName.Trim();
        if (displayName.Length > LongestName || !FieldRules.IsStorable(displayName))
            return Invalid("displayName", $"at most {LongestName} characters");
        if (body.MaxLength is < 1 or > LongestValue)
            return Invalid("maxLength", $"1 to {LongestValue}");
        if (body.Options is { } options && OptionsRefusal(options, "options") is { } refusal)
            return refusal;
        var parts = prefix == NamePrefix ? Parts(body.Parts) : new List<FieldDefinition>();
        if (parts.Failure is { } unfit)
            return unfit;
        if (type == FieldType.AutoId && prefix == PartPrefix)
            return Invalid("type", "one of the types of lead fields but autoId");
        if ((type == FieldType.FieldSet) != (parts.Value.Count > 0))
            return Invalid("parts", "those of a fieldSet, at least one");
        return WithDefault(
            Field(body.SchemaName!, displayName, type) with
            {
                IsMandatory = body.Mandatory == true && type != FieldType.AutoId,
                IsReadOnly = type == FieldType.AutoId,
                MaxLength = body.MaxLength,
                Options = [.. body.Options ?? []],
                Parts = parts.Value,
            },
            body.DefaultValue);
    }

    private static Result<List<FieldDefinition>> Parts(IReadOnlyList<OpportunityFieldBody>? bodies)
    {
        var parts = new List<FieldDefinition>();
        foreach (var body in bodies ?? [])
        {
            var part = body.SchemaName == ActivityFieldNames.Status
                ? Read(body with { SchemaName = PartPrefix + "1" }, PartPrefix, body.Type)
                : Read(body, PartPrefix, body.Type);
            if (part.Failure is { } failure)
                return failure;
            parts.Add(part.Value with { SchemaName = body.SchemaName! });
        }

        return parts;
    }

    private static Result<FieldDefinition> WithDefault(FieldDefinition field, string? value)
    {
        var coerced = FieldRules.Coerce(field, value, new FieldContext(DefaultCountryCode: null, CheckOptions: true));
        return coerced.Failure is null
            ? field with
            {
                DefaultValue = coerced.Value,
            }
            : Invalid("defaultValue", "a value that fits the field");
    }

    private static bool IsSchemaName(string? name, string prefix) =>
        name is not null
        && name.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 1 and <= MostFields
        && name == prefix + number.ToString(CultureInfo.InvariantCulture);

    private static Failure? OptionsRefusal(IReadOnlyList<string> options, string member) =>
        options.All(option => !string.IsNullOrWhiteSpace(option)
            && option.Length <= FieldOptions.LongestOption && FieldRules.IsStorable(option))
        && options.Distinct(StringComparer.Ordinal).Count() == options.Count
            ? null
            : Invalid(member, $"different texts of 1 to {FieldOptions.LongestOption} characters");

    private static FieldDefinition Field(string schemaName, string displayName, FieldType type) => new()
    {
        Id = Ids.New(),
        SchemaName = schemaName,
        DisplayName = displayName,
        Type = type,
        CreatedOn = DateTimeOffset.UtcNow,
        ModifiedOn = DateTimeOffset.UtcNow,
    };

    private static Failure Invalid(string member, string expected) =>
        new(ErrorCode.InvalidInput, $"'{member}' is not valid: {expected} expected.");
}
