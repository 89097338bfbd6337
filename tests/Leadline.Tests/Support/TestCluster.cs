using Leadline.Storage;
using Leadline.Storage.Embedded;
using Leadline.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(TestCluster))]

namespace Leadline.Tests.Support;

/// <summary>The PostgreSQL that the tests run on: the one of LEADLINE_TEST_DATABASE, else an embedded one for the run.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private const string FolderName = "leadline-tests-";

    // Nothing here has to outlast the machine: what is durable is tested on clusters of its own (Faults, Storage, ServeTests).
    private static readonly string[] Settings =
        ["fsync = off", "max_connections = 400", "shared_buffers = '256MB'"];

    private static readonly Lazy<Task<EmbeddedPostgres>> Embedded = new(Start);
    private static string? dataFolder;

    internal static async Task<string> ConnectionString() =>
        Environment.GetEnvironmentVariable("LEADLINE_TEST_DATABASE") ?? (await Embedded.Value).ConnectionString;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (!Embedded.IsValueCreated)
            return;
        await (await Embedded.Value).DisposeAsync();
        Directory.Delete(dataFolder!, recursive: true);
    }

    private static async Task<EmbeddedPostgres> Start()
    {
        Sweep();
        dataFolder = Directory.CreateTempSubdirectory(FolderName).FullName;
        await using (var first = await EmbeddedPostgres.StartAsync(dataFolder, NullLogger.Instance, CancellationToken.None))
        {
            await using var connection = new NpgsqlConnection(first.ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            foreach (var setting in Settings)
                await using (var command = new NpgsqlCommand($"ALTER SYSTEM SET {setting}", connection))
                    await command.ExecuteNonQueryAsync();
        }

        return await EmbeddedPostgres.StartAsync(dataFolder, NullLogger.Instance, CancellationToken.None);
    }

    /// <summary>Deletes what runs left that were interrupted: nobody holds its lock.</summary>
    private static void Sweep()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), FolderName + "*"))
            try
            {
                if (Directory.GetCreationTimeUtc(folder) > DateTime.UtcNow.AddMinutes(-10))
                    continue;
                DataFolder.Open(folder).Dispose();
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception failure) when (failure is StartupException or IOException or UnauthorizedAccessException)
            {
                // In use, or another user's.
            }
    }
}
