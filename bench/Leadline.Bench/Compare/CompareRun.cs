using Leadline.Bench.Load;
using Leadline.Bench.Measures;

namespace Leadline.Bench.Compare;

/// <summary>
/// Runs a scenario on two builds of the server in turns, each on a data folder of its own that grows from round to round, and
/// prints the ratios with their spread. In every other round the second build goes first.
/// </summary>
internal static class CompareRun
{
    private static readonly (string Name, Func<RunResult, double> Of)[] Figures =
    [
        ("per second", result => result.Rate),
        ("p50 ms", result => result.Latencies.Milliseconds(0.5)),
        ("p95 ms", result => result.Latencies.Milliseconds(0.95)),
        ("p99 ms", result => result.Latencies.Milliseconds(0.99)),
        ("server µs", result => Microseconds(result, usage => usage.Server)),
        ("PostgreSQL µs", result => Microseconds(result, usage => usage.Postgres)),
        ("server MiB", result => result.Memory.ServerResident / 1024.0 / 1024),
    ];

    public static int Run(string before, string after, int rounds, BenchOptions options)
    {
        using var first = new ServerUnderTest(before);
        using var second = new ServerUnderTest(after);
        var pairs = new List<(RunResult Before, RunResult After)>();
        for (var round = 0; round < rounds; round++)
        {
            Console.WriteLine($"{Environment.NewLine}Round {round + 1} of {rounds}");
            var isSwapped = round % 2 == 1;
            var one = RunOn(isSwapped ? second : first, options);
            var other = RunOn(isSwapped ? first : second, options);
            pairs.AddRange(isSwapped ? other.Zip(one) : one.Zip(other));
        }

        foreach (var scenario in pairs.GroupBy(pair => pair.Before.Name)) Print(scenario.Key, [.. scenario]);
        return pairs.Exists(pair => pair.Before.IsFaulty || pair.After.IsFaulty) ? 1 : 0;
    }

    private static IReadOnlyList<RunResult> RunOn(ServerUnderTest server, BenchOptions options)
    {
        server.Start();
        try
        {
            return Session.Measure(options with { Credentials = server.Credentials, Url = server.Url });
        }
        finally
        {
            server.Stop();
        }
    }

    private static void Print(string name, List<(RunResult Before, RunResult After)> pairs)
    {
        Console.WriteLine();
        Console.WriteLine($"| {name} | before | after | after / before | lowest | highest |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (figure, of) in Figures)
        {
            var ratios = pairs.ConvertAll(pair => of(pair.After) / of(pair.Before));
            if (!ratios.TrueForAll(double.IsFinite)) continue;
            Console.WriteLine(
                $"| {figure} | {Median(pairs.ConvertAll(pair => of(pair.Before))):N1} "
                + $"| {Median(pairs.ConvertAll(pair => of(pair.After))):N1} "
                + $"| {Median(ratios):F2} | {ratios.Min():F2} | {ratios.Max():F2} |");
        }
    }

    private static double Median(List<double> values)
    {
        values = [.. values.Order()];
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    private static double Microseconds(RunResult result, Func<Usage, double> of) =>
        (of(result.After) - of(result.Before)) * 1e6 / Math.Max(1, result.Count);
}
