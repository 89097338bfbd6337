using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Leadline.Storage.Embedded;

/// <summary>
/// A folder that holds <c>postgres</c> and <c>initdb</c> of version 15 or later, known to run on this machine.
/// </summary>
internal sealed partial record PostgresBinaries(string Folder, Version Version)
{
    private const int OldestMajor = 15;

    /// <summary>
    /// The published binaries, else those that the build fetched, else the newest that the machine has; before all of
    /// them, any that are of an existing cluster's major version.
    /// </summary>
    public static async Task<PostgresBinaries> FindAsync(int? clusterMajor)
    {
        PostgresBinaries? first = null;
        foreach (var folder in Candidates())
        {
            if (await ProbeAsync(folder) is not { } found)
                continue;
            if (clusterMajor is null || found.Version.Major == clusterMajor)
                return found;
            first ??= found;
        }
        return first ?? throw new StartupException(
            $"No PostgreSQL {OldestMajor} or later was found: install it (Debian: apt install postgresql; macOS: "
            + "brew install postgresql@18), " +
            "build with Node 20 so that it is fetched, or name a server with --database.");
    }

    public string Program(string name) => Path.Combine(Folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>
    /// The binaries in this folder, or null when they are absent, too old, or made for another machine.
    /// </summary>
    public static async Task<PostgresBinaries?> ProbeAsync(string folder)
    {
        var binaries = new PostgresBinaries(folder, new Version());
        if (!File.Exists(binaries.Program("postgres")) || !File.Exists(binaries.Program("initdb")))
            return null;
        try
        {
            var (exitCode, output) = await Command.RunAsync(
                Command.StartInfo([binaries.Program("postgres"), "--version"]), CancellationToken.None);
            var version = VersionText().Match(output);
            if (exitCode != 0 || !version.Success)
                return null;
            var (major, minor) = (int.Parse(version.Groups["major"].Value), version.Groups["minor"].Value);
            return major < OldestMajor
                ? null
                : binaries with { Version = new Version(major, minor.Length == 0 ? 0 : int.Parse(minor)) };
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "postgres", "bin");
        if (PathOfBuild() is { } path)
            yield return Path.Combine(path, "bin");
        foreach (
            var folder in Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Where(Path.IsPathRooted)
                ?? [])
            yield return folder;
        foreach (var folder in Newest("/usr/lib/postgresql", "*"))
            yield return folder;
        foreach (
            var folder in Newest("/opt/homebrew/opt", "postgresql@*").Concat(Newest("/usr/local/opt", "postgresql@*")))
            yield return folder;
        yield return "/usr/local/pgsql/bin";
    }

    private static string? PathOfBuild() => typeof(PostgresBinaries).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == "PostgresPath")?.Value;

    private static IEnumerable<string> Newest(string folder, string pattern) => !Directory.Exists(folder)
        ? []
        : Directory.GetDirectories(folder, pattern)
            .OrderByDescending(path => int.TryParse(Path.GetFileName(path).Split('@')[^1], out var major) ? major : 0)
            .Select(path => Path.Combine(path, "bin"));

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)(\.(?<minor>\d+))?", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionText();
}
