using System.Text;
using System.Text.Encodings.Web;

namespace Leadline.Portals.Hosted;

/// <summary>
/// Writes a page as HTML that works without a script (WCAG 2.2 AA): every input has a label, errors are told in text and
/// announced, the focus is seen, and nothing is said by colour alone.
/// </summary>
internal static class PageHtml
{
    public static string Write(Portal portal, Page page, string formToken, bool isSignedIn, IReadOnlyList<PortalPage> pages)
    {
        var html = new StringBuilder(4096);
        var root = $"/portal/{portal.Id}";
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(page.Error is null ? "" : "Error: ").Append(Text(page.Title)).Append(" – ").Append(Text(portal.Name))
            .Append("</title>\n<link rel=\"stylesheet\" href=\"").Append(root).Append("/style.css\">\n</head>\n<body>\n")
            .Append("<a class=\"skip\" href=\"#main\">Skip to content</a>\n");
        Header(html, portal, root, formToken, isSignedIn, pages);
        html.Append("<main id=\"main\" tabindex=\"-1\">\n<h1>").Append(Text(page.Title)).Append("</h1>\n");
        if (page.Notice is not null)
            html.Append("<p class=\"notice\" role=\"status\">").Append(Text(page.Notice)).Append("</p>\n");
        if (page.Error is not null)
            html.Append("<p class=\"error\" role=\"alert\" id=\"error\"><strong>That did not work.</strong> ").Append(Text(page.Error)).Append("</p>\n");
        if (page.Text is not null)
            html.Append("<p>").Append(Text(page.Text)).Append("</p>\n");
        if (page.Form is { } form)
            WriteForm(html, root, form, formToken, hasError: page.Error is not null);
        if (page.Table is { } table)
            WriteTable(html, page.Title, table);
        if (page.Links.Count > 0)
        {
            html.Append("<ul class=\"links\">\n");
            foreach (var (path, text) in page.Links)
                html.Append("<li><a href=\"").Append(root).Append('/').Append(path).Append("\">").Append(Text(text)).Append("</a></li>\n");
            html.Append("</ul>\n");
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Header(
        StringBuilder html, Portal portal, string root, string formToken, bool isSignedIn, IReadOnlyList<PortalPage> pages)
    {
        html.Append("<header>\n<a class=\"brand\" href=\"").Append(root).Append("\">");
        if (portal.Settings.Theme.Logo is { } logo)
            html.Append("<img src=\"").Append(Text(logo)).Append("\" alt=\"\" height=\"32\"> ");
        html.Append(Text(portal.Name)).Append("</a>\n");
        if (isSignedIn)
        {
            html.Append("<nav aria-label=\"Portal\">\n<ul>\n");
            foreach (var page in pages)
                html.Append("<li><a href=\"").Append(root).Append('/').Append(page.Path).Append("\">").Append(Text(page.Title)).Append("</a></li>\n");
            html.Append("<li><a href=\"").Append(root).Append("/profile\">Profile</a></li>\n<li><a href=\"").Append(root)
                .Append("/password\">Password</a></li>\n</ul>\n</nav>\n<form method=\"post\" action=\"").Append(root).Append("/sign-out\">");
            Hidden(html, HostedDoor.FormField, formToken);
            html.Append("<button type=\"submit\" class=\"plain\">Sign out</button></form>\n");
        }

        html.Append("</header>\n");
    }

    private static void WriteForm(StringBuilder html, string root, Form form, string formToken, bool hasError)
    {
        html.Append("<form method=\"post\" action=\"").Append(root).Append('/').Append(form.Path).Append('"')
            .Append(hasError ? " aria-describedby=\"error\"" : "").Append(">\n");
        Hidden(html, HostedDoor.FormField, formToken);
        foreach (var field in form.Fields)
        {
            if (field.Type == "hidden")
                Hidden(html, field.Name, field.Value ?? "");
            else
                WriteField(html, field);
        }

        html.Append("<button type=\"submit\">").Append(Text(form.Submit)).Append("</button>\n</form>\n");
    }

    private static void WriteField(StringBuilder html, Field field)
    {
        html.Append("<div class=\"field\">\n<label for=\"").Append(field.Name).Append("\">").Append(Text(field.Label))
            .Append(field.IsRequired || field.IsReadOnly ? "" : " (optional)").Append("</label>\n");
        if (field.Hint is not null)
            html.Append("<p class=\"hint\" id=\"").Append(field.Name).Append("-hint\">").Append(Text(field.Hint)).Append("</p>\n");
        html.Append("<input id=\"").Append(field.Name).Append("\" name=\"").Append(field.Name).Append("\" type=\"").Append(field.Type)
            .Append("\" value=\"").Append(Text(field.Value ?? "")).Append('"');
        if (field.Autocomplete is not null)
            html.Append(" autocomplete=\"").Append(field.Autocomplete).Append('"');
        if (field.Hint is not null)
            html.Append(" aria-describedby=\"").Append(field.Name).Append("-hint\"");
        html.Append(field.IsReadOnly ? " readonly" : field.IsRequired ? " required" : "").Append(">\n</div>\n");
    }

    private static void WriteTable(StringBuilder html, string caption, Table table)
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
            foreach (var cell in row)
                html.Append("<td>").Append(Text(cell)).Append("</td>");
            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n</div>\n");
    }

    private static void Hidden(StringBuilder html, string name, string value) =>
        html.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(Text(value)).Append("\">\n");

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
