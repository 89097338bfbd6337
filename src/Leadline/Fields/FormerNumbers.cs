using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Leadline.Fields;

/// <summary>
/// How numbers that are not valid today may be written today: of prefixes that a country has given up, address books
/// and messengers are full.
/// </summary>
internal static partial class FormerNumbers
{
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    /// <summary>In international form, the likeliest first; none need be valid.</summary>
    public static IEnumerable<string> From(PhoneNumber number)
    {
        var national = Library.GetNationalSignificantNumber(number);
        var code = number.CountryCode.ToString();
        var today = number.CountryCode switch
        {
            52 => MexicanPrefix().Replace(national, ""),
            54 => ArgentineMobile().Replace(national, "0"),
            55 => BrazilianMobile().Replace(national, "${area}9${number}"),
            _ => national,
        };
        if (today != national)
            yield return $"+{code}{today}";

        // Chosen in a form, and typed once more.
        if (national.StartsWith(code, StringComparison.Ordinal))
            yield return $"+{national}";
    }

    /// <summary>Until 2019 calls in Mexico began with 01, 044 or 045; from abroad, mobiles had a 1.</summary>
    [GeneratedRegex(@"^(?:0?1|02|0?4[45])(?=\d{10}$)", RegexOptions.CultureInvariant)]
    private static partial Regex MexicanPrefix();

    /// <summary>The 9 of calls from abroad before the 0 or the 15 of calls in Argentina.</summary>
    [GeneratedRegex(@"^90?(?=\d{10})", RegexOptions.CultureInvariant)]
    private static partial Regex ArgentineMobile();

    /// <summary>Mobiles in Brazil have had a 9 before their eight digits since 2016.</summary>
    [GeneratedRegex(@"^(?<area>[1-9]{2})(?<number>[689]\d{7})$", RegexOptions.CultureInvariant)]
    private static partial Regex BrazilianMobile();
}
