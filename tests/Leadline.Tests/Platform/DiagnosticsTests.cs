using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Leadline.Platform;
using Leadline.Tests.Subscribers;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Platform;

public sealed class DiagnosticsTests(IspcrmServer server) : IClassFixture<IspcrmServer>
{
    private const string Capture = "/v2/LeadManagement.svc/Lead.Capture";

    private Diagnostics Diagnostics => server.Services.GetRequiredService<Diagnostics>();

    [Fact]
    public async Task Requests_are_told_by_surface_operation_and_status()
    {
        using var measured = new Measurements(Diagnostics.Meter);

        await server.Post(Capture + "?secret=1", """[{"Attribute":"EmailAddress","Value":"measured@example.com"}]""");
        await server.Call(HttpMethod.Post, IspcrmServer.CreateLead, token: null);
        await server.Get("/v2/LeadManagement.svc/Nothing");

        await Comes(
            measured,
            "leadline.request.duration surface=leadsquared operation=/v2/LeadManagement.svc/Lead.Capture status=200");
        await Comes(
            measured, "leadline.request.duration surface=ispcrm operation=/api/v1/subscriber/CreateLead status=401");
        await Comes(measured, "leadline.request.duration surface=leadsquared operation=none status=404");
        await Comes(measured, "leadline.write.batch_size writes=lead");
        await Comes(measured, "leadline.write.waiting writes=lead");
        Assert.DoesNotContain(measured.Seen, line => line.Contains("secret") || line.Contains("example"));
    }

    [Fact]
    public async Task A_replay_is_told()
    {
        using var measured = new Measurements(Diagnostics.Meter);

        for (var i = 0; i < 2; i++)
            await server.Send(
                HttpMethod.Post, Capture, """[{"Attribute":"EmailAddress","Value":"replay@example.com"}]""", ("Idempotency-Key", "replay"));

        await Comes(measured, "leadline.request.replayed surface=leadsquared");
    }

    [Fact]
    public async Task A_request_continues_its_callers_trace()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Diagnostics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        await server.Send(
            HttpMethod.Get, "/v2/Nothing.svc/Nowhere?secret=1", body: null, ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));

        await Eventually.Holds(() => spans.Any(span => span.TraceId.ToHexString() == trace));
        var span = Assert.Single(spans, span => span.TraceId.ToHexString() == trace);
        Assert.Equal(ActivityKind.Server, span.Kind);
        Assert.Equal(404, span.GetTagItem("status"));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value?.ToString()?.Contains("secret") == true);
    }

    // A request is told when it is over, which may be after its answer has come.
    private static Task Comes(Measurements measured, string line) => Eventually.Seen(
        () => Task.FromResult(string.Join('\n', measured.Seen)), lines => lines.Split('\n').Contains(line), line);

    /// <summary>What a meter says while this listens: each instrument with its tags.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly ConcurrentQueue<string> seen = new();
        private readonly MeterListener listener = new();

        public Measurements(Meter meter)
        {
            listener.InstrumentPublished = (instrument, listening) =>
            {
                if (ReferenceEquals(instrument.Meter, meter))
                    listening.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
            listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
            listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
            listener.Start();
        }

        public IReadOnlyCollection<string> Seen
        {
            get
            {
                listener.RecordObservableInstruments();
                return seen;
            }
        }

        public void Dispose() => listener.Dispose();

        private void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen.Enqueue(string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]));
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
        var meter = server.Services.GetRequiredService<Diagnostics>().Meter;
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter, meter) && instrument.Name == "leadline.request.rate_limited")
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
