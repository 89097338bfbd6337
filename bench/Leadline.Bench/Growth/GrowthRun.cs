using System.Globalization;
using System.Text;
using Leadline.Bench.Imports;
using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Growth;

/// <summary>
/// The same scenarios while the account grows by imports to each of some sizes: a table in <c>growth.md</c>, and a plot in
/// <c>growth.svg</c> of each scenario's rate as a share of that at the first size.
/// </summary>
internal sealed class GrowthRun(Target target, LeadPool leads, UsageProbe probe, Func<string, RunResult> run)
{
    public IReadOnlyList<RunResult> Run(
        IReadOnlyList<long> sizes, IReadOnlyList<string> scenarios, TimeSpan settle, DirectoryInfo folder)
    {
        var results = new List<(long Size, RunResult Result)>();
        using var imports = new LeadImports(target, probe);
        foreach (var size in sizes.Order())
        {
            if (leads.Known < size) Report.Print(imports.Run(leads, size - leads.Known, $"import up to {size:N0}"));

            // The search index and autovacuum are to have come abreast.
            Thread.Sleep(settle);
            foreach (var name in scenarios)
            {
                var result = run(name);
                Report.Print(result);
                results.Add((size, result with { Name = $"{name} at {size:N0}" }));
            }
        }

        folder.Create();
        var rows = scenarios.Select(name => (name, Of: results.Where(entry => entry.Result.Name.StartsWith($"{name} at ", StringComparison.Ordinal)).ToList())).ToList();
        File.WriteAllText(Path.Combine(folder.FullName, "growth.md"), Table(rows));
        File.WriteAllText(
            Path.Combine(folder.FullName, "growth.svg"),
            GrowthPlot.Draw([.. rows.Select(row => (row.name, row.Of.ConvertAll(entry => (entry.Size, entry.Result.Rate / row.Of[0].Result.Rate))))]));
        return [.. results.Select(entry => entry.Result)];
    }

    private static string Table(List<(string Name, List<(long Size, RunResult Result)> Of)> rows)
    {
        var table = new StringBuilder("| scenario | leads | per second | of the first | p50 ms | p95 ms | p99 ms |\n");
        table.Append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var (name, of) in rows)
            foreach (var (size, result) in of)
                table.Append(
                    CultureInfo.InvariantCulture,
                    $"| `{name}` | {size:N0} | {result.Rate:N0} | {result.Rate / of[0].Result.Rate:P0} | {At(result, 0.5)} | {At(result, 0.95)} | {At(result, 0.99)} |\n");
        return table.ToString();
    }

    private static string At(RunResult result, double share) => result.Latencies.Milliseconds(share).ToString("F1", CultureInfo.InvariantCulture);
}
