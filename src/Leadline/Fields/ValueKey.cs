using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Leadline.Platform;

namespace Leadline.Fields;

/// <summary>
/// What two values of a unique field share when they mean the same: the text that stands in the identity table.
/// </summary>
internal static class ValueKey
{
    // PostgreSQL's B-tree takes at most 2,704 bytes a row: a longer key stands there as its digest.
    private const int LongestKey = 500;

    /// <summary>Gives back <paramref name="canonicalValue"/> itself where it is its own key.</summary>
    public static string From(FieldType type, string canonicalValue, string? defaultCountryCode) => type switch
    {
        FieldType.Phone => PhoneNumbers.Key(canonicalValue, defaultCountryCode),
        FieldType.Email => Bounded(EmailAddress.Key(canonicalValue)),
        FieldType.Decimal => Number(canonicalValue),
        _ => Bounded(UnicodeText.Visible(canonicalValue).Trim().ToLowerInvariant()),
    };

    /// <summary>12.50 and 12.5 are one number.</summary>
    private static string Number(string value) =>
        value.Contains('.') && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############################", CultureInfo.InvariantCulture)
            : value;

    private static string Bounded(string key) =>
        key.Length <= LongestKey ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
