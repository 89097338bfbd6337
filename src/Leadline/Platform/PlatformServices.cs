namespace Leadline.Platform;

/// <summary>What every feature builds on.</summary>
internal static class PlatformServices
{
    /// <summary>Adds the clock, the server's own key and diagnostics.</summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton<ServerKey>()
        .AddSingleton<Diagnostics>();
}
