using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Intake;

/// <summary>What a backlog of so many requests does to taking in and to working on them: both before it and behind it.</summary>
internal sealed class BacklogRun(Target target, LeadPool leads, UsageProbe probe)
{
    /// <summary>Requests over which working is measured.</summary>
    private const long Sample = 100_000;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    public RunResult Run(long count, int connections, TimeSpan measured)
    {
        using var queue = new IntakeQueue(target);
        queue.WaitUntil(0, Longest);
        var work = new ProcessRun(target, leads, probe);

        queue.Pause();
        var acceptEmpty = Accept(connections, measured, count: null, "accept, no backlog");
        Accept(connections, Longest, Sample, "fill");
        var processEmpty = work.Drain(queue, Sample, "process, no backlog");
        Report.Print(processEmpty);

        queue.Pause();
        Accept(connections, Longest, count, "fill the backlog");
        var acceptFull = Accept(connections, measured, count: null, $"accept behind {queue.Pending():N0}");
        var processFull = work.Drain(queue, Sample, $"process before {queue.Pending():N0}");
        queue.Pause();
        Report.PrintTable([acceptEmpty, processEmpty, acceptFull, processFull]);
        Console.WriteLine("The account is paused, with the rest of the backlog waiting.");
        return processFull;
    }

    private RunResult Accept(int connections, TimeSpan measured, long? count, string name)
    {
        using var run = new LoadRun(target.EndPoint, connections, new AcceptScenario(target, leads, count), probe);
        var result = run.Run(TimeSpan.Zero, measured) with { Name = name };
        Report.Print(result);
        return result;
    }
}
