using System.Net;
using System.Text.RegularExpressions;

namespace Leadline.App.Tickets;

/// <summary>A text as the editor keeps it: HTML, a paragraph a line.</summary>
public static partial class RichText
{
    /// <summary>A plain text.</summary>
    public static string Of(string text) => string.Concat(
        text.ReplaceLineEndings("\n").Split('\n').Select(line => $"<p>{WebUtility.HtmlEncode(line)}</p>"));

    /// <summary>Its words in one line.</summary>
    public static string Words(string html) =>
        Blanks().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim();

    /// <summary>Whether one goes on where the other ends: what closes that is no part of it.</summary>
    public static bool Continues(string one, string other) =>
        one.StartsWith(ClosingTags().Replace(other, ""), StringComparison.Ordinal);

    /// <summary>Whether a picture stands in it.</summary>
    public static bool Shows(string html, string picture) =>
        html.Contains($"\"cid:{Uri.EscapeDataString(picture)}\"", StringComparison.Ordinal);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("(?:</[a-z0-9]+>)+$")]
    private static partial Regex ClosingTags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
