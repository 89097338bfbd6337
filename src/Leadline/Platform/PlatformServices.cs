using Leadline.Platform.Http;

namespace Leadline.Platform;

/// <summary>What every feature builds on.</summary>
internal static class PlatformServices
{
    /// <summary>
    /// Adds the clock, what wakes background work, the server's own key and address, diagnostics, and the room for
    /// bodies.
    /// </summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services) => services
        .AddSingleton<WakeStore>()
        .AddSingleton<Wakes>()
        .AddHostedService<Wakes.Teller>()
        .AddHostedService<Wakes.Listener>()
        .AddSingleton(TimeProvider.System)
        .AddSingleton<ServerKey>()
        .AddSingleton<PublicAddress>()
        .AddSingleton<Diagnostics>()
        .AddSingleton<RequestBody>();
}
