using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Leadline.Platform;

/// <summary>Sends metrics and traces to a collector by OTLP; one that is away costs nothing but its data.</summary>
internal static class OtlpExport
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Adds the export if a collector is configured; without one nothing listens. OTEL_* variables hold.
    /// </summary>
    /// <param name="builder">Takes the services.</param>
    /// <param name="endpoint">The collector; null leaves it to OTEL_EXPORTER_OTLP_ENDPOINT.</param>
    public static void AddOtlpExport(this IHostApplicationBuilder builder, string? endpoint)
    {
        if (endpoint is not null)
            builder.Configuration[EndpointVariable] = endpoint;
        if (string.IsNullOrEmpty(builder.Configuration[EndpointVariable]))
            return;

        // What is added first stops last: the last export tells of the last request.
        builder.Services.AddHostedService<LastExport>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("leadline", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3))
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddMeter(Diagnostics.Name)
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddNpgsqlInstrumentation()
                // The framework's own boundaries begin at 5 ms, above most requests.
                .AddView("http.server.request.duration", new ExplicitBucketHistogramConfiguration
                {
                    Boundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
                })
                .AddOtlpExporter())
            .WithTracing(traces => traces
                // A query string holds keys, a path may hold a connector's token: the route holds neither.
                .AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpRequest = static (span, _) =>
                    span.SetTag("url.path", null).SetTag("url.query", null))
                .AddNpgsql()
                .AddOtlpExporter());
    }

    /// <summary>Sends what has gathered; a collector that is away must not hold up the stop for long.</summary>
    private sealed class LastExport(MeterProvider meters, TracerProvider traces) : IHostedService
    {
        private const int PatienceMilliseconds = 2000;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
            Task.Run(() => meters.Shutdown(PatienceMilliseconds), CancellationToken.None),
            Task.Run(() => traces.Shutdown(PatienceMilliseconds), CancellationToken.None));
    }
}
