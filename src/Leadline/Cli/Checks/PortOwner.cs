namespace Leadline.Cli.Checks;

/// <summary>Which process listens on a TCP port, as far as this user may see it. Linux only.</summary>
internal static class PortOwner
{
    private const string Unknown = "an unknown process";
    private const string Listening = "0A";

    private static readonly string[] SocketTables = ["/proc/net/tcp", "/proc/net/tcp6"];

    public static string Find(int port)
    {
        if (!OperatingSystem.IsLinux())
            return Unknown;
        var sockets = Sockets(port).Select(inode => $"socket:[{inode}]").ToHashSet();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), out var process) && Holds(folder, sockets))
                return $"{File.ReadAllText($"{folder}/comm").Trim()}, process {process}";
        return Unknown;
    }

    // A line of /proc/net/tcp: number, local address as hexadecimal address:port, remote address, state, ..., inode.
    private static IEnumerable<string> Sockets(int port) =>
        from file in SocketTables
        where File.Exists(file)
        from line in File.ReadLines(file).Skip(1)
        let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where words[3] == Listening && words[1].EndsWith($":{port:X4}", StringComparison.Ordinal)
        select words[9];

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory
                .EnumerateFiles($"{process}/fd")
                .Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
