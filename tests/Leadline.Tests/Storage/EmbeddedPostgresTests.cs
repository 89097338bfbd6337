using System.Diagnostics;
using Leadline.Storage;
using Leadline.Storage.Embedded;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;
using static Leadline.Tests.Storage.EmbeddedFolder;

namespace Leadline.Tests.Storage;

public sealed class EmbeddedPostgresTests
{
    [Fact]
    public async Task A_new_folder_gets_a_durable_private_cluster_and_a_second_start_finds_its_data()
    {
        using var folder = new EmbeddedFolder();
        var halfMade = Directory.CreateDirectory(Path.Combine(folder.Path, "postgres.new-killed"));
        File.WriteAllText(Path.Combine(halfMade.FullName, "PG_VERSION"), "18");

        await using (var postgres = await folder.StartAsync())
        {
            Assert.True(postgres.IsRunning);
            Assert.False(halfMade.Exists && Directory.Exists(halfMade.FullName));
            foreach (var (setting, expected) in ((string, string)[])[
                ("data_checksums", "on"), ("listen_addresses", ""), ("fsync", "on"), ("synchronous_commit", "on"),
                ("full_page_writes", "on"), ("server_encoding", "UTF8"), ("wal_compression", "pglz"), ("jit", "off")])
            {
                Assert.Equal(expected, await AskAsync<string>(postgres, $"SELECT current_setting('{setting}')"));
            }
            await DoAsync(postgres, "CREATE TABLE kept (name text); INSERT INTO kept VALUES ('Zoë')");
        }

        Assert.False(File.Exists(Path.Combine(folder.Cluster, "postmaster.pid")));
        await using var again = await folder.StartAsync();
        Assert.Equal("Zoë", await AskAsync<string>(again, "SELECT name FROM kept"));
        await TextIsComparedByBytesAndLettersOfEveryScriptAreLetters(again);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Cluster));
    }

    private static async Task TextIsComparedByBytesAndLettersOfEveryScriptAreLetters(EmbeddedPostgres postgres)
    {
        Assert.False(await AskAsync<bool>(postgres, "SELECT 'a' < 'B'"));
        Assert.Equal("éà", await AskAsync<string>(postgres, "SELECT lower('ÉÀ')"));
        await DoAsync(postgres, "CREATE EXTENSION pg_trgm");
        Assert.True(await AskAsync<int>(postgres, "SELECT cardinality(show_trgm('अमित'))") > 0);
    }

    [Fact]
    public async Task A_folder_too_deep_for_a_socket_works()
    {
        using var folder = new EmbeddedFolder($"a, b {new string('x', 145)}");
        await using var postgres = await folder.StartAsync();

        Assert.Equal("leadline", await AskAsync<string>(postgres, "SELECT current_database()::text"));
    }

    [Fact]
    public async Task A_second_server_is_refused_a_command_may_join_and_stopping_waits_for_neither()
    {
        using var folder = new EmbeddedFolder();
        Assert.Null(await EmbeddedPostgres.FindRunningAsync(folder.Path, TestContext.Current.CancellationToken));
        var postgres = await folder.StartAsync();

        var refusal = await Assert.ThrowsAsync<StartupException>(folder.StartAsync);
        Assert.Equal($"Another Leadline server already uses the data folder {folder.Path}: stop it, or name another folder with --data.", refusal.Message);

        var joined = await EmbeddedPostgres.FindRunningAsync(folder.Path, TestContext.Current.CancellationToken);
        await using var command = new NpgsqlConnection(joined);
        await command.OpenAsync(TestContext.Current.CancellationToken);
        await using var open = await command.BeginTransactionAsync(TestContext.Current.CancellationToken);

        var clock = Stopwatch.StartNew();
        await postgres.DisposeAsync();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10));
        Assert.False(postgres.IsRunning);
        Assert.Null(await EmbeddedPostgres.FindRunningAsync(folder.Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_value_reaches_the_log_when_statements_fail_or_crash()
    {
        using var folder = new EmbeddedFolder();
        await using (var postgres = await folder.StartAsync())
        {
            await DoAsync(postgres, "CREATE TABLE person (email text PRIMARY KEY); INSERT INTO person VALUES ('secret@example.com')");
            await Assert.ThrowsAsync<PostgresException>(() => DoAsync(postgres, "INSERT INTO person VALUES ('secret@example.com')"));
            await Assert.ThrowsAsync<PostgresException>(() => DoAsync(postgres, "SELECT 'secret'::int"));
            await Assert.ThrowsAsync<PostgresException>(() => DoAsync(postgres, "DO $$ BEGIN RAISE EXCEPTION E'\nLOG:  secret'; END $$"));

            var backend = new TaskCompletionSource<int>();
            var victim = CrashAsync(postgres, backend);
            Libc.Signal(await backend.Task, Libc.Kill);
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => victim);
            await Eventually.Holds(
                () => folder.Lines.Any(line => line.Contains("was terminated by signal 9", StringComparison.Ordinal)));
        }

        Assert.DoesNotContain(folder.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    private static async Task CrashAsync(EmbeddedPostgres postgres, TaskCompletionSource<int> backend)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        backend.SetResult(connection.ProcessID);
        await using var command = new NpgsqlCommand("SELECT 'secret', pg_sleep(60)", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
