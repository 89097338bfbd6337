using System.Text;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Fields;

/// <summary>What the account lends to the reading of a value: its country code, and whether options bind.</summary>
/// <param name="DefaultCountryCode">Digits of the country code that national phone numbers take, such as 91; null for
/// none.</param>
/// <param name="CheckOptions">Activities refuse a value outside the options; leads store it (core §2.17).</param>
internal sealed record FieldContext(string? DefaultCountryCode, bool CheckOptions);

/// <summary>The canonical text to store (null clears the field), or why the value was refused.</summary>
internal readonly record struct Coerced(string? Value, Failure? Failure);

/// <summary>
/// How each type of field turns what the wire sends into the one text that is stored, compared and printed.
/// </summary>
internal static class FieldRules
{
    /// <summary>
    /// Runs for every value of every write: it allocates only when the stored text differs from the sent one.
    /// </summary>
    public static Coerced Coerce(FieldDefinition field, string? raw, FieldContext context)
    {
        if (string.IsNullOrEmpty(raw))
            return default;
        if (!IsStorable(raw))
            return Refuse(
                field, ErrorCode.InvalidInput, "it holds U+0000 or half a surrogate pair, which cannot be stored");
        if (UnicodeText.IsBlank(raw))
            return default;

        return field.Type switch
        {
            FieldType.Text or FieldType.TextArea or FieldType.Url or FieldType.File => Text(field, raw),
            FieldType.Number => Number(field, raw, whole: true),
            FieldType.Decimal => Number(field, raw, whole: false),
            FieldType.Boolean => Boolean(field, raw),
            FieldType.DateTime => DateTime(field, raw),
            FieldType.Date => Date(field, raw),
            FieldType.Time => Time(field, raw),
            FieldType.Phone => Phone(field, raw, context),
            FieldType.Email => Email(field, raw),
            FieldType.Dropdown or FieldType.SearchableDropdown => Option(field, raw, context),
            FieldType.MultiSelect => Options(field, raw, context),
            FieldType.User => User(field, raw),
            FieldType.AutoId => Refuse(
                field,
                ErrorCode.InvalidInput,
                "it is numbered by the system and cannot be passed"),
            FieldType.FieldSet => Refuse(
                field,
                ErrorCode.InvalidDataType,
                "pass the values of a custom field set in Fields"),
            _ => throw new ArgumentOutOfRangeException(nameof(field)),
        };
    }

    /// <summary>Longest stored value of a field in UTF-16 characters, its own or else its type's.</summary>
    public static int LengthLimit(FieldDefinition field) => field.MaxLength ?? field.Type switch
    {
        FieldType.Text or FieldType.Dropdown or FieldType.SearchableDropdown => 200,
        FieldType.TextArea or FieldType.MultiSelect or FieldType.File or FieldType.FieldSet => 4000,
        FieldType.Email => 254,
        FieldType.Url => 2048,
        _ => 50,
    };

    /// <summary>False for texts that PostgreSQL cannot hold: U+0000, and surrogates without their other half.</summary>
    public static bool IsStorable(string text)
    {
        var rest = text.AsSpan();
        if (rest.Contains('\0'))
            return false;
        for (var at = FirstSurrogate(rest); at >= 0; at = FirstSurrogate(rest))
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var length) != System.Buffers.OperationStatus.Done)
                return false;
            rest = rest[(at + length)..];
        }

        return true;

        static int FirstSurrogate(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\uD800', '\uDFFF');
    }

    private static Coerced Text(FieldDefinition field, string raw) =>
        raw.Length <= LengthLimit(field) ? new(raw, null) : TooLong(field);

    private static Coerced Number(FieldDefinition field, string raw, bool whole) =>
        FieldNumbers.TryCanonical(raw, whole, out var number)
            ? new(number, null)
            : Refuse(field, ErrorCode.InvalidDataType, whole ? "a whole number is expected" : "a number is expected");

    private static Coerced Boolean(FieldDefinition field, string raw)
    {
        if (raw is "1" or "0")
            return new(raw, null);
        var text = raw.AsSpan().Trim();
        if (Is(text, "true") || Is(text, "yes") || Is(text, "1"))
            return new("1", null);
        return Is(text, "false") || Is(text, "no") || Is(text, "0")
            ? new("0", null)
            : Refuse(field, ErrorCode.InvalidDataType, "true or false is expected");

        static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
    }

    private static Coerced DateTime(FieldDefinition field, string raw) =>
        FieldDates.TryReadMoment(raw, out var moment)
            ? new(FieldDates.Canonical(moment.UtcDateTime, raw), null)
            : Refuse(field, ErrorCode.InvalidDataType, "a date and time as yyyy-MM-dd HH:mm:ss is expected");

    // A calendar day is meant as written: converting its offset to UTC would move birthdays.
    private static Coerced Date(FieldDefinition field, string raw) =>
        FieldDates.TryReadMoment(raw, out var moment)
            ? new(FieldDates.Canonical(moment.Date, raw), null)
            : Refuse(field, ErrorCode.InvalidDataType, "a date as yyyy-MM-dd is expected");

    private static Coerced Time(FieldDefinition field, string raw) => FieldDates.TryReadTime(raw, out var time)
        ? new(FieldDates.Canonical(time, raw), null)
        : Refuse(field, ErrorCode.InvalidDataType, "a time as HH:mm:ss is expected");

    private static Coerced Phone(FieldDefinition field, string raw, FieldContext context)
    {
        const int most = PhoneNumbers.MostDigits;
        var least = field.MinLength ?? PhoneNumbers.FewestDigits;
        var phone = PhoneNumbers.Read(raw, context.DefaultCountryCode);
        if ((phone?.Stored ?? raw.Trim()).Length > LengthLimit(field))
            return TooLong(field);
        return phone is { } read && read.DigitCount >= least && read.DigitCount <= most
            ? new(read.Stored, null)
            : Refuse(field, ErrorCode.InvalidDataType, $"a phone number of {least} to {most} digits is expected");
    }

    private static Coerced Email(FieldDefinition field, string raw)
    {
        var address = EmailAddress.Read(raw);
        if ((address ?? raw.Trim()).Length > LengthLimit(field))
            return TooLong(field);
        return address is not null
            ? new(address, null)
            : Refuse(field, ErrorCode.InvalidDataType, "an e-mail address is expected");
    }

    private static Coerced Option(FieldDefinition field, string raw, FieldContext context)
    {
        if (!IsOption(field, raw, context))
            return Refuse(field, ErrorCode.InvalidOption, "it is not among the field's options");
        return Text(field, raw);
    }

    private static Coerced Options(FieldDefinition field, string raw, FieldContext context)
    {
        // First, since each of its values is looked for among the options.
        if (raw.Length > LengthLimit(field))
            return TooLong(field);
        if (!raw.AsSpan().ContainsAny(';', ',') || (!raw.Contains(';') && field.Options.Contains(raw)))
            return Option(field, raw, context);

        // A comma separates only where no semicolon does, so that an option may hold one.
        var separator = raw.Contains(';') ? ';' : ',';
        var values = raw.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var value in values)
        {
            if (!IsOption(field, value, context))
                return Refuse(field, ErrorCode.InvalidOption, "one of its values is not among the field's options");
        }

        return values.Length == 0 ? default : Text(field, string.Join(';', values.Distinct(StringComparer.Ordinal)));
    }

    /// <summary>
    /// Why a dropdown's value is not offered beside the value of the field that it depends on; null where it is.
    /// </summary>
    public static Failure? Misfit(FieldDefinition field, string? value, string? parent)
    {
        var values = field.Type == FieldType.MultiSelect ? value?.Split(';') ?? [] : value is null ? [] : [value];
        return field.Source is { ParentField: { } parentField } source
            && values.Except(source.Beside(parent)).Any()
                ? Refuse(
                    field, ErrorCode.InvalidOption, $"it is not among the options for the value of '{parentField}'")
                    .Failure
                : null;
    }

    /// <summary>A field without options has nothing to check a value against, unless a table is to have them.</summary>
    private static bool IsOption(FieldDefinition field, string value, FieldContext context) =>
        !context.CheckOptions || (field.Options.Count == 0 && field.Source is null) || field.Options.Contains(value);

    private static Coerced User(FieldDefinition field, string raw)
    {
        if (!Guid.TryParse(raw, out var id))
            return Refuse(field, ErrorCode.InvalidDataType, "the id of a user is expected");
        Span<char> canonical = stackalloc char[36];
        id.TryFormat(canonical, out _);
        return new(canonical.SequenceEqual(raw) ? raw : canonical.ToString(), null);
    }

    private static Coerced TooLong(FieldDefinition field) =>
        Refuse(field, ErrorCode.InvalidInput, $"it is longer than {LengthLimit(field)} characters");

    private static Coerced Refuse(FieldDefinition field, ErrorCode code, string reason) =>
        new(null, new Failure(code, $"Invalid value for attribute '{field.SchemaName}': {reason}."));
}
