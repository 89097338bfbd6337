using Leadline.Accounts;
using Leadline.Platform.Http;

namespace Leadline.Surfaces;

/// <summary>The wire APIs that a feature maps its endpoints on.</summary>
/// <param name="routes">Takes the routes that stand in the OpenAPI documents.</param>
/// <param name="services">Where endpoints get what they need.</param>
internal sealed class SurfaceRoutes(IEndpointRouteBuilder routes, IServiceProvider services)
{
    private readonly AccountOperations accounts = services.GetRequiredService<AccountOperations>();
    private readonly SurfaceGate gate = services.GetRequiredService<SurfaceGate>();

    /// <summary>For routes outside every wire API.</summary>
    public IEndpointRouteBuilder Plain => routes;

    public LeadSquaredSurface LeadSquared => new(routes, accounts, gate);

    /// <summary>What the LeadSquared Portal API asks of an account's users.</summary>
    public LeadSquaredSurface LeadSquaredPortals => new(routes, accounts, gate, "/api");

    /// <summary>The reports of the LeadSquared API, which have no version in their paths (core §15).</summary>
    public LeadSquaredSurface LeadSquaredReports => new(routes, accounts, gate, "");

    public AsyncSurface Async => new(routes, accounts, gate);

    public LeadlineSurface Leadline => new(
        routes, accounts, services.GetRequiredService<UserSessions>(), gate,
        services.GetRequiredService<RequestBody>());

    public IspcrmSurface Ispcrm => new(routes, services.GetRequiredService<SessionTokens>(), gate);

    /// <summary>
    /// A class of endpoints, or a surface of the feature's own: the one that is registered, else a new one.
    /// </summary>
    public T Create<T>()
        where T : class => ActivatorUtilities.GetServiceOrCreateInstance<T>(services);

    /// <summary>A surface that a feature adds to those of the server.</summary>
    public T Surface<T>()
        where T : class => ActivatorUtilities.CreateInstance<T>(services, routes);
}
