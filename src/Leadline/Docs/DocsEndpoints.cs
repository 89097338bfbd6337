using Leadline.Platform.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>The OpenAPI documents, and the page that shows them. Everything comes from this server; nothing is fetched elsewhere.</summary>
internal sealed class DocsEndpoints
{
    // Icons of the style sheet are data addresses.
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private readonly Dictionary<string, Lazy<Task<OpenApiDocument>>> documents;
    private readonly Dictionary<string, Lazy<Task<byte[]>>> texts;

    public DocsEndpoints(IServiceProvider services)
    {
        // The routes do not change while the server runs: a document is made when first asked for.
        documents = ApiDocument.All.ToDictionary(
            document => document.Name,
            document => new Lazy<Task<OpenApiDocument>>(() =>
                services.GetRequiredKeyedService<IOpenApiDocumentProvider>(document.Name).GetOpenApiDocumentAsync()));
        texts = documents.ToDictionary(
            document => document.Key, document => new Lazy<Task<byte[]>>(async () => await Text(await document.Value.Value)));
    }

    public async Task Document(HttpContext http)
    {
        if (texts.TryGetValue($"{http.GetRouteValue("name")}", out var text))
            await Reply.Send(http, StatusCodes.Status200OK, await text.Value);
        else
            http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    /// <summary>The page. It lists the operations by itself; where the viewer was built in, that takes the list's place.</summary>
    public async Task Page(HttpContext http)
    {
        var shown = ApiDocument.All.FirstOrDefault(document => document.Name == http.Request.Query["api"]) ?? ApiDocument.All[0];
        var html = DocsPage.Render(shown, await documents[shown.Name].Value, hasViewer: DocsFile.Exists("swagger-ui-bundle.js"));
        Protect(http.Response);
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(html, http.RequestAborted);
    }

    public static async Task File(HttpContext http)
    {
        if (DocsFile.Open($"{http.GetRouteValue("file")}") is not { } file)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using (file.Content)
        {
            Protect(http.Response);
            http.Response.ContentType = file.ContentType;
            http.Response.ContentLength = file.Content.Length;
            http.Response.Headers.CacheControl = "max-age=3600";
            await file.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }

    private static async Task<byte[]> Text(OpenApiDocument document)
    {
        using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1);
        return text.ToArray();
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
