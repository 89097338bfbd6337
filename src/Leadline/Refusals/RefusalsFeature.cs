using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Refusals;

/// <summary>The account's last refused calls: what an integration did wrong, told to who looks after it.</summary>
internal static class RefusalsFeature
{
    public static void AddRefusals(this IServiceCollection services)
    {
        services.AddSingleton<RefusedCallStore>();
        services.AddSingleton<RefusedCallOperations>();
        services.AddHostedService<RefusedCallWriter>();
    }

    public static void MapRefusals(this SurfaceRoutes routes) =>
        routes.Leadline.Get("refused-calls", routes.Create<RefusedCallEndpoints>().List)
            .Describe("The last calls that were refused, the newest first, and why", null, "before", "limit")
            .Answers<RefusedCallsResponse>();
}
