using System.Net;
using Leadline.Platform.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>The OpenAPI documents, and the page that says how to begin.</summary>
internal sealed class DocsEndpoints
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    private static readonly string HomePage = Text("docs/index.html")
        .Replace("{{documents}}", Rows(), StringComparison.Ordinal);
    private static readonly string Style = Text("docs/home.css");

    private readonly Dictionary<string, Lazy<Task<byte[]>>> documents;

    // The routes do not change while the server runs: a document is made when first asked for.
    public DocsEndpoints(IServiceProvider services) =>
        documents = ApiDocument.All.ToDictionary(
            document => document.Name,
            document => new Lazy<Task<byte[]>>(async () =>
                await Json(
                    await services
                        .GetRequiredKeyedService<IOpenApiDocumentProvider>(document.Name)
                        .GetOpenApiDocumentAsync())));

    public async Task Document(HttpContext http)
    {
        if (documents.TryGetValue($"{http.GetRouteValue("name")}", out var document))
            await JsonResponse.Send(http, StatusCodes.Status200OK, await document.Value);
        else
            http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    public static Task Home(HttpContext http)
    {
        var address = WebUtility.HtmlEncode($"{http.Request.Scheme}://{http.Request.Host}");
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(
            HomePage.Replace("{{address}}", address, StringComparison.Ordinal), http.RequestAborted);
    }

    public static Task HomeStyle(HttpContext http)
    {
        http.Response.ContentType = "text/css; charset=utf-8";
        http.Response.Headers.CacheControl = "max-age=3600";
        return http.Response.WriteAsync(Style, http.RequestAborted);
    }

    private static string Rows() => string.Join('\n', ApiDocument.All.Select(document =>
        $"""
        <tr><td>{document.Title}</td><td>{document.Audience}</td>
        <td><a href="{DocsReference.Prefix}/{document.Name}">Reference</a>,
        <a href="{document.Url}">OpenAPI</a></td></tr>
        """));

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(DocsEndpoints).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static async Task<byte[]> Json(OpenApiDocument document)
    {
        using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1);
        return text.ToArray();
    }
}
