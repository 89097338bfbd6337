using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Live;

/// <summary>Telling people at work at once what others do.</summary>
internal static class LiveFeature
{
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<RecordFactsStore>();
        services.AddSingleton<LiveRecords>();
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<LiveSignStore>();
        services.AddSingleton<LiveSigns>();
        services.AddHostedService<LiveSigns.Teller>();
        services.AddHostedService<LiveSigns.Listener>();
        services.AddSingleton<LiveFeeds>();
        services.AddSingleton<LiveStream>();
    }

    public static void MapLive(this SurfaceRoutes routes) =>
        routes.Leadline.Get("live", routes.Create<LiveEndpoints>().Follow)
            .Describe(
                "What happens to the records that the caller may see, as server-sent events (Accept: "
                    + "text/event-stream): change as below, presence, draft, notification, and reset where too much "
                    + "was missed",
                null, "after")
            .Answers<LiveChange>();
}
