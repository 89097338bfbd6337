using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Scenarios;

/// <summary>
/// Captures at full speed, then at half of it: alone, and while so many people search at once. Tells what searches and captures
/// took, and what share of their rate the captures kept.
/// </summary>
internal sealed class SearchBesideCapture(Target target, LeadPool leads, UsageProbe probe)
{
    public IReadOnlyList<RunResult> Run(
        IReadOnlyList<int> searchers, int connections, TimeSpan warmup, TimeSpan measured)
    {
        var results = new List<RunResult>();
        using (var full = Capture(connections, pace: null)) results.Add(full.Run(warmup, measured));
        var half = results[0].Rate / 2;
        using (var alone = Capture(connections, new Pace(half)))
            results.Add(alone.Run(warmup, measured) with { Name = "capture at half speed" });
        var rate = results[1].Rate;
        foreach (var count in searchers)
        {
            // The searchers look for what is there now; the captures have the pool of new leads to themselves.
            var known = new LeadPool(leads.Seed, leads.Known, leads.Known);
            using var capture = Capture(connections, new Pace(half));
            using var search = new LoadRun(target.EndPoint, count, new QuickSearchScenario(target, known), probe);
            var captured = Task.Factory.StartNew(() => capture.Run(warmup, measured), TaskCreationOptions.LongRunning);
            results.Add(search.Run(warmup, measured) with { Name = $"quicksearch, {count} searchers" });
            var beside = captured.GetAwaiter().GetResult();
            results.Add(beside with
            {
                Name = $"capture beside {count} searchers",
                Remarks = $"{beside.Remarks}; {beside.Rate / rate:P0} of the rate without searchers",
            });
        }

        return results;
    }

    private LoadRun Capture(int connections, Pace? pace) =>
        new(target.EndPoint, connections, new CaptureScenario(target, leads), probe, pace);
}
