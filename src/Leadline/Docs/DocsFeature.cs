using Leadline.Surfaces;

namespace Leadline.Docs;

/// <summary>The OpenAPI documents, and the pages that show them.</summary>
internal static class DocsFeature
{
    public static void AddDocs(this IServiceCollection services) => OpenApiDocuments.Add(services);

    public static void MapDocs(this SurfaceRoutes routes)
    {
        var docs = routes.Create<DocsEndpoints>();
        var pages = routes.Plain.MapGroup("");
        pages.ExcludeFromDescription();
        pages.MapGet("/openapi/{name}.json", docs.Document);
        pages.MapGet("/docs", DocsEndpoints.Home);
        pages.MapGet("/docs/home.css", DocsEndpoints.HomeStyle);
        DocsReference.Map(pages);
    }
}
