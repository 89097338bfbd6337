using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Leadline.Platform;

/// <summary>
/// Sends metrics and traces to a collector by OTLP, if one is configured. The standard OTEL_* environment variables hold;
/// <paramref name="endpoint"/> goes before OTEL_EXPORTER_OTLP_ENDPOINT. A collector that is away costs nothing but its data.
/// </summary>
internal sealed class OtlpExport(string? endpoint) : IHostedService
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private MeterProvider? meters;
    private TracerProvider? traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables();
        if (endpoint is not null)
            configuration.AddInMemoryCollection([new(EndpointVariable, endpoint)]);
        var settings = configuration.Build();
        if (string.IsNullOrEmpty(settings[EndpointVariable]))
            return Task.CompletedTask;

        var name = typeof(OtlpExport).Assembly.GetName();
        var resource = ResourceBuilder.CreateDefault()
            .AddService("leadline", serviceVersion: name.Version?.ToString(3))
            .AddEnvironmentVariableDetector();

        // Npgsql tells of its connection pool and of statements as texts with $1 for every value.
        meters = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(settings))
            .SetResourceBuilder(resource)
            .AddMeter(Diagnostics.Name, "Npgsql", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .AddOtlpExporter()
            .Build();
        traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(settings))
            .SetResourceBuilder(resource)
            .AddSource(Diagnostics.Name, "Npgsql")
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what has gathered; the wait is short, since a collector that is away must not hold up a stop.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            meters?.Shutdown(timeoutMilliseconds: 1000);
            traces?.Shutdown(timeoutMilliseconds: 1000);
            meters?.Dispose();
            traces?.Dispose();
        },
        CancellationToken.None);
}
