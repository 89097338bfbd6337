using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Leadline.Platform;
using PhoneNumbers;

namespace Leadline.Fields;

/// <summary>
/// A phone number as it is kept and printed (<c>+91-9999999999</c>, core §2.12), and how many digits were sent.
/// </summary>
internal readonly record struct PhoneReading(string Stored, int DigitCount);

/// <summary>
/// The one rule of what a phone number is, and of which spellings are one number: libphonenumber's, by the dialling
/// rules of the
/// account's country, for every number that is valid there. What it does not know is kept as sent and compared by its
/// digits.
/// </summary>
internal static partial class PhoneNumbers
{
    public const int FewestDigits = 3;
    public const int MostDigits = 20;

    private const int LongestNationalNumber = 10;

    // The library takes no longer text, and says so by an exception.
    private const int LongestText = 250;

    private const int ArabicDecimalSeparator = 0x066B;
    private const int ArabicThousandsSeparator = 0x066C;

    // What the library calls the region of a code that it does not know.
    private const string NoRegion = "ZZ";

    private static readonly SearchValues<char> PlainlyWritten = SearchValues.Create("0123456789 -().[]");

    private static readonly SearchValues<char> Undoubted = SearchValues.Create("0123456789 -()+");

    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    /// <summary>
    /// Null for what is no number: letters that are no extension, control characters, the decimals of a spreadsheet.
    /// </summary>
    public static PhoneReading? Read(string value, string? defaultCountryCode)
    {
        var countryCode = CountryCode(defaultCountryCode);
        if (PlainMobile(value, countryCode, out var isStored) is { Length: > 0 } digits)
            return new PhoneReading(isStored ? value : $"+{countryCode}-{digits}", CountDigits(value));
        return Bare(value) is { } text && Parts(text, countryCode) is var (stored, _)
            ? new PhoneReading(stored, CountDigits(text))
            : null;
    }

    /// <summary>
    /// What the spellings of a number share: the digits of its international form, an extension behind an x. Empty for
    /// what is no
    /// number.
    /// </summary>
    public static string Key(string value, string? defaultCountryCode)
    {
        var countryCode = CountryCode(defaultCountryCode);
        if (PlainMobile(value, countryCode, out _) is { Length: > 0 } digits)
            return $"{countryCode}{digits}";
        return Bare(value) is { } text && Parts(text, countryCode) is var (_, key) ? key : "";
    }

    /// <summary>
    /// The digits of a mobile number of the account's own country, written plainly or in the stored form; none for any
    /// other.
    /// </summary>
    private static ReadOnlySpan<char> PlainMobile(string value, ReadOnlySpan<char> countryCode, out bool isStored)
    {
        var digits = value.AsSpan();
        isStored = digits is ['+', ..] && digits[1..].StartsWith(countryCode)
            && digits[(1 + countryCode.Length)..].StartsWith('-');
        if (isStored)
            digits = digits[(countryCode.Length + 2)..];
        var isMobile = !digits.ContainsAnyExceptInRange('0', '9')
            && TryReadCode(countryCode, out var code) && MobileNumbers.ForCallingCode(code)?.Holds(digits) == true;
        return isMobile ? digits : [];
    }

    private static (string Stored, string Key)? Parts(string text, ReadOnlySpan<char> countryCode)
    {
        var number = Valid(text, countryCode);
        var letter = FirstLetter(text);
        if (letter >= 0 && (number is null || !IsLetteredRightly(text, letter, number, countryCode)))
        {
            var bare = Words().Replace(text, "");
            return bare != text && Valid(bare, countryCode) is not null ? Parts(bare, countryCode) : null;
        }

        if (number is not null)
            return (Stored(text, number), KeyOf(number));

        var stored = CompletedByDigits(text, countryCode);
        return stored != text && Valid(stored, countryCode) is { } completed
            ? (stored, KeyOf(completed))
            : (stored, KeyByDigits(stored, countryCode));
    }

    /// <summary>
    /// The number without what stands around it or cannot be seen: marks of direction, a label such as <c>tel:</c> or
    /// <c>p:</c>,
    /// quotes, a comma. Its digits are ASCII. Null where it is a number of another kind.
    /// </summary>
    private static string? Bare(string value)
    {
        if (value is [>= '0' and <= '9' or '+', .., >= '0' and <= '9'] && !value.AsSpan().ContainsAnyExcept(Undoubted))
            return value;
        var text = UnicodeText.Narrow(UnicodeText.Visible(value)).Trim();
        if (text.Length > LongestText || text.Any(char.IsControl))
            return null;
        text = Around().Replace(WithAsciiDigits(text), "");
        text = Grouped().Replace(text, match => Digits(match.Groups["number"].Value).ToString());
        text = WholeDecimal().Replace(text, "${number}");
        return Decimal().IsMatch(text) ? null : text;
    }

    private static string WithAsciiDigits(string text) => Ascii.IsValid(text)
        ? text
        : string.Concat(text.EnumerateRunes().Select(AsAscii));

    private static Rune AsAscii(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
            return new Rune('0' + (int)Rune.GetNumericValue(rune));
        return rune.Value switch
        {
            ArabicDecimalSeparator => new Rune('.'),
            ArabicThousandsSeparator => new Rune(','),
            _ => rune,
        };
    }

    /// <summary>The number that the library finds valid; null for any other.</summary>
    private static PhoneNumber? Valid(string text, ReadOnlySpan<char> countryCode)
    {
        var region = TryReadCode(countryCode, out var code) ? Library.GetRegionCodeForCountryCode(code) : NoRegion;
        const int mostParsed = 40;
        if (text.Length > LongestText || CountDigits(text) is < FewestDigits or > mostParsed)
            return null;
        if (!text.AsSpan().TrimStart("([ ").StartsWith('+')
            && region is NoRegion or PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY)
            return null;
        var number = Parsed(text, region);
        if (number is null && IdlePlus().Replace(text, "") is var rest && rest != text)
            number = Parsed(rest, region);
        return number is null || IsValid(number) ? number : Today(number, region);
    }

    private static PhoneNumber? Today(PhoneNumber former, string region)
    {
        foreach (var text in FormerNumbers.From(former))
        {
            var today = Parsed(text, region)?.ToBuilder()
                .SetCountryCodeSource(former.CountryCodeSource).SetExtension(former.Extension).Build();
            if (today is not null && IsValid(today))
                return today;
        }

        return null;
    }

    private static bool IsValid(PhoneNumber number) =>
        Library.IsValidNumber(number) && CountDigits(KeyOf(number)) <= MostDigits;

    private static PhoneNumber? Parsed(string text, string region)
    {
        try
        {
            return Library.ParseAndKeepRawInput(text, region);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>
    /// Letters may only tell an extension or belong to a tel: URI: of 1800-FLOWERS nobody knows the spelling.
    /// </summary>
    private static bool IsLetteredRightly(
        string text, int letter, PhoneNumber number, ReadOnlySpan<char> countryCode)
    {
        if (text.Contains(";phone-context=", StringComparison.Ordinal)
            || text.Contains(";isub=", StringComparison.Ordinal))
            return true;
        return number.HasExtension
            && Valid(text[..letter], countryCode) is { } alone && alone.NationalNumber == number.NationalNumber;
    }

    // As sent where it was sent in international form, whichever way (core §2.12).
    private static string Stored(string text, PhoneNumber number)
    {
        var isInternational = number.CountryCodeSource
            is PhoneNumber.Types.CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN
            or PhoneNumber.Types.CountryCodeSource.FROM_NUMBER_WITH_IDD;
        if (isInternational && !text.Contains(';'))
            return text;
        var stored = $"+{number.CountryCode}-{Library.GetNationalSignificantNumber(number)}";
        return number.HasExtension ? $"{stored} ext. {number.Extension}" : stored;
    }

    private static string KeyOf(PhoneNumber number)
    {
        var key = $"{number.CountryCode}{Library.GetNationalSignificantNumber(number)}";
        return number.HasExtension ? $"{key}x{number.Extension}" : key;
    }

    /// <summary>
    /// Puts a plainly written national number that the library does not know into the stored form; anything else stays
    /// as sent.
    /// </summary>
    private static string CompletedByDigits(string text, ReadOnlySpan<char> countryCode)
    {
        if (countryCode.IsEmpty || text.AsSpan().ContainsAnyExcept(PlainlyWritten))
            return text;
        var digits = Digits(text);
        if (digits.Length > MostDigits || digits.StartsWith("00"))
            return text;
        var national = National(digits, countryCode);
        return national.Length is >= 6 and <= 12 ? $"+{countryCode}-{national}" : text;
    }

    /// <summary>
    /// International is what starts with + or 00, or is longer than ten digits and starts with the account's country
    /// code.
    /// </summary>
    private static string KeyByDigits(string text, ReadOnlySpan<char> countryCode)
    {
        var digits = Digits(text);
        if (text is ['+', ..])
            return Same(digits, text);
        if (digits.StartsWith("00"))
            return Valid($"+{digits[2..]}", countryCode) is { } dialled ? KeyOf(dialled) : digits[2..].ToString();
        if (countryCode.IsEmpty || digits.IsEmpty)
            return Same(digits, text);
        var national = National(digits, countryCode);
        return national.Length + countryCode.Length == digits.Length && digits.StartsWith(countryCode)
            ? Same(digits, text)
            : $"{countryCode}{national}";
    }

    private static ReadOnlySpan<char> National(ReadOnlySpan<char> digits, ReadOnlySpan<char> countryCode)
    {
        if (digits is ['0', ..])
            digits = digits[1..];
        return digits.Length > LongestNationalNumber && digits.StartsWith(countryCode)
            ? digits[countryCode.Length..]
            : digits;
    }

    private static bool TryReadCode(ReadOnlySpan<char> countryCode, out int code) =>
        int.TryParse(countryCode, NumberStyles.None, CultureInfo.InvariantCulture, out code);

    private static ReadOnlySpan<char> CountryCode(string? configured) => configured.AsSpan().Trim().TrimStart('+');

    private static ReadOnlySpan<char> Digits(string text) => text.AsSpan().ContainsAnyExceptInRange('0', '9')
        ? string.Concat(text.Where(char.IsAsciiDigit))
        : text;

    private static string Same(ReadOnlySpan<char> digits, string text) =>
        digits.Length == text.Length ? text : digits.ToString();

    private static int CountDigits(string text)
    {
        var count = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character))
                count++;
        }

        return count;
    }

    private static int FirstLetter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsLetter(text[i]))
                return i;
        }

        return -1;
    }

    [GeneratedRegex(
        @"^(?:\p{L}[\p{L} -]{0,20}[:.]\s*)*[^\d+(\[*#\p{L}]*|[^\d)\]#\p{L}]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Around();

    /// <summary>A label without a colon before a number, and a remark in brackets behind it.</summary>
    [GeneratedRegex(
        @"^\p{L}[\p{L} .'-]*(?:\([^\d()+]*\))?[ .:-]+(?=[\d+(\[])|\s*\([^\d()+]*\)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    /// <summary>The + of +091 98111 00001, a call within the country; a form's +91 before a whole number.</summary>
    [GeneratedRegex(
        @"^[(\[ ]*\+(?:[(\[ ]*(?=0[1-9])|\d{1,3}[)\] -]*(?=[(\[]?\+))", RegexOptions.CultureInvariant)]
    private static partial Regex IdlePlus();

    /// <summary>9,811,100,003.00, as a spreadsheet groups the digits of a whole number.</summary>
    [GeneratedRegex(
        @"^(?<number>\d{1,3}(?:,\d{3}){2,})(?:\.0+)?$|^(?<number>\d{1,3}(?:\.\d{3}){2,}),0+$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Grouped();

    [GeneratedRegex(
        @"^(?<number>\+?(?:\d+(?=[.,]0{1,2}$)|\d{7,}(?=[.,]0+$)|(?:[ ()-]*\d){9,}(?=[.,]0{1,2}$)))[.,]0+$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WholeDecimal();

    [GeneratedRegex(
        @"^\+?(?:\d{7,}\.\d{1,2}|\d{10,}\.\d+|\d{7,}(?:\.+0+)+"
        + @"|\d{1,3}(?:,\d{3}){2,}\.\d+|\d{1,3}(?:\.\d{3}){2,},\d{1,2})$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();
}
