using System.Numerics;

namespace Leadline.Bench.Load;

/// <summary>
/// Durations in microseconds, counted in log-linear buckets: at most 1.6 % off, at most 20 KiB large.
/// </summary>
internal sealed class Histogram
{
    private const int Fine = 64;

    private readonly long[] buckets = new long[Fine * 40];
    private long max;

    public long Count { get; private set; }

    public void Add(long microseconds)
    {
        buckets[Math.Min(Bucket(microseconds), buckets.Length - 1)]++;
        Count++;
        max = Math.Max(max, microseconds);
    }

    public void Add(Histogram other)
    {
        for (var bucket = 0; bucket < buckets.Length; bucket++) buckets[bucket] += other.buckets[bucket];
        Count += other.Count;
        max = Math.Max(max, other.max);
    }

    public void Clear()
    {
        Array.Clear(buckets);
        Count = 0;
        max = 0;
    }

    /// <summary>The duration in milliseconds that this share (0 to 1) of all did not exceed.</summary>
    public double Milliseconds(double share)
    {
        var wanted = (long)Math.Ceiling(share * Count);
        var seen = 0L;
        for (var bucket = 0; bucket < buckets.Length; bucket++)
        {
            seen += buckets[bucket];
            if (seen >= wanted && seen > 0) return Math.Min(UpperEdge(bucket), max) / 1000.0;
        }

        return 0;
    }

    private static int Bucket(long value)
    {
        if (value < 2 * Fine) return (int)Math.Max(value, 0);
        var shift = BitOperations.Log2((ulong)value) - BitOperations.Log2(Fine);
        return (Fine * shift) + (int)(value >> shift);
    }

    private static long UpperEdge(int bucket)
    {
        if (bucket < 2 * Fine) return bucket;
        var shift = (bucket / Fine) - 1;
        return (((long)bucket - (Fine * shift) + 1) << shift) - 1;
    }
}
