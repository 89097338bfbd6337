using System.Buffers;
using System.Globalization;
using System.Text;

namespace Leadline.Platform;

/// <summary>The one rule of what an e-mail address is, and of which spellings are one address.</summary>
internal static class EmailAddress
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "@.-_+abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static readonly SearchValues<char> NotInAddress = SearchValues.Create("<>(),;:\"\\");

    /// <summary>
    /// The address alone, in its sender's case: without invisible characters, and without the name, comment, brackets,
    /// quotes,
    /// <c>mailto:</c> or punctuation around it. Null where that leaves no address.
    /// </summary>
    public static string? Read(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain) && text is not [.., '.'])
            return IsAddress(text) ? text : null;
        var visible = UnicodeText.Narrow(UnicodeText.Visible(text));
        var address = Unwrapped(visible);
        if (!IsAddress(address))
            return null;
        return address.SequenceEqual(text) ? text : address.ToString();
    }

    /// <summary>
    /// What all spellings of one address share. Gives back <paramref name="text"/> itself where it is that.
    /// </summary>
    public static string Key(string text)
    {
        var address = (Read(text) ?? UnicodeText.Visible(text).Trim()).ToLowerInvariant();
        var domain = address.AsSpan(address.LastIndexOf('@') + 1);
        if (Ascii.IsValid(domain) && !domain.Contains("xn--", StringComparison.Ordinal))
            return address;
        return UnicodeText.AsciiDomain(domain) is { } ascii
            ? string.Concat(address.AsSpan(0, address.Length - domain.Length), ascii)
            : address;
    }

    /// <summary>The address in lower case, as <see cref="Key"/> has it and with its domain as people read it.</summary>
    public static string[] Spellings(string text)
    {
        var key = Key(text);
        var domain = key.AsSpan(key.LastIndexOf('@') + 1);
        return [key, string.Concat(key.AsSpan(0, key.Length - domain.Length), UnicodeText.ReadableDomain(domain))];
    }

    public static bool Same(string one, string other) => Key(one) == Key(other);

    private static ReadOnlySpan<char> Unwrapped(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.LastIndexOf('<') is >= 0 and var open)
        {
            text = text[(open + 1)..];
            if (text.IndexOf('>') is >= 0 and var close)
                text = text[..close];
        }
        else if (text is [.., ')'] && text.LastIndexOf('(') is > 0 and var comment)
        {
            text = text[..comment];
        }
        else if (text is ['(', ..] && text.IndexOf(')') is var end && end < text.IndexOf('@'))
        {
            text = text[(end + 1)..];
        }

        var at = text.IndexOf('@');
        if (at > 0 && text[..at].LastIndexOf(':') is >= 0 and var scheme)
        {
            // mailto:jane@example.com?subject=Hello
            text = text[(scheme + 1)..];
            if (text.IndexOf('?') is var query && query > text.IndexOf('@'))
                text = text[..query];
        }

        while (text.Length > 0)
        {
            Rune.DecodeLastFromUtf16(text, out var last, out var length);
            if (IsInWord(last))
                break;
            text = text[..^length];
        }

        while (text.Length > 0)
        {
            Rune.DecodeFromUtf16(text, out var first, out var length);
            if (IsInWord(first) || "_+-!#$%&^~".Contains(text[0]))
                break;
            text = text[length..];
        }

        return text;
    }

    // Marks end words in scripts such as Tamil's.
    private static bool IsInWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        if (at <= 0 || at == text.Length - 1 || text[(at + 1)..].Contains('@') || text.ContainsAny(NotInAddress))
            return false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character))
                return false;
        }

        return true;
    }
}
