using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Features;

namespace Leadline.Portals.Hosted.Pages;

/// <summary>A part of a hosted page. It knows the request that the page answers.</summary>
public abstract class PortalComponent : ComponentBase
{
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    internal PageRequest At => Http.Features.GetRequiredFeature<PageRequest>();
}
