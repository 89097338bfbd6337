using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>
/// The start page, the page that says how to begin, and the OpenAPI documents. A browser keeps them and asks with their
/// entity tag whether they are still the same.
/// </summary>
internal sealed class DocsEndpoints
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    private static readonly string Version = typeof(DocsEndpoints).Assembly.GetName().Version!.ToString(3);

    private static readonly string StartPage = Text("docs/start.html")
        .Replace("{{version}}", Version, StringComparison.Ordinal);

    private static readonly string HomePage = Text("docs/index.html")
        .Replace("{{documents}}", Rows(), StringComparison.Ordinal);

    private static readonly byte[] Style = Encoding.UTF8.GetBytes(Text("docs/home.css"));

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
            await Send(http, await document.Value, "application/json; charset=utf-8");
        else
            http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    /// <summary>What a browser finds at the server's address.</summary>
    public static Task Start(HttpContext http) => SendPage(http, StartPage);

    public static Task Home(HttpContext http) => SendPage(http, HomePage);

    public static Task HomeStyle(HttpContext http) => Send(http, Style, "text/css; charset=utf-8");

    private static Task SendPage(HttpContext http, string page)
    {
        var address = WebUtility.HtmlEncode($"{http.Request.Scheme}://{http.Request.Host}");
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Send(
            http,
            Encoding.UTF8.GetBytes(page.Replace("{{address}}", address, StringComparison.Ordinal)),
            "text/html; charset=utf-8");
    }

    private static Task Send(HttpContext http, byte[] content, string contentType)
    {
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";

        // Weak: compressed or not, it is the same.
        var hash = Convert.ToHexStringLower(SHA256.HashData(content)[..8]);
        var tag = new EntityTagHeaderValue($"\"{hash}\"", isWeak: true);
        return TypedResults.Bytes(content, contentType, entityTag: tag).ExecuteAsync(http);
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
