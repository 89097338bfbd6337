using System.Text;
using System.Text.Encodings.Web;

namespace Leadline.Portals.Hosted;

/// <summary>
/// Writes a page as HTML that works without a script (WCAG 2.2 AA): errors are told in text and announced, the focus is seen,
/// and nothing is said by colour alone.
/// </summary>
internal static class PageHtml
{
    /// <summary>The whole page. Who is signed in gets <paramref name="pages"/> as a menu; for anybody else they are null.</summary>
    public static string Write(Portal portal, Page page, string formToken, IReadOnlyList<PortalPage>? pages)
    {
        var html = new StringBuilder(4096);
        var root = $"/portal/{portal.Id}";
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(page.Error is null ? "" : "Error: ").Append(Text(page.Title)).Append(" – ").Append(Text(portal.Name))
            .Append("</title>\n<link rel=\"stylesheet\" href=\"").Append(root).Append("/style.css\">\n</head>\n<body>\n")
            .Append("<a class=\"skip\" href=\"#main\">Skip to content</a>\n");
        Header(html, portal, root, formToken, pages);
        html.Append("<main id=\"main\" tabindex=\"-1\">\n<h1>").Append(Text(page.Title)).Append("</h1>\n");
        if (page.Notice is not null)
            html.Append("<p class=\"notice\" role=\"status\">").Append(Text(page.Notice)).Append("</p>\n");
        if (page.Error is not null)
            html.Append("<p class=\"error\" role=\"alert\" id=\"error\"><strong>That did not work.</strong> ").Append(Text(page.Error)).Append("</p>\n");
        if (page.Text is not null)
            html.Append("<p>").Append(Text(page.Text)).Append("</p>\n");
        WriteFacts(html, page.Facts);
        foreach (var section in page.Sections)
            WriteSection(html, root, section);
        if (page.Form is { } form)
            FormHtml.Write(html, root, form, formToken, hasError: page.Error is not null);
        if (page.Table is { } table)
            WriteTable(html, root, page.Title, table);
        WriteLinks(html, root, "links", page.Links);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Header(StringBuilder html, Portal portal, string root, string formToken, IReadOnlyList<PortalPage>? pages)
    {
        html.Append("<header>\n<a class=\"brand\" href=\"").Append(root).Append("\">");
        if (portal.Settings.Theme.Logo is { } logo)
            html.Append("<img src=\"").Append(Text(logo)).Append("\" alt=\"\" height=\"32\"> ");
        html.Append(Text(portal.Name)).Append("</a>\n");
        if (pages is not null)
        {
            html.Append("<nav aria-label=\"Portal\">\n<ul>\n");
            foreach (var page in pages)
                html.Append("<li><a href=\"").Append(root).Append('/').Append(page.Path).Append("\">").Append(Text(page.Title)).Append("</a></li>\n");
            html.Append("<li><a href=\"").Append(root).Append("/profile\">Profile</a></li>\n<li><a href=\"").Append(root)
                .Append("/password\">Password</a></li>\n</ul>\n</nav>\n<form method=\"post\" action=\"").Append(root).Append("/sign-out\">");
            FormHtml.Hidden(html, PortalCookies.FormField, formToken);
            html.Append("<button type=\"submit\" class=\"plain\">Sign out</button></form>\n");
        }

        html.Append("</header>\n");
    }

    private static void WriteFacts(StringBuilder html, IReadOnlyList<(string Name, string Value)> facts)
    {
        if (facts.Count == 0)
            return;
        html.Append("<dl>\n");
        foreach (var (name, value) in facts)
            html.Append("<div><dt>").Append(Text(name)).Append("</dt><dd>").Append(Text(value)).Append("</dd></div>\n");
        html.Append("</dl>\n");
    }

    private static void WriteSection(StringBuilder html, string root, Section section)
    {
        html.Append("<section aria-labelledby=\"").Append(section.Id).Append("\">\n<h2 id=\"").Append(section.Id).Append("\">")
            .Append(Text(section.Title)).Append("</h2>\n");
        if (section.Text is not null)
            html.Append("<p class=\"said\">").Append(Text(section.Text)).Append("</p>\n");
        if (section.Messages.Count > 0)
            html.Append("<ol class=\"messages\">\n");
        foreach (var message in section.Messages)
        {
            html.Append("<li").Append(message.IsOwn ? " class=\"own\"" : "").Append(">\n<p class=\"by\"><strong>").Append(Text(message.By))
                .Append("</strong>, ").Append(Text(message.On)).Append("</p>\n<p class=\"said\">").Append(Text(message.Text)).Append("</p>\n");
            WriteLinks(html, root, "files", message.Files);
            html.Append("</li>\n");
        }

        html.Append(section.Messages.Count > 0 ? "</ol>\n</section>\n" : "</section>\n");
    }

    private static void WriteTable(StringBuilder html, string root, string caption, Table table)
    {
        if (table.Rows.Count == 0)
        {
            html.Append("<p>There is nothing here yet.</p>\n");
            return;
        }

        // A table that is wider than the screen is scrolled by itself, with the keyboard as well.
        html.Append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Text(caption))
            .Append("\">\n<table>\n<caption class=\"hidden\">").Append(Text(caption)).Append("</caption>\n<thead><tr>");
        foreach (var column in table.Columns)
            html.Append("<th scope=\"col\">").Append(Text(column)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            foreach (var (text, path) in row)
            {
                html.Append("<td>");
                if (path is null)
                    html.Append(Text(text));
                else
                    WriteLink(html, root, path, text);
                html.Append("</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n</div>\n");
    }

    private static void WriteLinks(StringBuilder html, string root, string kind, IReadOnlyList<(string Path, string Text)> links)
    {
        if (links.Count == 0)
            return;
        html.Append("<ul class=\"").Append(kind).Append("\">\n");
        foreach (var (path, text) in links)
        {
            html.Append("<li>");
            WriteLink(html, root, path, text);
            html.Append("</li>\n");
        }

        html.Append("</ul>\n");
    }

    private static void WriteLink(StringBuilder html, string root, string path, string text) =>
        html.Append("<a href=\"").Append(root).Append('/').Append(path).Append("\">").Append(Text(text)).Append("</a>");

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
