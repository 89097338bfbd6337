using Leadline.Docs;
using Leadline.Platform;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Presence;

/// <summary>Who looks at which record, and who writes there. Nothing of it is kept.</summary>
internal static class PresenceFeature
{
    public static void AddPresence(this IServiceCollection services)
    {
        services.AddSingleton<PresenceBoard>();
        services.AddSingleton<PresenceOperations>();
        services.AddHostedService<PresenceWorker>();
    }

    public static void MapPresence(this SurfaceRoutes routes)
    {
        var (own, presence) = (routes.Leadline, routes.Create<PresenceEndpoints>());
        own.Put("presence", presence.Put)
            .Describe(
                "Says that the caller looks at a record; to be said again each 20 seconds", typeof(PresenceRequest))
            .Answers<PresencesResponse>();
        own.Get("presence", presence.Get)
            .Describe("Who looks at a record", null, "record")
            .Answers<PresencesResponse>();
    }
}

/// <summary>Looks once a second for who was not heard of.</summary>
internal sealed class PresenceWorker(PresenceBoard board, TimeProvider clock, ILogger<PresenceWorker> logger)
    : Worker(Interval, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task Run(CancellationToken cancellation)
    {
        await Task.Delay(Interval, cancellation);
        board.Forget(clock.Now());
    }
}
