using Scalar.AspNetCore;

namespace Leadline.Docs;

/// <summary>
/// The reference of every call, in a browser. Everything comes from this server; nothing is fetched elsewhere.
/// </summary>
internal static class DocsReference
{
    public const string Prefix = "/docs/reference";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScalarApiReference(Prefix, Configure);

    private static void Configure(ScalarOptions options, HttpContext http)
    {
        options.Title = "Leadline API";
        options.OpenApiRoutePattern = "/openapi/{documentName}.json";
        options.HeaderContent =
            """<p style="margin:0;padding:8px 16px"><a href="/docs">Leadline API: how to begin</a></p>""";
        options.DefaultFonts = false;
        options.ProxyUrl = null;
        options.DisableTelemetry().DisableAgent().DisableMcp().AddDocuments(
            ApiDocument.All.Select(document => new ScalarDocument(document.Name, document.Title)));
        options.DynamicNonce = true;
        http.Response.OnStarting(() =>
        {
            Protect(http);
            return Task.CompletedTask;
        });
    }

    // Its styles are made by its script; its icons are data addresses.
    private static void Protect(HttpContext http)
    {
        var nonce = http.Items[ScalarOptions.NonceHttpContextItemKey];
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src "
            + "'self' data: blob:; "
            + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
