using System.Text;
using MimeKit.Text;

namespace Leadline.Mail;

/// <summary>The words of an HTML mail, for readers that show plain text, and for searching.</summary>
internal static class HtmlText
{
    private static readonly HashSet<HtmlTagId> Blocks =
    [
        HtmlTagId.P, HtmlTagId.Div, HtmlTagId.Br, HtmlTagId.TR, HtmlTagId.LI, HtmlTagId.UL, HtmlTagId.OL,
        HtmlTagId.Table, HtmlTagId.H1, HtmlTagId.H2, HtmlTagId.H3, HtmlTagId.H4, HtmlTagId.H5, HtmlTagId.H6,
        HtmlTagId.BlockQuote, HtmlTagId.HR, HtmlTagId.Pre,
    ];

    private static readonly HashSet<HtmlTagId> Unread = [HtmlTagId.Style, HtmlTagId.Script, HtmlTagId.Title];

    /// <param name="html">The mail.</param>
    /// <param name="isToBeSent">
    /// Its text goes out beside it: paragraphs stand apart, and addresses of links behind their words.
    /// </param>
    public static string Extract(string html, bool isToBeSent = false)
    {
        var text = new StringBuilder();
        var isUnread = false;
        string? target = null;
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken tag)
            {
                if (Unread.Contains(tag.Id))
                    isUnread = !tag.IsEndTag;
                else if (Blocks.Contains(tag.Id))
                    EndLine(text, isParagraph: isToBeSent && tag is { Id: HtmlTagId.P, IsEndTag: true });
                else if (isToBeSent && tag.Id == HtmlTagId.A)
                    target = Link(text, tag, target);
                else if (tag.Id is HtmlTagId.TD or HtmlTagId.TH)
                    Append(text, " ");
            }
            else if (!isUnread && token is HtmlDataToken { Kind: HtmlTokenKind.Data or HtmlTokenKind.CData } data)
                Append(text, data.Data);
        }

        return text.ToString().Trim();
    }

    // Blanks and line ends of the source are one blank.
    private static void Append(StringBuilder text, string source)
    {
        foreach (var letter in source)
        {
            if (letter is not (' ' or '\t' or '\r' or '\n' or '\u00a0'))
                text.Append(letter);
            else if (text.Length > 0 && text[^1] is not (' ' or '\n'))
                text.Append(' ');
        }
    }

    private static string? Link(StringBuilder text, HtmlTagToken tag, string? target)
    {
        if (tag.IsEndTag && target is not null)
            Append(text, $" <{target}>");
        return tag.IsEndTag
            ? null
            : tag.Attributes.FirstOrDefault(attribute => attribute.Id == HtmlAttributeId.Href)?.Value;
    }

    private static void EndLine(StringBuilder text, bool isParagraph)
    {
        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
        if (text.Length > 0 && text[^1] != '\n')
            text.Append('\n');
        if (isParagraph && text.Length > 1 && text[^2] != '\n')
            text.Append('\n');
    }
}
