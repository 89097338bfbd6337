using System.Diagnostics;

namespace Leadline.Bench.Measures;

/// <summary>
/// Reads what the server, PostgreSQL and this program use. PostgreSQL is the given process or the one found, with all
/// its children, as they come and go.
/// </summary>
internal sealed class UsageProbe
{
    private const string Postmaster = "postgres";

    private readonly int? server;
    private readonly int[] postmasters;

    /// <summary>The server is who listens on the port, when no id is given.</summary>
    public UsageProbe(int port, int? serverId, int? postgresId)
    {
        server = serverId ?? ProcessFiles.Listener(port);
        postmasters = postgresId is { } id ? [id] : FindPostmasters();
    }

    public string Subjects =>
        $"server: {(server is null ? "not found" : $"process {server}")}, PostgreSQL: "
        + (postmasters.Length == 0 ? "not found" : $"process {string.Join(", ", postmasters)} and children");

    public Usage Read()
    {
        var own = Environment.CpuUsage.TotalTime.TotalSeconds;
        var serverCpu = server is { } id ? ProcessFiles.Stat(id)?.Cpu ?? double.NaN : double.NaN;
        // A backend that has ended lives on in its parent's sum of reaped children.
        var postgresCpu = postmasters.Length == 0
            ? double.NaN
            : Postgres().Sum(process => process.Cpu + process.CpuOfReapedChildren);
        return new Usage(Stopwatch.GetTimestamp(), serverCpu, postgresCpu, own, ProcessFiles.MachineBusy());
    }

    public MemoryUse Memory()
    {
        var postgres = Postgres();
        return new MemoryUse(
            server is { } id ? ProcessFiles.Size(id, "status", "VmRSS") : 0,
            server is { } same ? ProcessFiles.Size(same, "status", "VmHWM") : 0,
            postgres.Sum(process => ProcessFiles.Size(process.Id, "status", "VmRSS")),
            postgres.Sum(process => ProcessFiles.Size(process.Id, "smaps_rollup", "Pss")));
    }

    private int[] FindPostmasters()
    {
        var all = ProcessFiles.All().ToDictionary(process => process.Id);
        var found = all.Values
            .Where(process => process.Name == Postmaster && all.GetValueOrDefault(process.Parent)?.Name != Postmaster)
            .ToArray();
        var below = found.Where(process => IsBelowServer(process, all)).ToArray();
        return [.. (below.Length > 0 ? below : found).Select(process => process.Id)];
    }

    private bool IsBelowServer(ProcessStat process, Dictionary<int, ProcessStat> all)
    {
        for (var current = process; current is not null; current = all.GetValueOrDefault(current.Parent))
            if (current.Id == server) return true;
        return false;
    }

    private List<ProcessStat> Postgres() =>
        postmasters.Length == 0
            ? []
            : [.. ProcessFiles.All().Where(IsPostgres)];

    private bool IsPostgres(ProcessStat process) =>
        postmasters.Contains(process.Id) || postmasters.Contains(process.Parent);
}
