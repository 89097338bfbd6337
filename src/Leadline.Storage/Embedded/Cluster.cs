using Microsoft.Extensions.Logging;

namespace Leadline.Storage.Embedded;

/// <summary>PostgreSQL's own folder: made whole or not at all, and only by binaries of its version opened.</summary>
internal sealed partial class Cluster(DataFolder folder, PostgresBinaries binaries, RunAs runAs, ILogger logger)
{
    public const string Owner = "leadline";
    private const string Unfinished = "postgres.new-";

    public async Task EnsureAsync(CancellationToken ct)
    {
        foreach (var leftover in Directory.GetDirectories(folder.Path, Unfinished + "*"))
            Sweep(leftover);

        if (!Directory.Exists(folder.Cluster))
            await CreateAsync(ct);
        else if (MajorOf(folder) is not { } major)
            throw new StartupException(
                $"{folder.Cluster} is not a PostgreSQL data folder: move it away, or name another folder with --data.");
        else if (major != binaries.Version.Major)
            throw new StartupException(
                $"The data in {folder.Cluster} is of PostgreSQL {major}, but {binaries.Folder} is "
                + $"{binaries.Version.Major}: "
                    + $"start with PostgreSQL {major}, make a backup, and restore it into a new data folder.");
    }

    /// <summary>The major version that made the cluster, or null when there is none.</summary>
    public static int? MajorOf(DataFolder folder)
    {
        var file = Path.Combine(folder.Cluster, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), out var major) ? major : null;
    }

    private async Task CreateAsync(CancellationToken ct)
    {
        Log.Creating(logger, folder.Cluster, binaries.Version);
        var unfinished = Path.Combine(folder.Path, Unfinished + Guid.NewGuid().ToString("N"));
        await runAs.CreateFolderAsync(unfinished, ct);

        // The character classes of C.UTF-8 let lower() and trigrams know letters beyond ASCII; a system without it gets
        // C.
        var (exitCode, output) = await InitialiseAsync(unfinished, "C.UTF-8", ct);
        if (exitCode != 0 && output.Contains("invalid locale name", StringComparison.Ordinal))
            (exitCode, output) = await InitialiseAsync(unfinished, "C", ct);
        if (exitCode != 0)
        {
            Sweep(unfinished);
            throw new StartupException($"PostgreSQL cannot make its data in {folder.Path}: {Reason(output)}");
        }
        Directory.Move(unfinished, folder.Cluster);
    }

    /// <summary>
    /// Text is compared by bytes, so that LIKE and sorting use plain indexes and no library upgrade reorders them.
    /// </summary>
    private Task<(int ExitCode, string Output)> InitialiseAsync(string path, string characters, CancellationToken ct)
    {
        string[] provider =
            binaries.Version.Major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : [];
        return Command.RunAsync(
            runAs.Program(
            [
                binaries.Program("initdb"),
                "-D",
                path,
                $"--username={Owner}",
                "--encoding=UTF8",
                "--locale=C",
                $"--lc-ctype={characters}",
                .. provider, "--data-checksums", "--auth-local=trust", "--auth-host=reject", "--no-instructions",
            ]),
            ct);
    }

    // An initdb that outlived its server may still be at work there, or clearing up by itself: the next start tries
    // again.
    private static void Sweep(string unfinished)
    {
        try
        {
            Directory.Delete(unfinished, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Reason(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ((string[])["FATAL:", "PANIC:", "error:"])
                .SelectMany(mark =>
                    lines
                        .Where(line => line.Contains(mark, StringComparison.Ordinal))
                        .Select(line => line[line.IndexOf(mark, StringComparison.Ordinal)..]))
                .FirstOrDefault()
            ?? lines.LastOrDefault()
            ?? "initdb failed without a word";
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Making a PostgreSQL {Version} data folder in {Folder}")]
        public static partial void Creating(ILogger logger, string folder, Version version);
    }
}
