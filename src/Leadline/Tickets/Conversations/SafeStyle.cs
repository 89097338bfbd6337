using System.Text.RegularExpressions;

namespace Leadline.Tickets.Conversations;

/// <summary>What of a style attribute can be shown: looks, but nothing that loads, moves over the page around it, or runs.</summary>
internal static partial class SafeStyle
{
    private const int LongestValue = 200;

    private static readonly HashSet<string> Properties = new(StringComparer.OrdinalIgnoreCase)
    {
        "background", "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-style", "border-bottom-width",
        "border-collapse", "border-color", "border-left", "border-left-color", "border-left-style", "border-left-width", "border-radius",
        "border-right", "border-right-color", "border-right-style", "border-right-width", "border-spacing", "border-style", "border-top",
        "border-top-color", "border-top-style", "border-top-width", "border-width", "color", "direction", "font", "font-family",
        "font-size", "font-style", "font-variant", "font-weight", "height", "letter-spacing", "line-height", "list-style-type", "margin",
        "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width", "padding",
        "padding-bottom", "padding-left", "padding-right", "padding-top", "table-layout", "text-align", "text-decoration", "text-indent",
        "text-transform", "vertical-align", "white-space", "width", "word-break", "word-spacing", "word-wrap",
    };

    /// <summary>The declarations that are kept; null when none is.</summary>
    public static string? Of(string style)
    {
        // Declarations are taken apart without regard to quotes: what a quoted sign tears apart is judged piece by piece.
        var kept = style.Split(';')
            .Select(declaration => declaration.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair.Length == 2 && Properties.Contains(pair[0]) && IsPlain(pair[1]))
            .Select(pair => $"{pair[0].ToLowerInvariant()}: {pair[1]}");
        return string.Join("; ", kept) is { Length: > 0 } text ? text : null;
    }

    // No escapes, comments or addresses, no function but those of colours, and nothing below zero.
    private static bool IsPlain(string value) => value.Length is > 0 and <= LongestValue && Value().IsMatch(value);

    [GeneratedRegex(
        """^(?:#[0-9a-f]{3,8}|[0-9.]+(?:[a-z]{1,4}|%)?|[a-z_][a-z0-9_-]*|!important|"[\w .,-]*"|'[\w .,-]*'|(?:rgb|rgba|hsl|hsla)\([0-9.,%/ ]*\)|[ ,/])+$""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Value();
}
