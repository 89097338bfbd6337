using Leadline.Surfaces;

namespace Leadline.Docs;

/// <summary>The OpenAPI documents, and the pages that show them.</summary>
internal static class DocsFeature
{
    public static void AddDocs(this IServiceCollection services)
    {
        OpenApiDocuments.Add(services);
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
    }

    /// <summary>
    /// Compresses the documents alone: none of them holds a secret that its compressed length could tell.
    /// </summary>
    public static void UseDocsCompression(this IApplicationBuilder app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments("/docs") || http.Request.Path.StartsWithSegments("/openapi"),
        documents => documents.UseResponseCompression());

    public static void MapDocs(this SurfaceRoutes routes)
    {
        var docs = routes.Create<DocsEndpoints>();
        var pages = routes.Plain.MapGroup("");
        pages.ExcludeFromDescription();
        pages.MapGet("/", DocsEndpoints.Start);
        pages.MapGet("/openapi/{name}.json", docs.Document);
        pages.MapGet("/docs", DocsEndpoints.Home);
        pages.MapGet("/docs/home.css", DocsEndpoints.HomeStyle);
        DocsReference.Map(pages);
    }
}
