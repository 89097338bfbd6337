using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Leadline.Platform.Errors;

namespace Leadline.Platform;

/// <summary>
/// What the server measures of itself beyond what the framework does. Tags are names of the server's own (surface,
/// writes), never what a caller sent. While nobody listens, each call is a check of a flag.
/// </summary>
internal sealed class Diagnostics
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Leadline";

    private readonly ConcurrentDictionary<string, Func<int>> waiting = new();
    private readonly Histogram<int> batches;
    private readonly Counter<long> rateLimited;
    private readonly Counter<long> replayed;

    public Diagnostics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        batches = meter.CreateHistogram<int>(
            "leadline.write.batch_size", "{write}", "Callers' writes that shared a transaction.",
            advice: new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });
        rateLimited = meter.CreateCounter<long>(
            "leadline.request.rate_limited", "{request}", "Requests refused by an account's limit.");
        replayed = meter.CreateCounter<long>(
            "leadline.request.replayed", "{request}", "Retries that got the answer kept for their idempotency key.");
        meter.CreateObservableGauge(
            "leadline.write.waiting",
            () => waiting.Select(queue => new Measurement<int>(queue.Value(), Tag(queue.Key))),
            "{write}",
            "Callers whose writes wait for their turn.");
    }

    /// <summary>Notes how many writes share a transaction.</summary>
    public void Batch(string writes, int size) => batches.Record(size, Tag(writes));

    /// <summary>Shows how many of these writes wait, whenever somebody looks.</summary>
    public void ShowWaiting(string writes, Func<int> count) => waiting[writes] = count;

    public void RateLimited(Surface surface) => rateLimited.Add(1, Tag(surface));

    public void Replayed(Surface surface) => replayed.Add(1, Tag(surface));

    private static KeyValuePair<string, object?> Tag(string writes) => new("writes", writes);

    private static KeyValuePair<string, object?> Tag(Surface surface) => new("surface", surface switch
    {
        Surface.LeadSquared => "leadsquared",
        Surface.Ispcrm => "ispcrm",
        Surface.ServiceCrm => "servicecrm",
        _ => "leadline",
    });
}
