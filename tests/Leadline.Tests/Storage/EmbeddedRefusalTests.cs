using Leadline.Storage;
using Leadline.Storage.Embedded;
using Xunit;

namespace Leadline.Tests.Storage;

public sealed class EmbeddedRefusalTests
{
    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named_in_one_line()
    {
        using var folder = new EmbeddedFolder("file/data");
        File.WriteAllText(Path.GetDirectoryName(folder.Path)!, "in the way");

        var refusal = await Assert.ThrowsAsync<StartupException>(folder.StartAsync);

        Assert.StartsWith($"The data folder {folder.Path} cannot be written: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task A_cluster_of_another_major_version_is_left_alone()
    {
        using var folder = new EmbeddedFolder();
        Directory.CreateDirectory(folder.Cluster);
        File.WriteAllText(Path.Combine(folder.Cluster, "PG_VERSION"), "12\n");

        var refusal = await Assert.ThrowsAsync<StartupException>(folder.StartAsync);

        Assert.StartsWith($"The data in {folder.Cluster} is of PostgreSQL 12, but ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_something_else_is_left_alone_and_can_be_tried_again()
    {
        using var folder = new EmbeddedFolder();
        var photo = Path.Combine(Directory.CreateDirectory(folder.Cluster).FullName, "photo.jpg");
        File.WriteAllText(photo, "");

        var refusal = await Assert.ThrowsAsync<StartupException>(folder.StartAsync);
        Assert.StartsWith($"{folder.Cluster} is not a PostgreSQL data folder", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(photo));

        // The refusal has let go of the folder's lock.
        Assert.Equal(refusal.Message, (await Assert.ThrowsAsync<StartupException>(folder.StartAsync)).Message);
    }

    [Fact]
    public async Task A_damaged_cluster_is_refused_with_PostgreSQLs_own_words()
    {
        using var folder = new EmbeddedFolder();
        await using (var first = await folder.StartAsync())
            Assert.True(first.IsRunning);
        File.Delete(Path.Combine(folder.Cluster, "global", "pg_control"));

        var refusal = await Assert.ThrowsAsync<StartupException>(folder.StartAsync);

        Assert.Equal($"PostgreSQL cannot start in {folder.Path}: postgres: could not find the database system", refusal.Message);
    }

    [Theory]
    [InlineData("echo 'postgres (PostgreSQL) 16.3'", "16.3")]
    [InlineData("echo 'postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)'", "15.18")]
    [InlineData("echo 'postgres (PostgreSQL) 19beta1'", "19.0")]
    [InlineData("echo 'postgres (PostgreSQL) 14.9'", null)]
    [InlineData("exit 127", null)]
    public async Task Only_binaries_that_run_and_are_new_enough_are_taken(string script, string? version)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("the stand-in is a shell script");
        using var folder = new EmbeddedFolder();
        Directory.CreateDirectory(folder.Path);
        foreach (var name in (string[])["postgres", "initdb"])
        {
            var file = Path.Combine(folder.Path, name);
            File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Equal(version, (await PostgresBinaries.ProbeAsync(folder.Path))?.Version.ToString());
    }

    [Theory]
    [InlineData(512L << 20, 8L << 30, "shared_buffers = 128MB", "work_mem = 16MB", "max_wal_size = 1024MB")]
    [InlineData(4L << 30, 1L << 30, "shared_buffers = 1024MB", "work_mem = 16MB", "max_wal_size = 256MB")]
    [InlineData(64L << 30, 1L << 40, "shared_buffers = 2048MB", "work_mem = 32MB", "max_wal_size = 4096MB")]
    public void Sizes_follow_the_machine(long memory, long freeDisk, params string[] expected)
    {
        var lines = PostgresSettings.Text(memory, freeDisk).Split('\n');

        Assert.All(expected, line => Assert.Contains(line, lines));
    }
}
