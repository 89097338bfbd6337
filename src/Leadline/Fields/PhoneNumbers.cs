using System.Buffers;

namespace Leadline.Fields;

/// <summary>
/// Phone numbers as stored (<c>+91-9999999999</c>, core §2.12) and as compared (their international digits).
/// A number is international when it starts with '+' or 00, or is longer than ten digits and starts with the account's country code.
/// </summary>
internal static class PhoneNumbers
{
    public const int FewestDigits = 3;
    public const int MostDigits = 20;

    private const int LongestNationalNumber = 10;

    private static readonly SearchValues<char> PlainlyWritten = SearchValues.Create("0123456789 -().[]");

    /// <summary>How many digits a number has; null where it holds something that no phone number does.</summary>
    public static int? DigitsOf(ReadOnlySpan<char> value)
    {
        var count = 0;
        foreach (var character in value)
        {
            if (char.IsAsciiDigit(character))
                count++;
            else if (char.IsLetterOrDigit(character) || char.IsControl(character))
                return null;
        }

        return count;
    }

    /// <summary>Puts a plainly written national number of at most 20 digits into the stored form; anything else stays as sent.</summary>
    public static string Canonical(string value, string? defaultCountryCode)
    {
        var countryCode = CountryCode(defaultCountryCode);
        if (countryCode.IsEmpty || value.AsSpan().ContainsAnyExcept(PlainlyWritten))
            return value;

        Span<char> buffer = stackalloc char[MostDigits];
        var digits = buffer[..Digits(value, buffer)];
        if (digits.StartsWith("00"))
            return value;
        var national = National(digits, countryCode);
        return national.Length is >= 6 and <= 12 ? $"+{countryCode}-{national}" : value;
    }

    /// <summary>The digits that two spellings of one number share. Gives back the value itself where it is those digits.</summary>
    public static string Key(string value, string? defaultCountryCode)
    {
        Span<char> buffer = value.Length <= 64 ? stackalloc char[64] : new char[value.Length];
        var digits = buffer[..Digits(value, buffer)];
        if (value.AsSpan().TrimStart() is ['+', ..])
            return Same(digits, value);
        if (digits.StartsWith("00"))
            return digits[2..].ToString();

        var countryCode = CountryCode(defaultCountryCode);
        if (countryCode.IsEmpty)
            return Same(digits, value);
        var national = National(digits, countryCode);
        return national.Length + countryCode.Length == digits.Length && digits.StartsWith(countryCode)
            ? Same(digits, value)
            : $"{countryCode}{national}";
    }

    private static ReadOnlySpan<char> National(ReadOnlySpan<char> digits, ReadOnlySpan<char> countryCode)
    {
        if (digits is ['0', ..])
            digits = digits[1..];
        return digits.Length > LongestNationalNumber && digits.StartsWith(countryCode) ? digits[countryCode.Length..] : digits;
    }

    private static ReadOnlySpan<char> CountryCode(string? configured) => configured.AsSpan().Trim().TrimStart('+');

    private static int Digits(ReadOnlySpan<char> value, Span<char> digits)
    {
        var count = 0;
        foreach (var character in value)
        {
            if (char.IsAsciiDigit(character))
                digits[count++] = character;
        }

        return count;
    }

    private static string Same(ReadOnlySpan<char> digits, string value) =>
        digits.Length == value.Length ? value : digits.ToString();
}
