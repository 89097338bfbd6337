using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Health;

/// <summary>What load balancers ask.</summary>
internal static class HealthFeature
{
    public static void AddHealth(this IServiceCollection services) => services.AddSingleton<HealthOperations>();

    public static void MapHealth(this SurfaceRoutes routes)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        var health = routes.Create<HealthEndpoints>();
        routes.Plain.MapMethods("/health/live", methods, HealthEndpoints.Live).AllowAnonymous()
            .Describe("The process answers")
            .Answers<HealthResponse>();
        routes.Plain.MapMethods("/health/ready", methods, health.Ready).AllowAnonymous()
            .Describe("The server can do its work")
            .Answers<HealthResponse>();
    }
}
