using System.Globalization;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Fields;

/// <summary>The options of a dropdown in their order, and the one that a new record gets.</summary>
internal sealed record FieldOptions(IReadOnlyList<string> Values, string? Default)
{
    public const string AllowedCharacters = "Only alphanumeric characters, space, underscore is allowed";

    /// <summary>Longest option in characters.</summary>
    public const int LongestOption = 200;

    /// <summary>Reads the options of CreateLeadField, whose Order counts from 1 without a gap (core §2.16).</summary>
    public static Result<FieldOptions> Read(IReadOnlyList<FieldOption>? options)
    {
        if (options is not { Count: > 0 } || options.Any(option => string.IsNullOrEmpty(option.Value)))
            return new Failure(ErrorCode.MissingAttribute, "You have not passed any option value.");
        if (Refusal([.. options.Select(option => option.Value!)]) is { } refusal)
            return refusal;
        var skipped = Enumerable.Range(1, options.Count).Except(options.Select(option => option.Order ?? 0)).ToArray();
        if (skipped.Length > 0)
            return new Failure(
                ErrorCode.MissingAttribute, $"You have skipped number in Order: {string.Join(',', skipped)}.");

        return new FieldOptions(
            [.. options.OrderBy(option => option.Order).Select(option => option.Value!)],
            options.FirstOrDefault(option => option.IsDefault is true)?.Value);
    }

    /// <summary>Why values cannot become options of a field; null where they can.</summary>
    public static Failure? Refusal(IReadOnlyList<string> values)
    {
        if (values.Any(value => !value.All(IsAllowed)))
            return new Failure(ErrorCode.InvalidInput, AllowedCharacters);
        if (values.Any(value => value.Length > LongestOption))
            return new Failure(
                ErrorCode.InvalidInput, $"An option value can not be longer than {LongestOption} characters.");
        return values.Distinct(StringComparer.Ordinal).Count() < values.Count
            ? new Failure(ErrorCode.InvalidInput, "An option value can not be passed twice.")
            : null;
    }

    /// <summary>Letters of every script count, with the marks that many scripts write their vowels with.</summary>
    private static bool IsAllowed(char character) =>
        char.IsLetterOrDigit(character)
        || character is ' ' or '_'
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
