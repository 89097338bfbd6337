using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Leadline.Platform.Errors;

namespace Leadline.Platform;

/// <summary>
/// Everything that the server measures of itself. Tags are names of the server's own (surface, operation, status), never
/// what a caller sent. While nobody listens, each call is a check of a flag.
/// </summary>
internal sealed class Diagnostics : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Leadline";

    private readonly ActivitySource source = new(Name);
    private readonly ConcurrentDictionary<string, Func<int>> waiting = new();
    private readonly Histogram<double> requests;
    private readonly Histogram<int> batches;
    private readonly Counter<long> rateLimited;
    private readonly Counter<long> replayed;

    public Diagnostics()
    {
        requests = Meter.CreateHistogram<double>(
            "leadline.request.duration", "s", "Time to answer a request, by surface, operation and status.", advice: Buckets(
                0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10));
        batches = Meter.CreateHistogram<int>(
            "leadline.write.batch_size", "{write}", "Callers' writes that shared a transaction.", advice: Buckets(
                1, 2, 4, 8, 16, 32, 64, 128, 256));
        rateLimited = Meter.CreateCounter<long>(
            "leadline.request.rate_limited", "{request}", "Requests refused by an account's limit.");
        replayed = Meter.CreateCounter<long>(
            "leadline.request.replayed", "{request}", "Retries that got the answer kept for their idempotency key.");
        Meter.CreateObservableGauge(
            "leadline.write.waiting",
            () => waiting.Select(queue => new Measurement<int>(queue.Value(), new KeyValuePair<string, object?>("writes", queue.Key))),
            "{write}",
            "Callers whose writes wait for their turn.");
    }

    public Meter Meter { get; } = new(Name);

    /// <summary>Whether anybody would learn of a request.</summary>
    public bool WatchesRequests => requests.Enabled || source.HasListeners();

    /// <summary>Begins the trace of a request, as a part of the caller's trace if it is in one.</summary>
    public Activity? StartRequest(string? traceParent, string? traceState)
    {
        _ = ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent);
        return source.StartActivity("request", ActivityKind.Server, parent);
    }

    /// <summary>Notes an answered request. <paramref name="operation"/> is the route, not the path.</summary>
    public void Request(Activity? activity, Surface surface, string operation, int status, TimeSpan duration)
    {
        requests.Record(duration.TotalSeconds, Tag(surface), new("operation", operation), new("status", status));
        if (activity is null)
            return;
        activity.DisplayName = operation;
        activity.SetTag("surface", SurfaceName(surface)).SetTag("operation", operation).SetTag("status", status);
        if (status >= 500)
            activity.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Notes how many writes share a transaction.</summary>
    public void Batch(string writes, int size) => batches.Record(size, new KeyValuePair<string, object?>("writes", writes));

    /// <summary>Shows how many of these writes wait, whenever somebody looks.</summary>
    public void ShowWaiting(string writes, Func<int> count) => waiting[writes] = count;

    public void RateLimited(Surface surface) => rateLimited.Add(1, Tag(surface));

    public void Replayed(Surface surface) => replayed.Add(1, Tag(surface));

    public void Dispose()
    {
        Meter.Dispose();
        source.Dispose();
    }

    private static KeyValuePair<string, object?> Tag(Surface surface) => new("surface", SurfaceName(surface));

    private static string SurfaceName(Surface surface) => surface switch
    {
        Surface.LeadSquared => "leadsquared",
        Surface.Ispcrm => "ispcrm",
        Surface.ServiceCrm => "servicecrm",
        _ => "leadline",
    };

    private static InstrumentAdvice<T> Buckets<T>(params T[] boundaries)
        where T : struct => new() { HistogramBucketBoundaries = boundaries };
}
