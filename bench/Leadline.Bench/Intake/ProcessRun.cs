using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Intake;

/// <summary>So many requests are taken in while the account is paused; then how fast they are worked on is measured.</summary>
internal sealed class ProcessRun(Target target, LeadPool leads, UsageProbe probe)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public RunResult Run(long count, int connections)
    {
        using var queue = new IntakeQueue(target);
        queue.WaitUntil(0, Longest);
        queue.Pause();
        using (var accept = new LoadRun(target.EndPoint, connections, new AcceptScenario(target, leads, count), probe))
            Report.Print(accept.Run(TimeSpan.Zero, Longest));
        return Drain(queue, queue.Pending(), "process");
    }

    /// <summary>Resumes, and measures until the first so many of those that wait are finished.</summary>
    public RunResult Drain(IntakeQueue queue, long count, string name)
    {
        var pending = queue.Pending();
        var before = probe.Read();
        queue.Resume();
        var left = queue.WaitUntil(pending - count, Longest);
        return new RunResult(name, before, probe.Read(), new Histogram())
        {
            Unit = "requests worked on",
            Count = pending - left,
            Remarks = $"{queue.Failures()} failures",
            Memory = probe.Memory(),
        };
    }
}
