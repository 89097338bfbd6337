using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Leadline.Tests.Platform;

public sealed class OtlpExportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_and_traces_reach_the_collector_at_the_latest_when_the_server_stops()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await StartCollector(received);
        var export = new OtlpExport(collector.Urls.First());
        using var diagnostics = new Diagnostics();

        await export.StartAsync(Cancellation);
        using (var activity = diagnostics.StartRequest(null, null))
            diagnostics.Request(activity, Surface.Ispcrm, "/exported", 200, TimeSpan.FromMilliseconds(3));
        await export.StopAsync(Cancellation);

        var metrics = received["/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"];
        var traces = received["/opentelemetry.proto.collector.trace.v1.TraceService/Export"];
        Assert.Contains("leadline.request.duration", metrics);
        Assert.Contains("/exported", metrics);
        Assert.Contains("/exported", traces);
    }

    private static async Task<WebApplication> StartCollector(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.Latin1);
            received[http.Request.Path.Value!] = await reader.ReadToEndAsync(http.RequestAborted);
            http.Response.ContentType = "application/grpc";
            http.Response.DeclareTrailer("grpc-status");
            await http.Response.Body.WriteAsync(new byte[5], http.RequestAborted);
            http.Response.AppendTrailer("grpc-status", "0");
        });
        await app.StartAsync(Cancellation);
        return app;
    }
}
