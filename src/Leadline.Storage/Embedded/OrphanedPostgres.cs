using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Leadline.Storage.Embedded;

/// <summary>
/// What an earlier PostgreSQL of this cluster left when its server was killed: running processes, or the file that says
/// so wrongly. We hold the data folder's lock, so whatever still works on the cluster has lost its server.
/// </summary>
internal sealed partial class OrphanedPostgres(
    DataFolder folder, PostgresBinaries binaries, RunAs runAs, ILogger logger)
{
    private string PidFile => Path.Combine(folder.Cluster, "postmaster.pid");

    public async Task ClearAsync(CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            await StopByControlFileAsync(ct);
            return;
        }
        await StopProcessesAsync(ct);
        // Nobody works here any more; the numbers in these files may by now be those of other programs, or of a dead
        // postmaster whose parent has not yet noticed: PostgreSQL would take either for a running server.
        File.Delete(PidFile);
        File.Delete(Path.Combine(folder.Cluster, $".s.PGSQL.{ClusterSocket.Port}.lock"));
    }

    private async Task StopProcessesAsync(CancellationToken ct)
    {
        var running = Running();
        if (running.Count == 0)
            return;
        var postmaster = Postmaster();
        if (running.Contains(postmaster))
        {
            Log.Stopping(logger, postmaster);
            Libc.Signal(postmaster, Libc.Interrupt);
            if (await GoneWithinAsync(TimeSpan.FromSeconds(8), ct))
                return;
            Libc.Signal(postmaster, Libc.Quit);
        }
        // Without their postmaster, backends end by themselves once they notice.
        if (await GoneWithinAsync(TimeSpan.FromSeconds(3), ct))
            return;
        foreach (var process in Running())
            Libc.Signal(process, Libc.Kill);
        if (!await GoneWithinAsync(TimeSpan.FromSeconds(10), ct))
            throw new StartupException(
                $"PostgreSQL processes of an earlier run still hold {folder.Cluster} and cannot be ended: "
                + $"{string.Join(", ", Running())}.");
    }

    private async Task<bool> GoneWithinAsync(TimeSpan limit, CancellationToken ct)
    {
        for (var clock = Stopwatch.StartNew(); Running().Count > 0; await Task.Delay(25, ct))
        {
            if (clock.Elapsed > limit)
                return false;
        }
        return true;
    }

    /// <summary>
    /// Every process of PostgreSQL keeps the cluster as its working folder; so none is mistaken for another's.
    /// </summary>
    private List<int> Running()
    {
        var descriptor = Libc.OpenFolder(folder.Cluster);
        try
        {
            var cluster = Link($"/proc/self/fd/{descriptor}");
            return
            [
                .. from entry in Directory.EnumerateDirectories("/proc")
                   let id = int.TryParse(Path.GetFileName(entry), NumberStyles.None, null, out var number) ? number : 0
                   where id > 0 && Link($"{entry}/cwd") == cluster && IsPostgres(Link($"{entry}/exe"))
                   select id
            ];
        }
        finally
        {
            Libc.Close(descriptor);
        }
    }

    private int Postmaster() =>
        File.Exists(PidFile) && int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), out var id) ? id : 0;

    // A binary replaced since then reads "postgres (deleted)".
    private static bool IsPostgres(string? program) =>
        Path.GetFileName(program)?.StartsWith("postgres", StringComparison.Ordinal) == true;

    private static string? Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task StopByControlFileAsync(CancellationToken ct)
    {
        foreach (var mode in (string[])["fast", "immediate"])
        {
            if (File.Exists(PidFile))
                await Command.RunAsync(
                    runAs.Program(binaries.Program("pg_ctl"), "stop", "-D", folder.Cluster, "-m", mode, "-t", "8"), ct);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "PostgreSQL process {Process} of an earlier run is still there: stopping it")]
        public static partial void Stopping(ILogger logger, int process);
    }
}
