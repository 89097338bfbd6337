using System.Diagnostics;

namespace Leadline.Bench.Measures;

/// <summary>
/// CPU seconds, user and system, spent so far by each party at one moment; not a number of who was not found.
/// </summary>
internal sealed record Usage(long Timestamp, double Server, double Postgres, double Generator, double Machine)
{
    public double SecondsSince(Usage earlier) => Stopwatch.GetElapsedTime(earlier.Timestamp, Timestamp).TotalSeconds;
}

/// <summary>
/// Memory in bytes: of the server resident now and at most since its start; of all PostgreSQL processes.
/// </summary>
internal sealed record MemoryUse(
    long ServerResident, long ServerPeak, long PostgresResident, long PostgresProportional);
