using Leadline.Surfaces;

namespace Leadline.Docs;

/// <summary>The OpenAPI documents and the page that shows them.</summary>
internal static class DocsFeature
{
    public static void AddDocs(this IServiceCollection services) => OpenApiDocuments.Add(services);

    public static void MapDocs(this SurfaceRoutes routes)
    {
        var docs = routes.Create<DocsEndpoints>();
        routes.Plain.MapGet("/openapi/{name}.json", docs.Document).ExcludeFromDescription();
        routes.Plain.MapGet("/docs", docs.Page).ExcludeFromDescription();
        routes.Plain.MapGet("/docs/{file}", DocsEndpoints.File).ExcludeFromDescription();
    }
}
