using Leadline.Bench.Measures;

namespace Leadline.Bench.Load;

/// <summary>What one run showed between two readings of the usage.</summary>
internal sealed record RunResult(string Name, Usage Before, Usage After, Histogram Latencies)
{
    /// <summary>What is counted.</summary>
    public string Unit { get; init; } = "requests";

    /// <summary>How many of the unit; one for each latency unless a request or batch holds many.</summary>
    public long Count { get; init; } = Latencies.Count;

    public IReadOnlyDictionary<int, Refusals> Refusals { get; init; } = new Dictionary<int, Refusals>();

    public long Reconnects { get; init; }

    public int Unanswered { get; init; }

    public string? Remarks { get; init; }

    /// <summary>Answers of status 2xx told of failures.</summary>
    public bool HasFailuresInside { get; init; }

    public MemoryUse Memory { get; init; } = new(0, 0, 0, 0);

    public long Failed => Refusals.Values.Sum(refusals => refusals.Count) + Unanswered;

    /// <summary>Something failed, so that the figures are not those of the work asked for.</summary>
    public bool IsFaulty => Failed > 0 || HasFailuresInside;

    public double Seconds => After.SecondsSince(Before);

    public double Rate => Count / Seconds;
}

/// <summary>Answers of one status outside of 2xx, with the first body seen.</summary>
internal sealed record Refusals(string FirstBody)
{
    public long Count { get; set; }
}
