namespace Leadline.Storage.Batching;

/// <summary>How many lanes suit this machine.</summary>
public static class LaneCount
{
    /// <summary>
    /// While one lane's answers are on their way, another keeps PostgreSQL at work; more of them only make batches
    /// smaller. Seen on 2 cores at 64 connections: 13,346 and 11,919 captures/s with two lanes, 13,153 and 12,249 with
    /// three, 10,900 with one.
    /// </summary>
    public static int ForThisMachine { get; } = Math.Clamp(Environment.ProcessorCount / 2, 2, 8);
}
