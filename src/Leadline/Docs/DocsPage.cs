using System.Net;
using System.Text;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>The HTML of /docs: links to the documents, and the operations of the one that is shown.</summary>
internal static class DocsPage
{
    private const string Viewer =
        """
        <link rel="stylesheet" href="/docs/swagger-ui.css">
        <script src="/docs/swagger-ui-bundle.js" defer></script>
        <script src="/docs/page.js" defer></script>
        """;

    public static string Render(ApiDocument shown, OpenApiDocument document, bool hasViewer) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Html(shown.Title)} - Leadline</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/docs/page.css">
        {(hasViewer ? Viewer : "")}
        </head>
        <body>
        <header><strong>Leadline</strong> <nav>{Links(shown)}</nav></header>
        <main id="api" data-document="{shown.Url}">
        <h1>{Html(shown.Title)}</h1>
        <p>{Html(shown.Description)}</p>
        <p><a href="{shown.Url}">OpenAPI document</a></p>
        <table>
        {Operations(document)}</table>
        </main>
        </body>
        </html>
        """;

    private static string Links(ApiDocument shown) => string.Join(
        ' ',
        ApiDocument.All.Select(document =>
            $"""<a href="/docs?api={document.Name}"{(document == shown ? " aria-current=\"page\"" : "")}>{Html(document.Title)}</a>"""));

    private static string Operations(OpenApiDocument document)
    {
        var rows = new StringBuilder();
        foreach (var (path, item) in document.Paths)
            foreach (var (method, operation) in item.Operations ?? [])
                rows.Append($"<tr><td>{Html(method.Method)}</td><td><code>{Html(path)}</code></td><td>{Html(operation.Summary)}</td></tr>\n");
        return rows.ToString();
    }

    private static string Html(string? text) => WebUtility.HtmlEncode(text) ?? "";
}
