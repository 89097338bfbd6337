using System.Globalization;

namespace Leadline.Fields;

/// <summary>
/// Numbers as stored: at most 28 plain digits with '-' and '.' where needed, the fraction as long as it was sent.
/// </summary>
internal static class FieldNumbers
{
    /// <summary>
    /// Gives back <paramref name="sent"/> itself where it is canonical. False where it is no number, or must be whole
    /// and is not.
    /// </summary>
    public static bool TryCanonical(string sent, bool whole, out string canonical)
    {
        canonical = sent;
        if (IsCanonical(sent, whole))
            return true;
        if (!decimal.TryParse(sent, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return false;
        if (number == 0)
            number = Math.Abs(number);
        canonical = number.ToString(whole ? "0" : null, CultureInfo.InvariantCulture);
        return !whole || number == decimal.Truncate(number);
    }

    private static bool IsCanonical(ReadOnlySpan<char> text, bool whole)
    {
        if (text.Length > 18)
            return false;
        var digits = text is ['-', ..] ? text[1..] : text;
        var point = digits.IndexOf('.');
        var integer = point < 0 ? digits : digits[..point];
        if (integer is [] || (integer is ['0', ..] && (integer.Length > 1 || text[0] == '-')) || !AllDigits(integer))
            return false;
        return point < 0 || (!whole && digits.Length > point + 1 && AllDigits(digits[(point + 1)..]));

        static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
    }
}
