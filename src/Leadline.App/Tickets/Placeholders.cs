using System.Text.RegularExpressions;

namespace Leadline.App.Tickets;

/// <summary>What stands in double braces and is to be filled in before it is said.</summary>
public static partial class Placeholders
{
    /// <summary>Those in a text, in its order.</summary>
    public static IReadOnlyList<Gap> In(string text) =>
        [.. Marked().Matches(text).Select(match => new Gap(match.Groups[1].Value, match.Index, match.Length))];

    /// <summary>The text with what is known filled in; the rest stays as it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">The value of a placeholder; null where it is not known.</param>
    public static string Fill(string text, Func<string, string?> known) => Marked().Replace(
        text, match => known(match.Groups[1].Value) is { Length: > 0 } value ? value : match.Value);

    // As the server reads them.
    [GeneratedRegex(@"\{\{\s*([\p{L}\p{N}_.\- ]{1,100}?)\s*\}\}")]
    private static partial Regex Marked();
}

/// <summary>A placeholder in a text.</summary>
/// <param name="Name">What stands between the braces.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its characters, the braces among them.</param>
public sealed record Gap(string Name, int Start, int Length);
