using System.Collections.Concurrent;
using System.Text.Json;

namespace Leadline.Bench.Fuzz;

/// <summary>What the server said, and what it must not have said.</summary>
internal sealed class FuzzTally
{
    private readonly ConcurrentDictionary<int, long> statuses = new();
    private readonly ConcurrentDictionary<string, (long Count, string First)> faults = new();
    private long answered;

    public long Answered => Interlocked.Read(ref answered);

    public bool HasFaults => !faults.IsEmpty;

    /// <summary>Counts an answer.</summary>
    /// <param name="operation">What was called.</param>
    /// <param name="request">The request, to be shown if the answer is a fault.</param>
    /// <param name="status">The HTTP status; 0 where none came in time.</param>
    /// <param name="isJson">Whether the answer says that it is JSON.</param>
    /// <param name="text">The answer's body, or why there is none.</param>
    public void Add(FuzzOperation operation, Func<string> request, int status, bool isJson, string text)
    {
        Interlocked.Increment(ref answered);
        statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
        if (Fault(status, isJson, text) is not { } fault) return;
        faults.AddOrUpdate(
            $"{operation.Method} {operation.Path}: {fault}",
            _ => (1, $"{request()}\n    -> {status} {Cut(text)}"),
            (_, seen) => (seen.Count + 1, seen.First));
    }

    public void Print(TimeSpan elapsed)
    {
        Console.WriteLine($"{Answered:N0} requests in {elapsed.TotalSeconds:N0} s, {Answered / elapsed.TotalSeconds:N0} a second");
        Console.WriteLine("  " + string.Join("  ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value:N0}")));
        foreach (var (what, (count, first)) in faults.OrderBy(fault => fault.Key, StringComparer.Ordinal))
            Console.WriteLine($"FAULT {count:N0} x {what}\n    {first}");
        Console.WriteLine($"{faults.Values.Sum(fault => fault.Count):N0} faults");
    }

    // On the LeadSquared surfaces, 500 with an exception of the platform's own is how a refusal is told (core §1.10).
    private static string? Fault(int status, bool isJson, string text)
    {
        if (status is 0) return text;
        if (isJson && !IsJson(text)) return "no JSON";
        return status < 500 || (status == 500 && Refusal(text)) ? null : $"status {status}";
    }

    private static bool Refusal(string text) =>
        text.Contains("\"ExceptionType\":\"MX", StringComparison.Ordinal)
        || text.Contains("\"ExceptionType\":\"ArgumentNullException\"", StringComparison.Ordinal);

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Cut(string text) => text.Length <= 400 ? text : $"{text.AsSpan(0, 400)}...";
}
