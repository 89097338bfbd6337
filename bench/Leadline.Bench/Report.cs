using Leadline.Bench.Load;
using Leadline.Bench.Measures;

namespace Leadline.Bench;

/// <summary>Prints results for people: milliseconds, cores, mebibytes.</summary>
internal static class Report
{
    public static void Print(RunResult result)
    {
        var memory = result.Memory;
        var each = (result.After.Generator - result.Before.Generator) * 1e6 / Math.Max(1, result.Count);
        string[] lines =
        [
            "",
            $"{result.Name}: {result.Count:N0} {result.Unit} in {result.Seconds:F1} s = {result.Rate:N0}/s",
            $"  ms       p50 {At(result, 0.5)}, p95 {At(result, 0.95)}, p99 {At(result, 0.99)}, "
                + $"p99.9 {At(result, 0.999)}, max {At(result, 1)}",
            $"  cores    server {Server(result)}, PostgreSQL {Postgres(result)}, generator {Generator(result)} "
                + $"({each:F1} µs each), machine {Machine(result)} of {Environment.ProcessorCount}",
            $"  MiB      server {Mebibytes(memory.ServerResident)} (peak {Mebibytes(memory.ServerPeak)}), "
                + $"PostgreSQL PSS {Mebibytes(memory.PostgresProportional)}, RSS {Mebibytes(memory.PostgresResident)}",
        ];
        Console.WriteLine(string.Join(Environment.NewLine, lines));
        if (result.Remarks is { } remarks) Console.WriteLine($"  seen     {remarks}");
        if (result.Reconnects > 0) Console.WriteLine($"  closed   {result.Reconnects:N0} connections, opened again");
        if (result.Unanswered > 0) Console.WriteLine($"  FAILED   {result.Unanswered:N0} requests without an answer");
        foreach (var (status, refusals) in result.Refusals)
            Console.WriteLine($"  FAILED   {refusals.Count:N0} answers {status}, the first: {refusals.FirstBody}");
    }

    public static void PrintTable(IReadOnlyCollection<RunResult> results)
    {
        var live = results.FirstOrDefault(result => result.Name == "live")?.Rate;
        (string Heading, Func<RunResult, string> Cell)[] columns =
        [
            ("scenario", result => result.Name),
            ("per second", result => result.Rate.ToString("N0")),
            ("of live", result => live is null ? "" : (result.Rate / live.Value).ToString("P0")),
            ("p50 ms", result => At(result, 0.5)),
            ("p95 ms", result => At(result, 0.95)),
            ("p99 ms", result => At(result, 0.99)),
            ("p99.9 ms", result => At(result, 0.999)),
            ("max ms", result => At(result, 1)),
            ("failed", result => result.Failed.ToString("N0")),
            ("server cores", Server),
            ("PostgreSQL cores", Postgres),
            ("generator cores", Generator),
            ("server MiB", result => Mebibytes(result.Memory.ServerResident)),
            ("PostgreSQL MiB", result => Mebibytes(result.Memory.PostgresProportional)),
        ];
        Console.WriteLine();
        PrintRow(columns.Select(column => column.Heading));
        PrintRow(columns.Select((_, place) => place == 0 ? "---" : "---:"));
        foreach (var result in results) PrintRow(columns.Select(column => column.Cell(result)));
    }

    private static void PrintRow(IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    private static string At(RunResult result, double share) => result.Latencies.Milliseconds(share).ToString("F1");

    private static string Server(RunResult result) => Cores(result, usage => usage.Server);

    private static string Postgres(RunResult result) => Cores(result, usage => usage.Postgres);

    private static string Generator(RunResult result) => Cores(result, usage => usage.Generator);

    private static string Machine(RunResult result) => Cores(result, usage => usage.Machine);

    private static string Cores(RunResult result, Func<Usage, double> of)
    {
        var cores = (of(result.After) - of(result.Before)) / result.Seconds;
        return double.IsNaN(cores) ? "-" : cores.ToString("F2");
    }

    private static string Mebibytes(long bytes) => bytes == 0 ? "-" : (bytes / 1024.0 / 1024).ToString("F0");
}
