using Leadline.Platform.Http;

namespace Leadline.Platform;

/// <summary>What every feature builds on.</summary>
internal static class PlatformServices
{
    /// <summary>Adds the clock, the server's own key, diagnostics, and the room for bodies.</summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton<ServerKey>()
        .AddSingleton<Diagnostics>()
        .AddSingleton<RequestBody>();
}
