using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Leadline.Storage.Embedded;

/// <summary>
/// The server's private PostgreSQL: a child process with its data in the data folder, reached by a Unix socket alone.
/// It is started again when it dies, and stopped within 10 seconds by <see cref="DisposeAsync"/>.
/// </summary>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly DataFolder folder;
    private readonly ClusterSocket socket;
    private readonly PostgresBinaries binaries;
    private readonly RunAs runAs;
    private readonly OrphanedPostgres leftover;
    private readonly DiskReserve reserve;
    private readonly ILogger logger;
    private Task supervision = Task.CompletedTask;
    private Task watch = Task.CompletedTask;
    private volatile bool isRunning;

    private EmbeddedPostgres(
        DataFolder folder, ClusterSocket socket, PostgresBinaries binaries, RunAs runAs, ILogger logger)
    {
        (this.folder, this.socket, this.binaries, this.runAs, this.logger) = (folder, socket, binaries, runAs, logger);
        leftover = new OrphanedPostgres(folder, binaries, runAs, logger);
        reserve = new DiskReserve(folder, logger);
    }

    /// <summary>For Npgsql, in this process. Needs no password: only we may enter the socket's folder.</summary>
    public string ConnectionString => socket.ConnectionString(ClusterSocket.Database);

    public Version Version => binaries.Version;

    /// <summary>True while the disk has too little room to write.</summary>
    public bool IsDiskShort => reserve.IsShort;

    /// <summary>False from the moment PostgreSQL has died until its replacement takes connections.</summary>
    public bool IsRunning => isRunning;

    /// <summary>Returns when the database <c>leadline</c> takes connections, after crash recovery if need be.</summary>
    /// <exception cref="StartupException">The folder is in use or unusable, or there is no PostgreSQL that can run on
    /// it.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(string dataFolder, ILogger logger, CancellationToken ct)
    {
        var home = DataFolder.Open(Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder)));
        try
        {
            return await StartAsync(home, logger, ct);
        }
        catch (Exception failure)
        {
            home.Dispose();
            if (failure is IOException or UnauthorizedAccessException or NpgsqlException)
                throw new StartupException($"PostgreSQL cannot start in {home.Path}: {failure.Message}", failure);
            throw;
        }
    }

    /// <summary>
    /// The connection string of the PostgreSQL that another process's running server keeps in this data folder, or null
    /// when none answers: for commands beside a server.
    /// </summary>
    public static Task<string?> FindRunningAsync(string dataFolder, CancellationToken ct) =>
        ClusterSocket.FindAsync(
            DataFolder.ClusterOf(Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder))), ct);

    /// <summary>Whether a server has kept its data in this folder before.</summary>
    public static bool HasData(string dataFolder) =>
        Directory.Exists(DataFolder.ClusterOf(Path.GetFullPath(dataFolder)));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(supervision, watch);
        socket.Dispose();
        folder.Dispose();
        stopping.Dispose();
    }

    private static async Task<EmbeddedPostgres> StartAsync(DataFolder home, ILogger logger, CancellationToken ct)
    {
        var found = await PostgresBinaries.FindAsync(Cluster.MajorOf(home));
        var user = await RunAs.ChooseAsync(home, found, ct);
        await new Cluster(home, found, user, logger).EnsureAsync(ct);
        PostgresSettings.Write(home);

        var server = new EmbeddedPostgres(home, new ClusterSocket(home.Cluster), found, user, logger);
        try
        {
            server.reserve.Look();
            var postmaster = await server.LaunchAsync(ct);
            server.watch = server.reserve.WatchAsync(server.stopping.Token);
            server.supervision = Task.Run(() => server.SuperviseAsync(postmaster), CancellationToken.None);
            return server;
        }
        catch
        {
            server.socket.Dispose();
            throw;
        }
    }

    private async Task SuperviseAsync(Postmaster? postmaster)
    {
        for (var failures = 0; ; failures++)
        {
            if (postmaster is not null && await WatchAsync(postmaster) > TimeSpan.FromMinutes(1))
                failures = 0;
            if (stopping.IsCancellationRequested)
            {
                await (postmaster?.StopAsync() ?? Task.CompletedTask);
                return;
            }
            if (failures > 0)
                await Task.WhenAny(
                    Task.Delay(TimeSpan.FromSeconds(Math.Min(5, 0.1 * failures * failures)), stopping.Token));
            postmaster = await RelaunchAsync();
        }
    }

    /// <summary>Waits until PostgreSQL dies or we are to stop it, and says how long that took.</summary>
    private async Task<TimeSpan> WatchAsync(Postmaster postmaster)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAny(postmaster.Exited, Task.Delay(Timeout.Infinite, stopping.Token));
        isRunning = false;
        if (!stopping.IsCancellationRequested)
            Log.Died(logger, postmaster.ExitCode);
        return clock.Elapsed;
    }

    private async Task<Postmaster?> RelaunchAsync()
    {
        try
        {
            return await LaunchAsync(stopping.Token);
        }
        catch (Exception failure)
        {
            if (!stopping.IsCancellationRequested)
                Log.CannotRestart(logger, failure.Message);
            return null;
        }
    }

    private async Task<Postmaster> LaunchAsync(CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        await leftover.ClearAsync(ct);
        var postmaster = await Postmaster.StartAsync(
            runAs.Daemon(
                binaries.Program("postgres"),
                "-D",
                folder.Cluster,
                "-c",
                $"config_file={PostgresSettings.FileOf(folder)}"),
            binaries,
            logger);
        try
        {
            if (!await socket.EnsureDatabaseAsync(postmaster.Exited, ct))
                throw new StartupException(
                    $"PostgreSQL cannot start in {folder.Path}: {await postmaster.LastWordsAsync()}");
        }
        catch
        {
            await postmaster.StopAsync();
            throw;
        }
        postmaster.Accepting();
        isRunning = true;
        Log.Ready(logger, Version, postmaster.ProcessId, clock.ElapsedMilliseconds);
        return postmaster;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "PostgreSQL {Version} is ready (process {Process}, {Milliseconds} ms)")]
        public static partial void Ready(ILogger logger, Version version, int process, long milliseconds);

        [LoggerMessage(LogLevel.Error, "PostgreSQL ended unexpectedly with code {ExitCode}: starting it again")]
        public static partial void Died(ILogger logger, int exitCode);

        [LoggerMessage(LogLevel.Error, "PostgreSQL cannot be started again, trying on: {Reason}")]
        public static partial void CannotRestart(ILogger logger, string reason);
    }
}
