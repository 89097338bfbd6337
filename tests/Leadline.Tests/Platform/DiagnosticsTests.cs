using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Leadline.Tests.Subscribers;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace Leadline.Tests.Platform;

public sealed class DiagnosticsTests(IspcrmServer server) : IClassFixture<IspcrmServer>
{
    private const string Duration = "http.server.request.duration";
    private const string Capture = "/v2/LeadManagement.svc/Lead.Capture";

    [Fact]
    public async Task Requests_are_told_by_route_and_status()
    {
        using var measured = new Measurements(server.Services);

        await server.Post(Capture + "?secret=1", """[{"Attribute":"EmailAddress","Value":"measured@example.com"}]""");
        await server.Call(HttpMethod.Post, IspcrmServer.CreateLead, token: null);
        await server.Get("/v2/LeadManagement.svc/Nothing");

        await Comes(() => measured.Saw(Duration, "http.route=" + Capture, "http.response.status_code=200"));
        await Comes(() => measured.Saw(Duration, "http.route=" + IspcrmServer.CreateLead, "http.response.status_code=401"));
        await Comes(() => measured.Saw(Duration, "http.response.status_code=404"));
        await Comes(() => measured.Saw("leadline.write.batch_size", "writes=lead"));
        await Comes(() => measured.Saw("leadline.write.waiting", "writes=lead"));
        foreach (var sent in new[] { "secret", "example", "Nothing" })
            Assert.DoesNotContain(measured.Seen, line => line.Any(part => part.Contains(sent)));
    }

    [Fact]
    public async Task Http_metrics_bear_OpenTelemetrys_names_and_have_no_doubles()
    {
        using var measured = new Measurements(server.Services);

        await server.Get("/v2/LeadManagement.svc/Leads.GetById?id=x");

        await Comes(() => measured.Saw(
            Duration, "http.request.method=GET", "url.scheme=http", "network.protocol.version=1.1", "http.response.status_code=200",
            "http.route=/v2/LeadManagement.svc/Leads.GetById"));
        await Comes(() => measured.Saw("http.server.active_requests", "http.request.method=GET", "url.scheme=http"));
        Assert.DoesNotContain(
            measured.Seen,
            line => line[0].StartsWith("leadline.", StringComparison.Ordinal)
                && (line[0].Contains("duration", StringComparison.Ordinal) || line[0].Contains("active", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_gathers_without_a_collector()
    {
        Assert.Null(server.Services.GetService<MeterProvider>());
        Assert.Null(server.Services.GetService<TracerProvider>());
        Assert.DoesNotContain(
            server.Services.GetServices<IHostedService>(),
            service => service.GetType().FullName!.StartsWith("OpenTelemetry"));
    }

    [Fact]
    public async Task A_replay_is_told()
    {
        using var measured = new Measurements(server.Services);

        for (var i = 0; i < 2; i++)
            await server.Send(
                HttpMethod.Post, Capture, """[{"Attribute":"EmailAddress","Value":"replay@example.com"}]""", ("Idempotency-Key", "replay"));

        await Comes(() => measured.Saw("leadline.request.replayed", "surface=leadsquared"));
    }

    // A request is told when it is over, which may be after its answer has come.
    private static Task Comes(Func<bool> condition) => Eventually.Holds(condition);

    /// <summary>What a server's meters say while this listens: each instrument with its tags.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly ConcurrentQueue<string[]> seen = new();
        private readonly MeterListener listener = new();

        public Measurements(IServiceProvider services)
        {
            var factory = services.GetRequiredService<IMeterFactory>();
            listener.InstrumentPublished = (instrument, listening) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                    listening.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
            listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
            listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
            listener.Start();
        }

        public IReadOnlyCollection<string[]> Seen
        {
            get
            {
                listener.RecordObservableInstruments();
                return seen;
            }
        }

        public bool Saw(params string[] parts) => Seen.Any(line => parts.All(line.Contains));

        public void Dispose() => listener.Dispose();

        private void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen.Enqueue([instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]);
    }
}

/// <summary>Its own server, one with limits.</summary>
public sealed class RateLimitDiagnosticsTests(LoginLimitTests.LimitedServer server) : IClassFixture<LoginLimitTests.LimitedServer>
{
    [Fact]
    public async Task A_limited_call_is_counted()
    {
        var counted = 0L;
        using var listener = new MeterListener();
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name == "leadline.request.rate_limited")
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref counted, count));
        listener.Start();

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 60; i++)
            statuses.Add((await server.Post("/v2/LeadManagement.svc/Lead.Create", "")).Status);

        Assert.Equal(statuses.Count(status => status == HttpStatusCode.TooManyRequests), counted);
        Assert.True(counted > 0);
    }
}
