using System.Globalization;
using System.Text;
using ICU4N.Impl;
using ICU4N.Text;

namespace Leadline.Platform;

/// <summary>
/// Text as a reader sees it. The server runs without the system's ICU, where .NET itself composes nothing.
/// </summary>
internal static class UnicodeText
{
    private const int LongestDomain = 255;

    private static readonly IDNA Idna = IDNA.GetUTS46Instance(UTS46Options.NontransitionalToASCII);

    /// <summary>
    /// NFC without invisible characters. Gives back <paramref name="text"/> itself where it is that already.
    /// </summary>
    public static string Visible(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var visible = text.EnumerateRunes().Any(IsInvisible)
            ? string.Concat(text.EnumerateRunes().Where(rune => !IsInvisible(rune)))
            : text;
        return Normalizer2.NFCInstance.IsNormalized(visible) ? visible : Normalizer2.NFCInstance.Normalize(visible);
    }

    /// <summary>NFKC: what looks different and means the same is the same.</summary>
    public static string Compatible(string text) => Ascii.IsValid(text) || Normalizer2.NFKCInstance.IsNormalized(text)
        ? text
        : Normalizer2.NFKCInstance.Normalize(text);

    /// <summary>True where there is nothing to see: blanks, control characters and invisible ones alone.</summary>
    public static bool IsBlank(string text)
    {
        const int emptyBraillePattern = 0x2800;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && !IsInvisible(rune)
                && rune.Value != emptyBraillePattern)
                return false;
        }

        return true;
    }

    /// <summary>What PostgreSQL can keep of it: NUL and halves of characters are replaced by U+FFFD.</summary>
    public static string Storable(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\ufffd');

    /// <summary>Full-width forms, as Chinese and Japanese keyboards write ASCII, made ASCII.</summary>
    public static string Narrow(string text) => Ascii.IsValid(text) ? text : string.Concat(text.Select(Narrow));

    /// <summary>The form in which the Domain Name System knows a domain (UTS 46); null where it is none.</summary>
    public static string? AsciiDomain(ReadOnlySpan<char> domain)
    {
        Span<char> ascii = stackalloc char[LongestDomain];
        return Idna.TryNameToASCII(domain, ascii, out var length, out var info) && !info.HasErrors
            ? ascii[..length].ToString()
            : null;
    }

    public static string ReadableDomain(ReadOnlySpan<char> domain)
    {
        Span<char> readable = stackalloc char[LongestDomain];
        return Idna.TryNameToUnicode(domain, readable, out var length, out var info) && !info.HasErrors
            ? readable[..length].ToString()
            : domain.ToString();
    }

    private static char Narrow(char character)
    {
        const char wideBlank = '\u3000';
        const char firstWide = '\uff01';
        const char lastWide = '\uff5e';
        const int widthDistance = firstWide - '!';
        return character switch
        {
            wideBlank => ' ',
            >= firstWide and <= lastWide => (char)(character - widthDistance),
            _ => character,
        };
    }

    /// <summary>
    /// Joiners, marks of direction and the like: Unicode's Default_Ignorable_Code_Point and all of category Cf.
    /// </summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5
            or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0
            or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);
}
