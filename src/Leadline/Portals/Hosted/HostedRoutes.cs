using Leadline.Surfaces;

namespace Leadline.Portals.Hosted;

/// <summary>Where the hosted portal's pages are: those of other features, too.</summary>
internal static class HostedRoutes
{
    public static RouteGroupBuilder HostedPortal(this SurfaceRoutes routes)
    {
        var pages = routes.Plain.MapGroup("/portal/{portalId}");
        pages.ExcludeFromDescription();
        return pages;
    }
}
