namespace Leadline.Bench.Measures;

/// <summary>One process as /proc/PID/stat shows it; CPU in seconds.</summary>
internal sealed record ProcessStat(int Id, string Name, int Parent, double Cpu, double CpuOfReapedChildren);

/// <summary>Reads of /proc. A process that has ended reads as nothing.</summary>
internal static class ProcessFiles
{
    // USER_HZ, the unit of times in /proc, is 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    private const string Listening = "0A";

    public static IEnumerable<ProcessStat> All() =>
        Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), out var id) ? Stat(id) : null)
            .OfType<ProcessStat>();

    public static ProcessStat? Stat(int id)
    {
        if (Read($"/proc/{id}/stat") is not { } text) return null;
        // The name stands in parentheses and may hold some itself.
        var open = text.IndexOf('(');
        var close = text.LastIndexOf(')');
        var rest = text[(close + 2)..].Split(' ');
        var name = text[(open + 1)..close];
        return new ProcessStat(id, name, int.Parse(rest[1]), Seconds(11) + Seconds(12), Seconds(13) + Seconds(14));

        double Seconds(int position) => long.Parse(rest[position]) / TicksPerSecond;
    }

    /// <summary>A size such as VmRSS or Pss from status or smaps_rollup, in bytes; 0 when it cannot be read.</summary>
    public static long Size(int id, string file, string name)
    {
        var lines = Read($"/proc/{id}/{file}")?.Split('\n') ?? [];
        var line = Array.Find(lines, line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(name.Length + 1).Trim(" \tkB")) * 1024;
    }

    /// <summary>CPU seconds that all cores together have been busy since the machine started.</summary>
    public static double MachineBusy()
    {
        // cpu user nice system idle iowait irq softirq steal; guest time is within user.
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return times.Where((_, place) => place is 1 or 2 or 3 or 6 or 7).Sum(long.Parse) / TicksPerSecond;
    }

    /// <summary>The process that listens on this TCP port, as far as this user may see it.</summary>
    public static int? Listener(int port)
    {
        var sockets = new[] { "/proc/net/tcp", "/proc/net/tcp6" }
            .Where(File.Exists)
            .SelectMany(path => File.ReadLines(path).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[3] == Listening && columns[1].EndsWith($":{port:X4}", StringComparison.Ordinal))
            .Select(columns => $"socket:[{columns[9]}]")
            .ToHashSet();
        return All().FirstOrDefault(process => Descriptors(process.Id).Any(sockets.Contains))?.Id;
    }

    private static IEnumerable<string> Descriptors(int id)
    {
        try
        {
            return [.. Directory.EnumerateFiles($"/proc/{id}/fd").Select(path => new FileInfo(path).LinkTarget ?? "")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
