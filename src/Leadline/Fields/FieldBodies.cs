using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;

namespace Leadline.Fields;

/// <summary>Fields as Leadline's own API defines them, whatever has them.</summary>
internal static class FieldBodies
{
    private const int LongestName = 200;
    private const int LongestValue = 4000;

    public static Result<IReadOnlyList<FieldDefinition>> ReadAll(IReadOnlyList<FieldBody>? bodies, FieldNaming naming)
    {
        var fields = new List<FieldDefinition>();
        foreach (var body in bodies ?? [])
        {
            var field = Read(body, naming);
            if (field.Failure is { } failure)
                return failure;
            if (fields.Exists(other => other.SchemaName == field.Value.SchemaName))
                return new Failure(ErrorCode.Duplicate, $"The field {field.Value.SchemaName} is passed twice.");
            fields.Add(field.Value);
        }

        return fields;
    }

    /// <summary>A new field.</summary>
    public static Result<FieldDefinition> Read(FieldBody body, FieldNaming naming) => Read(body, naming, body.Type);

    /// <summary>
    /// What a body makes of a field that is there. Its type stays: the records that have it were checked by that.
    /// </summary>
    public static Result<FieldDefinition> Change(FieldDefinition field, FieldBody body, FieldNaming naming)
    {
        if (body.Type is not null && !body.Type.Equals(field.Type.ToString(), StringComparison.OrdinalIgnoreCase))
            return new Failure(ErrorCode.Conflict, $"The type of {field.SchemaName} can not be changed.");
        if (body.Options is not null && field.Source is not null)
            return new Failure(ErrorCode.Conflict, $"The options of {field.SchemaName} come from a table.");
        var isWhole = field.Type != FieldType.FieldSet || body.Parts is not null;
        var read = isWhole ? Read(body, naming, field.Type.ToString()) : Read(body, naming, nameof(FieldType.Text));
        if (read.Failure is { } failure)
            return failure;
        return WithDefault(
            field with
            {
                DisplayName = body.DisplayName?.Trim() ?? field.DisplayName,
                IsMandatory = !field.IsReadOnly && (body.Mandatory ?? field.IsMandatory),
                MaxLength = body.MaxLength ?? field.MaxLength,
                Options = body.Options is { } options ? [.. options] : field.Options,
                Parts = body.Parts is null ? field.Parts : read.Value.Parts,
                ModifiedOn = DateTimeOffset.UtcNow,
            },
            body.DefaultValue ?? field.DefaultValue);
    }

    /// <summary>A field with nothing but a name and a type.</summary>
    public static FieldDefinition New(string schemaName, string displayName, FieldType type) => new()
    {
        Id = Ids.New(),
        SchemaName = schemaName,
        DisplayName = displayName,
        Type = type,
        CreatedOn = DateTimeOffset.UtcNow,
        ModifiedOn = DateTimeOffset.UtcNow,
    };

    public static Failure? OptionsRefusal(IReadOnlyList<string> options, string member) =>
        options.All(option => !string.IsNullOrWhiteSpace(option)
            && option.Length <= FieldOptions.LongestOption && FieldRules.IsStorable(option))
        && options.Distinct(StringComparer.Ordinal).Count() == options.Count
            ? null
            : Invalid(member, $"different texts of 1 to {FieldOptions.LongestOption} characters");

    private static Result<FieldDefinition> Read(FieldBody body, FieldNaming naming, string? typeName)
    {
        if (body.SchemaName is not { } name || !naming.Allows(name))
            return Invalid("schemaName", naming.Expected);
        if (!Enum.TryParse<FieldType>(typeName ?? nameof(FieldType.Text), ignoreCase: true, out var type)
            || !Enum.IsDefined(type))
            return Invalid("type", "one of the types of lead fields");
        var displayName = string.IsNullOrWhiteSpace(body.DisplayName) ? name : body.DisplayName.Trim();
        if (displayName.Length > LongestName || !FieldRules.IsStorable(displayName))
            return Invalid("displayName", $"at most {LongestName} characters");
        if (body.MaxLength is < 1 or > LongestValue)
            return Invalid("maxLength", $"1 to {LongestValue}");
        if (body.Options is { } options && OptionsRefusal(options, "options") is { } refusal)
            return refusal;
        var isPart = naming == FieldNaming.OfParts;
        var parts = isPart ? new List<FieldDefinition>() : ReadAll(body.Parts, FieldNaming.OfParts);
        if (parts.Failure is { } unfit)
            return unfit;
        if (type == FieldType.AutoId && !naming.HasAutoId)
            return Invalid("type", "one of the types of lead fields but autoId");
        if ((type == FieldType.FieldSet) != (parts.Value.Count > 0))
            return Invalid("parts", "those of a fieldSet, at least one");
        return WithDefault(
            New(name, displayName, type) with
            {
                IsMandatory = body.Mandatory == true && type != FieldType.AutoId,
                IsReadOnly = type == FieldType.AutoId,
                MaxLength = body.MaxLength,
                Options = [.. body.Options ?? []],
                Parts = parts.Value,
            },
            body.DefaultValue);
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

    private static Failure Invalid(string member, string expected) =>
        new(ErrorCode.InvalidInput, $"'{member}' is not valid: {expected} expected.");
}
