using System.Diagnostics;
using Leadline.Storage.Embedded;
using Leadline.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static Leadline.Tests.Storage.EmbeddedFolder;

namespace Leadline.Tests.Storage;

public sealed class EmbeddedRecoveryTests
{
    [Fact]
    public async Task PostgreSQL_killed_under_a_running_server_is_started_again()
    {
        using var folder = new EmbeddedFolder();
        await using var postgres = await folder.StartAsync();
        await DoAsync(postgres, "CREATE TABLE kept AS SELECT 42 AS number");

        var killed = folder.PostmasterId();
        Libc.Signal(killed, Libc.Kill);
        await Eventually.Holds(() => folder.Lines.Any(
            line => line.StartsWith("Error: PostgreSQL ended unexpectedly", StringComparison.Ordinal)));
        await Eventually.Holds(() => postgres.IsRunning);

        Assert.NotEqual(killed, folder.PostmasterId());
        Assert.Equal(42, await AskAsync<int>(postgres, "SELECT number FROM kept"));
    }

    [Fact]
    public async Task A_postmaster_that_outlived_its_server_is_replaced()
    {
        using var folder = new EmbeddedFolder();
        await using (var first = await folder.StartAsync())
            await DoAsync(first, "CREATE TABLE kept AS SELECT 42 AS number");
        var orphan = await StartOrphanAsync(folder);

        await using var postgres = await folder.StartAsync();

        Assert.True(orphan.Exited.IsCompleted);
        Assert.NotEqual(orphan.ProcessId, folder.PostmasterId());
        Assert.Equal(42, await AskAsync<int>(postgres, "SELECT number FROM kept"));
    }

    [Fact]
    public async Task Lock_files_that_name_a_living_stranger_neither_block_nor_harm_it()
    {
        using var folder = new EmbeddedFolder();
        using var stranger = Process.Start("sleep", "600");
        await using (var first = await folder.StartAsync())
            Assert.True(first.IsRunning);
        foreach (var name in (string[])["postmaster.pid", ".s.PGSQL.5432.lock"])
            File.WriteAllText(Path.Combine(folder.Cluster, name), $"{stranger.Id}\n{folder.Cluster}\n");

        await using (var postgres = await folder.StartAsync())
            Assert.Equal(1, await AskAsync<int>(postgres, "SELECT 1"));

        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    // As it is after kill -9 of the server on a system whose setpriv cannot tie PostgreSQL's life to ours.
    private static async Task<Postmaster> StartOrphanAsync(EmbeddedFolder folder)
    {
        using var data = DataFolder.Open(folder.Path);
        var binaries = await PostgresBinaries.FindAsync(Cluster.MajorOf(data));
        var runAs = await RunAs.ChooseAsync(data, binaries, TestContext.Current.CancellationToken);
        var orphan = await Postmaster.StartAsync(
            runAs.Program(binaries.Program("postgres"), "-D", data.Cluster, "-c", $"config_file={PostgresSettings.FileOf(data)}"),
            binaries,
            NullLogger.Instance);
        await Eventually.Holds(() => File.Exists(Path.Combine(folder.Cluster, ".s.PGSQL.5432")));
        return orphan;
    }
}
