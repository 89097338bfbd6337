using System.Text;
using MimeKit.Text;

namespace Leadline.Mail;

/// <summary>The words of an HTML mail, for readers that show plain text, and for searching.</summary>
internal static class HtmlText
{
    /// <summary>What stands on lines of its own.</summary>
    public static readonly HashSet<HtmlTagId> Blocks =
    [
        HtmlTagId.P, HtmlTagId.Div, HtmlTagId.Br, HtmlTagId.TR, HtmlTagId.LI, HtmlTagId.UL, HtmlTagId.OL,
        HtmlTagId.Table, HtmlTagId.H1, HtmlTagId.H2, HtmlTagId.H3, HtmlTagId.H4, HtmlTagId.H5, HtmlTagId.H6,
        HtmlTagId.BlockQuote, HtmlTagId.HR, HtmlTagId.Pre,
    ];

    /// <summary>What nobody reads.</summary>
    public static readonly HashSet<HtmlTagId> Unread = [HtmlTagId.Style, HtmlTagId.Script, HtmlTagId.Title];

    public static string Extract(string html)
    {
        var text = new StringBuilder();
        var isUnread = false;
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken tag)
            {
                if (Unread.Contains(tag.Id))
                    isUnread = !tag.IsEndTag;
                else if (Blocks.Contains(tag.Id))
                    EndLine(text);
                else if (tag.Id is HtmlTagId.TD or HtmlTagId.TH)
                    Append(text, " ");
            }
            else if (!isUnread && token is HtmlDataToken { Kind: HtmlTokenKind.Data or HtmlTokenKind.CData } data)
                Append(text, data.Data);
        }

        return text.ToString().Trim();
    }

    /// <summary>Adds words; blanks and line ends of the source are one blank.</summary>
    public static void Append(StringBuilder text, string source)
    {
        foreach (var letter in source)
        {
            if (letter is not (' ' or '\t' or '\r' or '\n' or '\u00a0'))
                text.Append(letter);
            else if (text.Length > 0 && text[^1] is not (' ' or '\n'))
                text.Append(' ');
        }
    }

    /// <summary>Ends the line, unless one has just begun.</summary>
    public static void EndLine(StringBuilder text)
    {
        Trim(text);
        if (text.Length > 0 && text[^1] != '\n')
            text.Append('\n');
    }

    /// <summary>Takes the blanks at the end away.</summary>
    public static void Trim(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
    }
}
