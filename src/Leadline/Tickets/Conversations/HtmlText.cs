using System.Net;
using System.Text;

namespace Leadline.Tickets.Conversations;

/// <summary>The words of an HTML mail that came without plain text. It is for reading and searching, not for showing as HTML.</summary>
internal static class HtmlText
{
    private static readonly string[] Blocks =
        ["p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "pre"];

    private static readonly string[] Unread = ["style", "script", "head", "title"];

    public static string Of(string html)
    {
        var text = new StringBuilder();
        for (var at = 0; at < html.Length;)
        {
            var open = html.IndexOf('<', at);
            if (open < 0 || open + 1 >= html.Length)
            {
                Append(text, html[at..]);
                break;
            }

            Append(text, html[at..open]);
            if (string.CompareOrdinal(html, open, "<!--", 0, 4) == 0)
            {
                at = After(html, "-->", open + 4);
                continue;
            }

            // A sign that begins no tag is a sign.
            if (!char.IsLetter(html[open + 1]) && html[open + 1] is not ('/' or '!' or '?'))
            {
                text.Append('<');
                at = open + 1;
                continue;
            }

            var close = EndOfTag(html, open);
            var name = NameOf(html[(open + 1)..close]);
            at = Math.Min(html.Length, close + 1);
            if (Unread.Contains(name))
                at = After(html, ">", After(html, $"</{name}", at));
            else if (Blocks.Contains(name.TrimStart('/')))
                EndLine(text);
        }

        return text.ToString().Trim();
    }

    // Blanks and line ends of the source are one blank.
    private static void Append(StringBuilder text, string source)
    {
        foreach (var letter in WebUtility.HtmlDecode(source))
        {
            if (letter is not (' ' or '\t' or '\r' or '\n' or '\u00a0'))
                text.Append(letter);
            else if (text.Length > 0 && text[^1] is not (' ' or '\n'))
                text.Append(' ');
        }
    }

    private static void EndLine(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
        if (text.Length > 0 && text[^1] != '\n')
            text.Append('\n');
    }

    private static string NameOf(string tag)
    {
        var end = 1;
        while (end < tag.Length && (char.IsLetterOrDigit(tag[end]) || tag[end] == '-'))
            end++;
        return tag[..Math.Min(end, tag.Length)].ToLowerInvariant();
    }

    /// <summary>The sign that ends a tag; those in the quotes of an attribute do not.</summary>
    private static int EndOfTag(string html, int open)
    {
        var quote = '\0';
        for (var at = open; at < html.Length; at++)
        {
            if (quote == '\0' && html[at] == '>')
                return at;
            if (html[at] is '"' or '\'')
                quote = quote == '\0' ? html[at] : quote == html[at] ? '\0' : quote;
        }

        return html.Length;
    }

    private static int After(string html, string text, int from)
    {
        var at = from >= html.Length ? -1 : html.IndexOf(text, from, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? html.Length : at + text.Length;
    }
}
