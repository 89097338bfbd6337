using System.Diagnostics;

namespace Leadline.Storage.Embedded;

/// <summary>
/// The user that PostgreSQL's programs run as: ourselves, or, since PostgreSQL refuses to run as root, an unprivileged
/// one.
/// </summary>
internal sealed class RunAs
{
    private readonly string? owner;
    private readonly string[] program;
    private readonly string[] daemon;

    private RunAs(string? owner, string[] switchUser, bool diesWithParent)
    {
        this.owner = owner;
        program = switchUser is [] ? [] : [.. switchUser, "--"];
        daemon =
        [
            .. Exists("setsid") ? ["setsid"] : Array.Empty<string>(),
            .. diesWithParent ? [.. switchUser is [] ? ["setpriv"] : switchUser, "--pdeathsig=INT", "--"] : program,
        ];
    }

    public static async Task<RunAs> ChooseAsync(DataFolder folder, PostgresBinaries binaries, CancellationToken ct)
    {
        // Busybox has a setpriv with neither option.
        var setpriv = Exists("setpriv")
            ? (await Command.RunAsync(Command.StartInfo(["setpriv", "--help"]), ct)).Output
            : "";
        var diesWithParent = setpriv.Contains("--pdeathsig", StringComparison.Ordinal);
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return new RunAs(null, [], diesWithParent);
        if (!setpriv.Contains("--reuid", StringComparison.Ordinal))
            throw new StartupException(
                "As root, starting PostgreSQL needs the program setpriv (package util-linux): install it, or run "
                + "the server as another user.");

        var (user, group) = await OwnerAsync(folder, ct);
        foreach (var capability in (string[])["", "dac_read_search", "dac_override"])
        {
            string[] switchUser =
            [
                "setpriv",
                $"--reuid={user}",
                $"--regid={group}",
                "--clear-groups",
                .. Passing(capability),
            ];
            if (await ReachesAsync(switchUser, folder, binaries, ct))
                return new RunAs($"{user}:{group}", switchUser, diesWithParent);
        }
        throw new StartupException(
            $"PostgreSQL runs as user {user}, since it refuses root, and that user cannot reach {folder.Path} or "
            + $"{binaries.Folder}: "
                + "open the folders above them (chmod o+x), or run the server as another user.");
    }

    public ProcessStartInfo Program(params string[] words) => Command.StartInfo([.. program, .. words]);

    /// <summary>
    /// A program in a session of its own, so that Ctrl-C in our terminal reaches only us, who stop it after the last
    /// request. Where the system can, it is interrupted when the thread that starts it ends, and so when we are killed.
    /// </summary>
    public ProcessStartInfo Daemon(params string[] words) => Command.StartInfo([.. daemon, .. words]);

    /// <summary>Makes a folder that only PostgreSQL's user may enter.</summary>
    public async Task CreateFolderAsync(string path, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (
            owner is not null
            && await Command.RunAsync(Command.StartInfo(["chown", owner, path]), ct) is (not 0, var output))
            throw new StartupException($"{path} cannot be given to PostgreSQL's user: {output.Trim()}");
    }

    // Whoever owns the cluster, else the data folder, unless that is root; else nobody.
    private static async Task<(string User, string Group)> OwnerAsync(DataFolder folder, CancellationToken ct)
    {
        foreach (var path in (string[])[folder.Cluster, folder.Path])
        {
            var (exitCode, output) = await Command.RunAsync(Command.StartInfo(["stat", "-L", "-c", "%u %g", path]), ct);
            if (exitCode == 0 && output.Trim().Split(' ') is [not "0", _] ids)
                return (ids[0], ids[1]);
        }
        var nobody = File.ReadLines("/etc/passwd")
            .FirstOrDefault(line => line.StartsWith("nobody:", StringComparison.Ordinal));
        return nobody?.Split(':') is [_, _, var user, var group, ..] ? (user, group) : ("65534", "65534");
    }

    // A clone or a data folder below /root is closed to everyone else. A capability to pass through folders, and
    // nothing else of root's powers, opens it; without the securebit, access(2), by which PostgreSQL finds its files,
    // would not heed it. Containers often withhold the first capability but grant the second, which also lets
    // PostgreSQL write anywhere.
    private static string[] Passing(string capability) => capability.Length == 0
        ? []
        : [$"--inh-caps=+{capability}", $"--ambient-caps=+{capability}", "--securebits=+no_setuid_fixup"];

    private static async Task<bool> ReachesAsync(
        string[] switchUser, DataFolder folder, PostgresBinaries binaries, CancellationToken ct)
    {
        string[] test = ["sh", "-c", "test -x \"$0\" && cd \"$1\"", binaries.Program("postgres"), folder.Path];
        return (await Command.RunAsync(Command.StartInfo([.. switchUser, "--", .. test]), ct)).ExitCode == 0;
    }

    private static bool Exists(string program) => !OperatingSystem.IsWindows()
        && Environment.GetEnvironmentVariable("PATH") is { } path
        && path.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
