using Leadline.Application.Pages;
using Leadline.Surfaces;

namespace Leadline.Application;

/// <summary>
/// The application in which people work, at <c>/app</c>: its page, and the files of <c>Leadline.App</c>, which runs in
/// the browser and calls Leadline's own API.
/// </summary>
internal static class ApplicationFeature
{
    public const string Prefix = "/app";

    /// <summary>What the build says of the application's files.</summary>
    private const string Manifest = "leadline.staticwebassets.endpoints.json";

    public static void MapApplication(this SurfaceRoutes routes)
    {
        var app = routes.Plain.MapGroup(Prefix).AllowAnonymous();
        app.ExcludeFromDescription();
        app.MapStaticAssets(Path.Combine(AppContext.BaseDirectory, Manifest));

        // The page takes no forms: what it sends goes to the API.
        app.MapRazorComponents<ApplicationDocument>().DisableAntiforgery();
    }
}
