using System.Globalization;
using System.Text;
using MimeKit.Text;

namespace Leadline.Mail;

/// <summary>
/// The text that goes out beside the HTML of a mail: paragraphs stand apart, addresses of links behind their words, and
/// lists, quotes and code look as people write them in plain text.
/// </summary>
internal sealed class PlainAlternative
{
    private const int Bulleted = -1;

    private readonly StringBuilder text = new();

    // For each list the number of its last item.
    private readonly Stack<int> lists = new();

    // Where each quote begins.
    private readonly Stack<int> quotes = new();

    private bool isUnread;
    private bool isCode;
    private string? target;
    private int words;

    // The end of the sign of an item: what is in the item begins behind it, be it a block.
    private int signEnd = -1;

    private PlainAlternative()
    {
    }

    public static string Of(string html)
    {
        var alternative = new PlainAlternative();
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken tag)
                alternative.Take(tag);
            else if (token is HtmlDataToken { Kind: HtmlTokenKind.Data or HtmlTokenKind.CData } data)
                alternative.Append(data.Data);
        }

        return alternative.text.ToString().Trim();
    }

    private void Take(HtmlTagToken tag)
    {
        if (HtmlText.Unread.Contains(tag.Id))
            isUnread = !tag.IsEndTag;
        else if (tag.Id == HtmlTagId.Br)
            Break();
        else if (HtmlText.Blocks.Contains(tag.Id))
            TakeBlock(tag);
        else if (tag.Id == HtmlTagId.A)
            TakeLink(tag);
        else if (tag.Id == HtmlTagId.Image && Value(tag, HtmlAttributeId.Alt) is { Length: > 0 } name)
            Append($"[{name}]");
        else if (tag.Id is HtmlTagId.TD or HtmlTagId.TH)
            Append(" ");
    }

    private void TakeBlock(HtmlTagToken tag)
    {
        if (tag.IsEndTag || text.Length != signEnd)
            HtmlText.EndLine(text);
        if (tag is { Id: HtmlTagId.P, IsEndTag: true } && lists.Count == 0 && text.Length > 1 && text[^2] != '\n')
            text.Append('\n');
        switch (tag.Id)
        {
            case HtmlTagId.Pre:
                isCode = !tag.IsEndTag;
                break;
            case HtmlTagId.UL or HtmlTagId.OL when !tag.IsEndTag:
                lists.Push(tag.Id == HtmlTagId.UL ? Bulleted : 0);
                break;
            case HtmlTagId.UL or HtmlTagId.OL:
                lists.TryPop(out _);
                break;
            case HtmlTagId.LI when !tag.IsEndTag:
                BeginItem();
                break;
            case HtmlTagId.BlockQuote when !tag.IsEndTag:
                quotes.Push(text.Length);
                break;
            case HtmlTagId.BlockQuote when quotes.TryPop(out var start) && start < text.Length:
                EndQuote(start);
                break;
        }
    }

    private void BeginItem()
    {
        var last = lists.Count > 0 ? lists.Pop() : Bulleted;
        text.Append(' ', 2 * lists.Count);
        var item = last == Bulleted ? Bulleted : last + 1;
        text.Append(item == Bulleted ? "- " : string.Create(CultureInfo.InvariantCulture, $"{item}. "));
        lists.Push(item);
        signEnd = text.Length;
    }

    private void EndQuote(int start)
    {
        var quoted = text.ToString(start, text.Length - start).TrimEnd('\n').Split('\n');
        text.Length = start;
        text.AppendJoin('\n', quoted.Select(line => $"> {line}".TrimEnd())).Append('\n');
    }

    // An address that is its own words is said once.
    private void TakeLink(HtmlTagToken tag)
    {
        if (!tag.IsEndTag)
            (target, words) = (Value(tag, HtmlAttributeId.Href), text.Length);
        else if (target is not null)
        {
            if (words > text.Length || text.ToString(words, text.Length - words).Trim() != target)
                Append($" <{target}>");
            target = null;
        }
    }

    private void Append(string source)
    {
        if (isUnread)
            return;
        if (isCode)
            text.Append(source.ReplaceLineEndings("\n"));
        else
            HtmlText.Append(text, source);
    }

    private void Break()
    {
        HtmlText.Trim(text);
        if (text.Length > 0)
            text.Append('\n');
    }

    private static string? Value(HtmlTagToken tag, HtmlAttributeId id) =>
        tag.Attributes.FirstOrDefault(attribute => attribute.Id == id)?.Value;
}
