using System.Net;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;
using Leadline.Mail;

namespace Leadline.Tickets.Conversations;

/// <summary>
/// HTML of strangers, made so that it can be shown. It is read as browsers read it and written anew from a list of what
/// is harmless: no scripts, forms or frames, nothing that is loaded from elsewhere, nothing that lies over the page.
/// </summary>
internal static partial class SafeHtml
{
    private const string ContentId = "cid:";

    // Reading takes time that grows with the square of what is nested; no honest mail has as many tags.
    private const int MostTags = 5_000;

    private const int Deepest = 200;

    private static readonly string[] Tags =
    [
        "a", "abbr", "address", "article", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite",
        "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font",
        "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark",
        "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "sup", "table",
        "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    ];

    /// <summary>What goes with all that is in it. Of other elements, a form for one, the content is shown.</summary>
    private const string Gone =
        "applet, audio, canvas, embed, frame, frameset, head, iframe, math, noembed, noframes, noscript, object, "
        + "plaintext, script, select, style, svg, template, textarea, title, video, xmp";

    private static readonly string[] Attributes =
    [
        "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "datetime", "dir",
        "face", "height", "href", "lang", "nowrap", "reversed", "rowspan", "scope", "size", "span", "src", "start",
        "style", "title", "type", "valign", "width",
    ];

    private static readonly string[] Sides = ["top", "right", "bottom", "left"];

    private static readonly string[] Styles =
    [
        "background", "background-color", "border", "border-collapse", "border-color", "border-radius",
        "border-spacing", "border-style", "border-width", "color", "direction", "font", "font-family", "font-size",
        "font-style", "font-variant", "font-weight", "height", "letter-spacing", "line-height", "list-style-type",
        "margin", "max-height", "max-width", "min-height", "min-width", "padding", "table-layout", "text-align",
        "text-decoration", "text-decoration-color", "text-decoration-line", "text-decoration-style", "text-indent",
        "text-transform", "vertical-align", "white-space", "width", "word-break", "word-spacing", "word-wrap",
        "border-top-left-radius", "border-top-right-radius", "border-bottom-left-radius",
        "border-bottom-right-radius",
        .. Sides.SelectMany(side => new[]
        {
            $"margin-{side}", $"padding-{side}", $"border-{side}",
            $"border-{side}-color", $"border-{side}-style", $"border-{side}-width",
        }),
    ];

    private static readonly HtmlParserOptions ParserOptions = new()
    {
        IsScripting = false,
        SkipComments = true,
        MaximumDepth = Deepest,
    };

    private static readonly AngleSharp.IConfiguration WithStyles = AngleSharp.Configuration.Default.WithCss();

    private static readonly string[] Looks =
    [
        "align", "bgcolor", "border", "cellpadding", "cellspacing", "color", "face", "height", "nowrap", "size",
        "style", "type", "valign", "width",
    ];

    /// <summary>HTML of a message as it is shown to agents.</summary>
    /// <param name="html">As it came.</param>
    /// <param name="enclosed">The address of a picture that came along, by what the HTML calls it; null for
    /// none.</param>
    public static string? Sanitize(string? html, Func<string, string?>? enclosed = null) =>
        html is null ? null : Clean(html, new(enclosed, IsRemoteKept: false, HasLooks: true));

    /// <summary>
    /// HTML that an agent sends: pictures elsewhere stay what they are, for it is the customer who looks at them.
    /// </summary>
    public static string ToSend(string html, Func<string, string?> enclosed) =>
        Clean(html, new(enclosed, IsRemoteKept: true, HasLooks: true));

    /// <summary>HTML within a page of others, whose looks it takes on; no pictures but those that came along.</summary>
    public static string WithinPage(string html, Func<string, string?> enclosed) =>
        Clean(html, new(enclosed, IsRemoteKept: false, HasLooks: false));

    private static string Clean(string html, Manner manner)
    {
        if (html.AsSpan().Count('<') > MostTags)
            return WebUtility.HtmlEncode(HtmlText.Extract(html));
        using var context = BrowsingContext.New(WithStyles);
        using var document = new HtmlParser(ParserOptions, context).ParseDocument(html);
        foreach (var element in document.QuerySelectorAll(Gone))
            element.Remove();
        if (document.Body is not { } body)
            return "";
        var sanitizer = CreateSanitizer(manner);
        sanitizer.SanitizeDom(document, body);
        return body.ChildNodes.ToHtml(sanitizer.OutputFormatter);
    }

    private static HtmlSanitizer CreateSanitizer(Manner manner)
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(Tags, StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(
                manner.HasLooks ? Attributes : Attributes.Except(Looks), StringComparer.OrdinalIgnoreCase),
            AllowedCssProperties = new HashSet<string>(Styles, StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href", "src"], StringComparer.OrdinalIgnoreCase),
        })
        {
            KeepChildNodes = true,
            DisallowCssPropertyValue = Moving(),
        };
        sanitizer.FilterUrl += (_, found) => found.SanitizedUrl = Address(found.Tag, AsRead(found.OriginalUrl), manner);
        sanitizer.PostProcessNode += (_, found) => AddRelation(found.Node);
        return sanitizer;
    }

    /// <summary>The address that an element may keep.</summary>
    /// <remarks>A picture elsewhere tells its sender who looks when, so that one is put aside.</remarks>
    private static string? Address(IElement element, string address, Manner manner)
    {
        if (element is IHtmlAnchorElement)
            return Linked().IsMatch(address) ? address : null;
        if (element is not IHtmlImageElement)
            return null;
        if (address.StartsWith(ContentId, StringComparison.OrdinalIgnoreCase))
            return manner.Enclosed?.Invoke(Uri.UnescapeDataString(address[ContentId.Length..]));
        if (!manner.HasLooks)
            return null;
        if (Enclosed().IsMatch(address) || (manner.IsRemoteKept && Remote().IsMatch(address)))
            return address;
        if (Remote().IsMatch(address))
            element.SetAttribute("data-remote-src", address);
        return null;
    }

    // The page that a link leads to learns nothing of the one that it was on, and cannot reach it.
    private static void AddRelation(INode node)
    {
        if (node is not IHtmlAnchorElement link || !link.HasAttribute("href"))
            return;
        link.SetAttribute("target", "_blank");
        link.SetAttribute("rel", "noopener noreferrer nofollow");
    }

    /// <summary>As browsers read an address: without the signs that they pass over.</summary>
    private static string AsRead(string address) =>
        string.Concat(address.Where(letter => !char.IsControl(letter))).Trim();

    /// <param name="Enclosed">The address of a picture that came along.</param>
    /// <param name="IsRemoteKept">Pictures may lie elsewhere.</param>
    /// <param name="HasLooks">It may bring colours, sizes and pictures of its own.</param>
    private sealed record Manner(Func<string, string?>? Enclosed, bool IsRemoteKept, bool HasLooks);

    // Nothing below zero, no escapes, and no function but those of colours.
    [GeneratedRegex(
        @"[\\@<>]|(?<![\w#])-[\d.]|(?<!\brgba?|\bhsla?)\(", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Moving();

    [GeneratedRegex("^(?:https?://|mailto:|tel:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Linked();

    [GeneratedRegex("^https?://", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Remote();

    [GeneratedRegex(
        "^data:image/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/= ]*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Enclosed();
}
