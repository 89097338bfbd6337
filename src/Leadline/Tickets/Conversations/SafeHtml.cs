using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Leadline.Tickets.Conversations;

/// <summary>
/// HTML of strangers, made so that it can be shown. It is read as browsers read it and written anew from a list of what is
/// harmless; nothing of the source gets through but text, and attributes on that list.
/// </summary>
internal static partial class SafeHtml
{
    /// <summary>Reading takes time that grows with the square of what is nested; no honest mail has as many tags.</summary>
    private const int MostTags = 5_000;

    private const int Deepest = 200;

    private const string Html = "http://www.w3.org/1999/xhtml";

    private static readonly HashSet<string> Shown =
    [
        "a", "abbr", "address", "article", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
        "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small",
        "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    ];

    /// <summary>What goes with all that is in it. Of other elements, a form for one, the content is shown.</summary>
    private static readonly HashSet<string> Gone =
    [
        "applet", "audio", "canvas", "embed", "frame", "frameset", "head", "iframe", "math", "noembed", "noframes", "noscript", "object",
        "plaintext", "script", "select", "style", "svg", "template", "textarea", "title", "video", "xmp",
    ];

    private static readonly HashSet<string> Empty = ["br", "col", "hr", "img", "wbr"];

    private static readonly HashSet<string> Attributes =
    [
        "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "datetime", "dir", "face", "height", "lang",
        "nowrap", "reversed", "rowspan", "scope", "size", "span", "start", "title", "type", "valign", "width",
    ];

    private static readonly HtmlParserOptions Options = new() { IsScripting = false, SkipComments = true, MaximumDepth = Deepest };

    public static string? Of(string? html)
    {
        if (html is null)
            return null;
        var text = new StringBuilder(html.Length);
        if (html.AsSpan().Count('<') > MostTags)
            AddText(text, HtmlText.Of(html), isAttribute: false);
        else if (new HtmlParser(Options).ParseDocument(html).DocumentElement is { } root)
            AddContent(text, root);
        return text.ToString();
    }

    // Without recursion: how deep it goes is the sender's to say.
    private static void AddContent(StringBuilder text, INode root)
    {
        for (var node = root.FirstChild; node is not null;)
        {
            if (Enter(text, node) && node.FirstChild is { } child)
            {
                node = child;
                continue;
            }

            Leave(text, node);
            while (node!.NextSibling is null && node.Parent != root)
                Leave(text, node = node.Parent!);
            node = node.NextSibling;
        }
    }

    /// <summary>Begins a node; true when what is in it is to be shown.</summary>
    private static bool Enter(StringBuilder text, INode node)
    {
        if (node is IText words)
            AddText(text, words.Data, isAttribute: false);
        if (node is not IElement element || element.NamespaceUri != Html || Gone.Contains(element.LocalName))
            return false;
        if (!Shown.Contains(element.LocalName))
            return true;
        text.Append('<').Append(element.LocalName);
        foreach (var attribute in element.Attributes)
            if (attribute.NamespaceUri is null && Attributes.Contains(attribute.LocalName))
                AddAttribute(text, attribute.LocalName, attribute.Value);
        if (element.GetAttribute("style") is { } style && SafeStyle.Of(style) is { } looks)
            AddAttribute(text, "style", looks);
        if (element.LocalName == "a")
            AddLink(text, element.GetAttribute("href"));
        else if (element.LocalName == "img")
            AddPicture(text, element.GetAttribute("src"));
        text.Append('>');
        return !Empty.Contains(element.LocalName);
    }

    private static void Leave(StringBuilder text, INode node)
    {
        if (node is IElement element && element.NamespaceUri == Html && Shown.Contains(element.LocalName) && !Empty.Contains(element.LocalName))
            text.Append("</").Append(element.LocalName).Append('>');
    }

    private static void AddLink(StringBuilder text, string? address)
    {
        if (AsRead(address) is not { } plain || !Linked().IsMatch(plain))
            return;
        AddAttribute(text, "href", plain);

        // The page that it leads to learns nothing of the one that it was on, and cannot reach it.
        text.Append(" target=\"_blank\" rel=\"noopener noreferrer nofollow\"");
    }

    private static void AddPicture(StringBuilder text, string? address)
    {
        if (AsRead(address) is not { } plain)
            return;
        if (Enclosed().IsMatch(plain))
            AddAttribute(text, "src", plain);
        else if (Remote().IsMatch(plain))
            AddAttribute(text, "data-remote-src", plain);
    }

    /// <summary>As browsers read an address: without the signs that they pass over.</summary>
    private static string? AsRead(string? address) =>
        address is null ? null : string.Concat(address.Where(letter => !char.IsControl(letter))).Trim();

    private static void AddAttribute(StringBuilder text, string name, string value)
    {
        text.Append(' ').Append(name).Append("=\"");
        AddText(text, value, isAttribute: true);
        text.Append('"');
    }

    private static void AddText(StringBuilder text, string value, bool isAttribute)
    {
        foreach (var letter in value)
            _ = letter switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' when isAttribute => text.Append("&quot;"),
                _ => text.Append(letter),
            };
    }

    [GeneratedRegex("^(?:https?://|mailto:|tel:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Linked();

    [GeneratedRegex("^https?://", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Remote();

    [GeneratedRegex("^data:image/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/= ]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Enclosed();
}
