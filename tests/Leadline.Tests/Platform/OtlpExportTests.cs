using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace Leadline.Tests.Platform;

/// <summary>
/// Alone: what listens in a process hears all servers in it, and a meter that one of them disposes of ends the like-named
/// streams of the others.
/// </summary>
[Collection(nameof(Alone))]
public sealed class OtlpExportTests
{
    private const string Capture = "/v2/LeadManagement.svc/Lead.Capture";

    // A word of the test's own: what is found was this test's to send, whatever else runs in the process.
    private readonly string secret = $"s3cr3t{Guid.NewGuid():N}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("grpc", HttpProtocols.Http2, "/opentelemetry.proto.collector.{0}.v1.{1}Service/Export")]
    [InlineData("http/protobuf", HttpProtocols.Http1, "/v1/{2}")]
    public async Task Metrics_and_traces_reach_the_collector_at_the_latest_when_the_server_stops(
        string protocol, HttpProtocols http, string path)
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        await using var collector = await Collector.Start(http);
        await using var server = await ExportingServer.Start(collector.Url, protocol);

        await server.Post(Capture, $$"""[{"Attribute":"EmailAddress","Value":"{{secret}}@example.com"}]""");
        await server.Send(
            HttpMethod.Get, "/v2/Nowhere", body: null, ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));
        await server.Stop();

        var metrics = collector.Received(string.Format(path, "metrics", "Metrics", "metrics"));
        Assert.Contains("http.server.request.duration", metrics);
        Assert.Contains(Capture, metrics);
        Assert.Contains("leadline.write.batch_size", metrics);
        Assert.Contains("dotnet.gc", metrics);
        Assert.Contains("db.client.", metrics);
        var traces = collector.Received(string.Format(path, "trace", "Trace", "traces"));
        Assert.Contains("POST " + Capture, traces);
        Assert.Contains("INSERT INTO lead", traces);
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString(trace)), traces);
        Assert.All([metrics, traces], sent => MustNotHold(secret, sent));
    }

    [Fact]
    public async Task Neither_query_strings_nor_paths_are_sent()
    {
        await using var collector = await Collector.Start(HttpProtocols.Http1);
        await using var server = await ExportingServer.Start(collector.Url, "http/protobuf");
        var accessKey = Uri.EscapeDataString(server.Credentials.AccessKey);
        var keys = $"accessKey={accessKey}&secretKey={server.Credentials.SecretKey}";
        string[] paths =
        [
            Capture, "/v2/Nowhere", $"/v2//{secret}-path", $"/1/api/telephony/logcallcomplete/{secret}-token",
        ];

        foreach (var path in paths)
            await server.Post($"{path}?{keys}&{secret}-name={secret}-value", "[]");
        await server.Stop();

        var sent = collector.Everything;
        Assert.Contains("POST " + Capture, sent);
        Assert.Contains("/1/api/telephony/logcallcomplete/{token}", sent);
        Assert.All(
            [secret, "accessKey=", server.Credentials.AccessKey, server.Credentials.SecretKey],
            word => MustNotHold(word, sent));
    }

    [Fact]
    public async Task A_collector_that_does_not_answer_does_not_hold_up_a_stop()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var server = await ExportingServer.Start(
            $"http://{silent.LocalEndpoint}", "http/protobuf", warmUpMilliseconds: 0);
        await server.Post(Capture, "[]");

        await server.Stop().WaitAsync(TimeSpan.FromSeconds(5), Cancellation);
    }

    /// <summary>Shows what stands around a secret that was sent.</summary>
    private static void MustNotHold(string word, string sent)
    {
        const int around = 200;
        var place = sent.IndexOf(word, StringComparison.Ordinal);
        if (place >= 0)
            Assert.Fail($"{word} was sent: {sent[Math.Max(0, place - around)..Math.Min(sent.Length, place + around)]}");
    }

    /// <summary>A server that exports, and that tells query strings if it is left to the instrumentation.</summary>
    private sealed class ExportingServer(string collector, string protocol) : TestServer
    {
        internal override ServerOptions Options => base.Options with { Otlp = collector };

        public static async Task<ExportingServer> Start(
            string collector, string protocol, int warmUpMilliseconds = 30_000)
        {
            var server = new ExportingServer(collector, protocol);
            await server.InitializeAsync();

            // The first export compiles much; a stop waits for the last one only so long.
            server.Services.GetRequiredService<MeterProvider>().ForceFlush(warmUpMilliseconds);
            server.Services.GetRequiredService<TracerProvider>().ForceFlush(warmUpMilliseconds);
            return server;
        }

        public async Task Stop()
        {
            var host = Services.GetRequiredService<IHost>();
            await host.StopAsync(Cancellation);
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        protected override void Configure(IHostApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
            builder.Configuration["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
        }
    }

    /// <summary>Takes what is posted by OTLP and reads it as Latin-1, so that texts and bytes can be looked for.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Body)> received = new();

        public string Url => app.Urls.First();

        public string Everything => string.Concat(received.Select(request => request.Body));

        public static async Task<Collector> Start(HttpProtocols protocols)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel =>
                kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = protocols));
            var collector = new Collector(builder.Build());
            await collector.Run();
            return collector;
        }

        public string Received(string path) =>
            string.Concat(received.Where(request => request.Path == path).Select(request => request.Body));

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private Task Run()
        {
            app.Run(async http =>
            {
                using var reader = new StreamReader(http.Request.Body, Encoding.Latin1);
                received.Enqueue((http.Request.Path.Value!, await reader.ReadToEndAsync(http.RequestAborted)));
                if (http.Request.ContentType != "application/grpc")
                    return;
                http.Response.ContentType = "application/grpc";
                http.Response.DeclareTrailer("grpc-status");
                await http.Response.Body.WriteAsync(new byte[5], http.RequestAborted);
                http.Response.AppendTrailer("grpc-status", "0");
            });
            return app.StartAsync(Cancellation);
        }
    }
}
