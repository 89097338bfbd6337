using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Imports;

/// <summary>
/// Captures at full speed; an import alone; an import while captures come at half of that speed. Both imports are of as
/// many new leads.
/// </summary>
internal sealed class ImportScenario(Target target, LeadPool leads, UsageProbe probe)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    public IReadOnlyList<RunResult> Run(long count, int connections, TimeSpan warmup, TimeSpan measured)
    {
        using var imports = new LeadImports(target, probe);
        var full = Capture(connections, pace: null).Run(warmup, measured);
        var alone = imports.Run(leads, count, "import");
        var times = alone.Rate / full.Rate;

        // The import takes its leads from beyond those that captures may come to meanwhile.
        var own = new LeadPool(leads.Seed, existing: 0, from: leads.Next);
        var during = new LeadPool(leads.Seed, existing: leads.Next, from: leads.Next + count);
        using var capture = new LoadRun(
            target.EndPoint, connections, new CaptureScenario(target, during), probe, new Pace(full.Rate / 2));
        var captured = Task.Factory.StartNew(() => capture.Run(warmup, Longest), TaskCreationOptions.LongRunning);
        Thread.Sleep(warmup);
        var beside = imports.Run(own, count, "import beside captures");
        capture.End();
        leads.SkipTo(during.Next);
        return
        [
            full,
            alone with { Remarks = $"{alone.Remarks}; {times:F2} times the rate of capture" },
            beside,
            captured.GetAwaiter().GetResult() with { Name = "capture at half speed beside it" },
        ];
    }

    private LoadRun Capture(int connections, Pace? pace) =>
        new(target.EndPoint, connections, new CaptureScenario(target, leads), probe, pace);
}
