using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Leadline.Fields;

/// <summary>
/// The mobile numbers of a calling code's main country, told by the library's own pattern without its parser, which
/// takes ten
/// times as long: most numbers that come are one of these, written as plain digits.
/// </summary>
internal sealed class MobileNumbers
{
    private static readonly ConcurrentDictionary<int, MobileNumbers?> ByCallingCode = [];

    private readonly Regex pattern;
    private readonly Regex dialledAlso;
    private readonly int[] lengths;

    private MobileNumbers(PhoneMetadata metadata)
    {
        pattern = Compiled($@"\A(?:{metadata.Mobile.NationalNumberPattern})\z");

        // What begins as a prefix does may be the rest of it with a prefix: that is for the parser to say.
        var prefixes = new[] { metadata.NationalPrefixForParsing, metadata.InternationalPrefix }
            .Where(prefix => prefix.Length > 0).DefaultIfEmpty("(?!)");
        dialledAlso = Compiled($@"\A(?:{string.Join('|', prefixes)})");
        var desc = metadata.Mobile.PossibleLengthCount > 0 ? metadata.Mobile : metadata.GeneralDesc;
        lengths = [.. desc.PossibleLengthList];
    }

    /// <summary>
    /// Of the country whose rules an account with this calling code dials by; null for a code of no country.
    /// </summary>
    public static MobileNumbers? ForCallingCode(int callingCode) => ByCallingCode.GetOrAdd(callingCode, static code =>
    {
        var library = PhoneNumberUtil.GetInstance();
        return library.GetMetadataForRegion(library.GetRegionCodeForCountryCode(code)) is { HasMobile: true } metadata
            ? new MobileNumbers(metadata)
            : null;
    });

    /// <summary>True where the parser would find these digits to be a valid national number just as they are.</summary>
    public bool Holds(ReadOnlySpan<char> digits) =>
        lengths.Contains(digits.Length) && pattern.IsMatch(digits) && !dialledAlso.IsMatch(digits);

    private static Regex Compiled(string pattern) =>
        new(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant);
}
