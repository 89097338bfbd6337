using System.Diagnostics;

namespace Leadline.Bench.Load;

/// <summary>So many requests a second, evenly; what a slow server holds up is made good for a second at most.</summary>
internal sealed class Pace(double perSecond)
{
    private readonly double step = Stopwatch.Frequency / perSecond;
    private double due = Stopwatch.GetTimestamp();

    /// <summary>Whether the next request may be begun.</summary>
    public bool IsDue(long now) => due <= now;

    public void Take(long now) => due = Math.Max(due + step, now - Stopwatch.Frequency);
}
