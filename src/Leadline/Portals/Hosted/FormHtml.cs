using System.Text;
using System.Text.Encodings.Web;

namespace Leadline.Portals.Hosted;

/// <summary>Writes a form: every input has a label, and says in text what it takes and why it was not taken.</summary>
internal static class FormHtml
{
    public static void Write(StringBuilder html, string root, Form form, string formToken, bool hasError)
    {
        if (form.Title is not null)
            html.Append("<h2>").Append(Text(form.Title)).Append("</h2>\n");
        html.Append("<form method=\"post\" action=\"").Append(root).Append('/').Append(form.Path).Append('"')
            .Append(form.HasFiles ? " enctype=\"multipart/form-data\"" : "")
            .Append(hasError ? " aria-describedby=\"error\"" : "").Append(">\n");
        Hidden(html, PortalCookies.FormField, formToken);
        foreach (var field in form.Fields)
        {
            if (field.Type == Field.HiddenType)
                Hidden(html, field.Name, field.Value ?? "");
            else
                WriteField(html, field);
        }

        html.Append("<button type=\"submit\">").Append(Text(form.Submit)).Append("</button>\n</form>\n");
    }

    public static void Hidden(StringBuilder html, string name, string value) =>
        html.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(Text(value)).Append("\">\n");

    private static void WriteField(StringBuilder html, Field field)
    {
        html.Append("<div class=\"field\">\n<label for=\"").Append(field.Name).Append("\">").Append(Text(field.Label))
            .Append(field.IsRequired || field.IsReadOnly ? "" : " (optional)").Append("</label>\n");
        if (field.Hint is not null)
            html.Append("<p class=\"hint\" id=\"").Append(field.Name).Append("-hint\">").Append(Text(field.Hint)).Append("</p>\n");
        if (field.Error is not null)
            html.Append("<p class=\"wrong\" id=\"").Append(field.Name).Append("-error\">").Append(Text(field.Error)).Append("</p>\n");
        switch (field.Type)
        {
            case Field.LongType:
                // The first line end after the tag is no part of the text.
                html.Append("<textarea rows=\"8\"");
                Attributes(html, field);
                html.Append(">\n").Append(Text(field.Value ?? "")).Append("</textarea>\n</div>\n");
                break;
            case Field.ChoiceType:
                html.Append("<select");
                Attributes(html, field);
                html.Append(">\n");
                WriteOptions(html, field);
                html.Append("</select>\n</div>\n");
                break;
            default:
                html.Append("<input type=\"").Append(field.Type).Append('"')
                    .Append(field.Type == Field.FileType ? " multiple" : $" value=\"{Text(field.Value ?? "")}\"");
                Attributes(html, field);
                html.Append(">\n</div>\n");
                break;
        }
    }

    private static void Attributes(StringBuilder html, Field field)
    {
        html.Append(" id=\"").Append(field.Name).Append("\" name=\"").Append(field.Name).Append('"');
        if (field.Autocomplete is not null)
            html.Append(" autocomplete=\"").Append(field.Autocomplete).Append('"');
        List<string> described = [];
        if (field.Hint is not null)
            described.Add($"{field.Name}-hint");
        if (field.Error is not null)
            described.Add($"{field.Name}-error");
        if (described.Count > 0)
            html.Append(" aria-describedby=\"").AppendJoin(' ', described).Append('"');
        html.Append(field.Error is null ? "" : " aria-invalid=\"true\"")
            .Append(field.IsReadOnly ? " readonly" : field.IsRequired ? " required" : "");
    }

    private static void WriteOptions(StringBuilder html, Field field)
    {
        if (!field.Options.Contains(field.Value ?? ""))
            html.Append("<option value=\"\">Please choose</option>\n");
        foreach (var option in field.Options)
            html.Append("<option value=\"").Append(Text(option)).Append('"').Append(option == field.Value ? " selected" : "").Append('>')
                .Append(Text(option)).Append("</option>\n");
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
