using System.Text;
using System.Text.RegularExpressions;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Mail;
using Leadline.Platform.Errors;

namespace Leadline.EmailMarketing;

/// <summary>What surrounds what a person wrote.</summary>
/// <param name="Footer">Stands below; empty for none.</param>
/// <param name="MayUnsubscribe">A link to unsubscribe stands below, unless the mail has one of its own.</param>
/// <param name="TrackOpens">A picture tells that it was opened.</param>
/// <param name="TrackClicks">Links lead by the server.</param>
internal sealed record EmailLayout(
    (string Text, string Html) Footer, bool MayUnsubscribe, bool TrackOpens, bool TrackClicks)
{
    public static readonly EmailLayout Plain = new(("", ""), false, false, false);
}

/// <summary>Whose mail it is.</summary>
internal sealed record EmailPeople(Account Account, User Sender);

/// <summary>Makes the address of a link: what it is for, for which lead, and where a click leads.</summary>
internal delegate string EmailLinkMaker(EmailLinkKind kind, Guid leadId, string target);

/// <summary>
/// A mail that is read once and filled in for many leads. Only links that stand in the template itself are followed by
/// way of the server: an address that comes from a lead's values never gets the server's signature.
/// </summary>
internal sealed partial class EmailDraft
{
    private const string Unsubscribe = "unsubscribeLink";

    private readonly TemplateEngine.CompiledTemplate subject;
    private readonly TemplateEngine.CompiledTemplate? text;
    private readonly TemplateEngine.CompiledTemplate? html;
    private readonly List<string> targets;
    private readonly EmailLayout layout;
    private readonly EmailPeople people;
    private readonly EmailLinkMaker link;
    private readonly Dictionary<string, object?> sender;

    private EmailDraft(
        TemplateEngine.CompiledTemplate subject, TemplateEngine.CompiledTemplate? text,
        TemplateEngine.CompiledTemplate? html, List<string> targets, EmailLayout layout, EmailPeople people,
        EmailLinkMaker link)
    {
        (this.subject, this.text, this.html, this.targets) = (subject, text, html, targets);
        (this.layout, this.people, this.link) = (layout, people, link);
        sender = Person(people.Sender);
    }

    /// <summary>Reads a mail; a failure where a part is no template.</summary>
    public static Result<EmailDraft> Read(
        EmailContent content, FieldCatalog leadFields, EmailLayout layout, EmailPeople people, EmailLinkMaker link)
    {
        var hasOwnLink = (content.Text + content.Html).Contains(Unsubscribe, StringComparison.Ordinal);
        var isOffered = layout.MayUnsubscribe && !hasOwnLink;
        var followed = new List<string>();
        var page = content.Html.Trim().Length == 0 ? null : Html(content.Html, layout, isOffered);
        if (page is not null && layout.TrackClicks)
            page = Anchor().Replace(page, match => Followed(match, followed));
        var plain = content.Text.Trim().Length == 0 ? null : Text(content.Text, layout, isOffered);

        (string Name, string? Part)[] written = [("subject", content.Subject), ("text", plain), ("html", page)];
        var parts = new TemplateEngine.CompiledTemplate?[written.Length];
        foreach (var (index, (name, part)) in written.Index())
        {
            if (part is null)
                continue;
            (parts[index], var error) = TemplateEngine.Compile(MergeFields.ToLiquid(part, leadFields));
            if (error is not null)
                return new Failure(ErrorCode.InvalidInput, $"The template cannot be read: {error}") { Field = name };
        }

        return new EmailDraft(parts[0]!, parts[1], parts[2], followed, layout, people, link);
    }

    /// <summary>The mail for a lead; null where it becomes too long.</summary>
    /// <param name="lead">The lead.</param>
    /// <param name="address">Where it goes: what its link to unsubscribe is of, whatever becomes of the lead.</param>
    public async Task<WrittenEmail?> Write(StoredLead lead, string address)
    {
        var unsubscribe = link(EmailLinkKind.Unsubscribe, lead.Id, address);
        var data = new Dictionary<string, object?>
        {
            ["lead"] = Values(lead),
            ["sender"] = sender,
            ["owner"] = people.Account.Users.GetValueOrDefault(lead.OwnerId) is { } owner ? Person(owner) : null,
            ["account"] = new Dictionary<string, object?> { ["name"] = people.Account.Name },
            [Unsubscribe] = unsubscribe,
            ["links"] = targets.Index().ToDictionary(
                target => $"l{target.Index}",
                target => (object?)link(EmailLinkKind.Click, lead.Id, target.Item)),
        };
        try
        {
            var page = html is null ? null : await html.Render(data, isHtml: true);
            var plain = text is null
                ? $"{PlainAlternative.Of(page!)}\n"
                : await text.Render(data, isHtml: false);
            if (page is not null && layout.TrackOpens)
                page = WithPicture(page, link(EmailLinkKind.Open, lead.Id, ""));
            return new WrittenEmail(
                OneLine(await subject.Render(data, isHtml: false)),
                plain,
                page,
                layout.MayUnsubscribe ? unsubscribe : null);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(string text, EmailLayout layout, bool isOffered)
    {
        var written = new StringBuilder(text.TrimEnd());
        if (layout.Footer.Text.Trim() is { Length: > 0 } footer)
            written.Append("\n\n-- \n").Append(footer);
        if (isOffered && !layout.Footer.Text.Contains(Unsubscribe, StringComparison.Ordinal))
            written.Append("\n\nUnsubscribe: {{ " + Unsubscribe + " }}");
        return written.Append('\n').ToString();
    }

    private static string Html(string html, EmailLayout layout, bool isOffered)
    {
        var below = layout.Footer.Html;
        if (isOffered && !below.Contains(Unsubscribe, StringComparison.Ordinal))
            below += $"<p><a href=\"{{{{ {Unsubscribe} }}}}\">Unsubscribe</a></p>";
        return below.Length == 0 ? html : BeforeEnd(html, below);
    }

    private static string Followed(Match anchor, List<string> targets)
    {
        // As the browser would read it: the template's text is HTML, the address is not.
        var target = System.Net.WebUtility.HtmlDecode(anchor.Groups["target"].Value);
        if (!Uri.TryCreate(target, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return anchor.Value;

        // A redirection's header is ASCII.
        if (!Ascii.IsValid(target))
            target = new UriBuilder(uri) { Host = uri.IdnHost }.Uri.AbsoluteUri;
        if (target.Length > EmailLinks.LongestTarget || !Ascii.IsValid(target))
            return anchor.Value;
        targets.Add(target);
        return $"{anchor.Groups["before"].Value}{{{{ links.l{targets.Count - 1} }}}}{anchor.Groups["after"].Value}";
    }

    private static string WithPicture(string html, string url) =>
        BeforeEnd(html, $"<img src=\"{url}\" width=\"1\" height=\"1\" alt=\"\">");

    private static string BeforeEnd(string html, string more) =>
        html.LastIndexOf("</body", StringComparison.OrdinalIgnoreCase) is >= 0 and var end
            ? html.Insert(end, more)
            : html + more;

    private static Dictionary<string, object?> Values(StoredLead lead)
    {
        var values = lead.Parse().Values.Where(value => value.Value is not (null or ""))
            .ToDictionary(value => value.Key, value => (object?)value.Value);
        values[LeadFieldNames.ProspectId] = lead.Id.ToString();
        values[LeadColumns.Number] = lead.Number;
        return values;
    }

    private static Dictionary<string, object?> Person(User user) => new()
    {
        ["name"] = user.Name,
        ["firstName"] = user.FirstName,
        ["lastName"] = user.LastName,
        ["email"] = user.Email,
    };

    private static string OneLine(string subject) => Blank().Replace(subject, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(
        """(?<before><a\b[^>]{0,1000}?\bhref\s*=\s*")(?<target>https?://[^"{}<>\s]{1,2000})(?<after>")""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Anchor();
}
