namespace Leadline.Platform;

/// <summary>What every feature builds on.</summary>
internal static class PlatformServices
{
    /// <summary>Adds the clock, diagnostics and their export.</summary>
    /// <param name="services">Takes the services.</param>
    /// <param name="otlp">Where metrics and traces are sent by OTLP; null leaves it to the environment.</param>
    public static IServiceCollection AddPlatform(this IServiceCollection services, string? otlp) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton<Diagnostics>()
        .AddHostedService(_ => new OtlpExport(otlp));
}
