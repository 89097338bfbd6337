namespace Leadline.Surfaces;

/// <summary>What all wire APIs have in common.</summary>
internal static class SurfacesFeature
{
    public static void AddSurfaces(this IServiceCollection services)
    {
        services.AddSingleton<IdempotencyKeys>();
        services.AddHostedService<IdempotencySweep>();
        services.AddSingleton<RefusedCalls>();
        services.AddSingleton<SurfaceGate>();
        services.AddSingleton<StatusCallStore>();
        services.AddSingleton<StatusCalls>();
        services.AddHostedService<StatusCallWorker>();
    }
}
