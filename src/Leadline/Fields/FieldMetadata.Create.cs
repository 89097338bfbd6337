using System.Globalization;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Fields;

/// <content>Making a field from the body of CreateLeadField (core §2.9, §2.16).</content>
internal static partial class FieldMetadata
{
    private const int LongestName = 200;
    private const int LongestValue = 32_000;

    private static readonly string[] PasswordFields = ["mx_Portal_Password", "mx_Portal_Confirm_Password"];

    /// <summary>
    /// The definition that CreateLeadField asks for, under a new id. Its dates, and whether its name is free, are the
    /// caller's.
    /// </summary>
    public static Result<FieldDefinition> FromCreateLeadField(CreateLeadFieldBody input)
    {
        // A set is shown in one way only, which need not be said.
        if (input.DataType == RenderType.FieldSet && string.IsNullOrEmpty(input.RenderTypeTextValue))
            input = input with { RenderTypeTextValue = RenderType.FieldSet };
        var field = Read(input, SchemaName);
        if (field.Failure is not null || field.Value.Type != FieldType.FieldSet)
            return field;
        var parts = new List<FieldDefinition>();
        foreach (var body in input.Fields ?? [])
        {
            var part = ReadPart(body, parts.Count(known => known.SchemaName != FieldSets.Status) + 1);
            if (part.Failure is not null)
                return part;
            if (parts.Exists(known => known.SchemaName == part.Value.SchemaName))
                return new Failure(
                    ErrorCode.Duplicate, $"A field with the schema name {part.Value.SchemaName} already exists.");
            parts.Add(part.Value);
        }

        return FieldSets.WithParts(field.Value with { Parts = parts });
    }

    private static Result<FieldDefinition> ReadPart(CreateLeadFieldBody input, int number)
    {
        if (input.DataType == RenderType.FieldSet)
            return new Failure(ErrorCode.InvalidDataType, "DataType is not valid.");
        if (string.IsNullOrEmpty(input.RenderTypeTextValue))
            input = input with { RenderTypeTextValue = RenderType.FirstWord(input.DataType) };
        return Read(
            input with { DisplayName = input.DisplayName ?? input.SchemaName },
            part => part.SchemaName?.Trim() is not { Length: > 0 } name ? $"{FieldSets.PartPrefix}{number}"
                : FieldNaming.OfParts.Allows(name) ? name
                : new Failure(ErrorCode.InvalidInput, $"SchemaName is not valid: {FieldNaming.OfParts.Expected}."));
    }

    private static Result<FieldDefinition> Read(
        CreateLeadFieldBody input, Func<CreateLeadFieldBody, Result<string>> name)
    {
        if (Missing(input) is { } missing)
            return new Failure(ErrorCode.MissingAttribute, $"You have not passed {missing}.");
        if (!RenderType.IsDataType(input.DataType!))
            return new Failure(ErrorCode.InvalidDataType, "DataType is not valid.");
        if (RenderType.Find(input.DataType!, input.RenderTypeTextValue!) is not { } render)
            return new Failure(ErrorCode.InvalidInput, "RenderTypeTextValue is not valid for the DataType passed.");

        var schemaName = name(input);
        if (schemaName.Failure is { } unnamed)
            return unnamed;
        if (PasswordRefusal(schemaName.Value) is { } password)
            return password;
        if (Invalid(input) is { } invalid)
            return new Failure(ErrorCode.InvalidDataType, $"{invalid} is not valid.");
        var options = render.IsSelect ? FieldOptions.Read(input.OptionsJson) : new FieldOptions([], null);
        if (options.Failure is { } unreadable)
            return unreadable;

        var field = new FieldDefinition
        {
            Id = Guid.CreateVersion7(),
            SchemaName = schemaName.Value,
            DisplayName = input.DisplayName!.Trim(),
            Type = render.Type,
            IsMandatory = input.IsMandatory ?? false,

            // 2 lets a value change once: it locks too.
            LockAfterCreate = input.LockAfterCreate is > 0,
            MaxLength = Number(input.MaxLength),
            MinLength = render.Type == FieldType.Phone ? Number(input.Range_Min) : null,
            Options = options.Value.Values,
            DefaultValue = string.IsNullOrEmpty(input.DefaultValue) ? options.Value.Default : input.DefaultValue,
            Hints = Hints(input),
        };
        var initial = FieldRules.Coerce(
            field, field.DefaultValue, new FieldContext(DefaultCountryCode: null, CheckOptions: false));
        return initial.Failure is { } unfit ? unfit : field with { DefaultValue = initial.Value };
    }

    /// <summary>Why a field of this name cannot be: portal passwords have a place of their own.</summary>
    public static Failure? PasswordRefusal(string schemaName) =>
        PasswordFields.Contains(schemaName, StringComparer.OrdinalIgnoreCase)
            ? new Failure(
                ErrorCode.InvalidInput, $"{schemaName} is no lead field: portal passwords are kept apart from leads.")
            : null;

    private static string? Missing(CreateLeadFieldBody input)
    {
        if (string.IsNullOrWhiteSpace(input.DisplayName))
            return nameof(input.DisplayName);
        if (string.IsNullOrEmpty(input.DataType))
            return nameof(input.DataType);
        return string.IsNullOrEmpty(input.RenderTypeTextValue) ? nameof(input.RenderTypeTextValue) : null;
    }

    /// <summary>
    /// Only ASCII letters, digits and underscores: names stand in SQL expressions and in clients' code.
    /// </summary>
    private static Result<string> SchemaName(CreateLeadFieldBody input)
    {
        var passed = string.IsNullOrWhiteSpace(input.SchemaName) ? $"mx_{input.DisplayName}" : input.SchemaName;
        var name = passed.Trim().Replace(' ', '_');
        if (!name.StartsWith("mx_", StringComparison.Ordinal))
            name = $"mx_{name}";
        if (name.Length > LongestName || input.DisplayName!.Length > LongestName)
            return new Failure(
                ErrorCode.InvalidInput, $"DisplayName and SchemaName can not be longer than {LongestName} characters.");
        return name.Length > 3 && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
            ? name
            : new Failure(ErrorCode.InvalidInput, FieldOptions.AllowedCharacters);
    }

    private static string? Invalid(CreateLeadFieldBody input)
    {
        if (!FieldRules.IsStorable(input.DisplayName!))
            return nameof(input.DisplayName);
        if (!FieldRules.IsStorable(input.Description ?? ""))
            return nameof(input.Description);
        if (!string.IsNullOrEmpty(input.MaxLength) && Number(input.MaxLength) is null)
            return nameof(input.MaxLength);
        if (!string.IsNullOrEmpty(input.Range_Min) && Number(input.Range_Min) is null)
            return nameof(input.Range_Min);
        return null;
    }

    private static Dictionary<string, string> Hints(CreateLeadFieldBody input)
    {
        var hints = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [nameof(input.RenderTypeTextValue)] = input.RenderTypeTextValue!,
        };
        if (!string.IsNullOrEmpty(input.Description))
            hints[nameof(input.Description)] = input.Description;
        Add(nameof(input.ShowInImport), input.ShowInImport);
        Add(nameof(input.ShowInMailMerge), input.ShowInMailMerge);
        Add(nameof(input.UseInLeadClone), input.UseInLeadClone);
        return hints;

        void Add(string name, bool? isOn)
        {
            if (isOn is { } known)
                hints[name] = known ? "true" : "false";
        }
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and <= LongestValue
            ? number
            : null;
}
