using Leadline.Storage.Embedded;
using Leadline.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

[assembly: AssemblyFixture(typeof(TestCluster))]

namespace Leadline.Tests.Support;

/// <summary>The PostgreSQL that the tests run on: the one of LEADLINE_TEST_DATABASE, else an embedded one for the run.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private static Task<EmbeddedPostgres>? embedded;
    private static string? dataFolder;
    private static readonly Lock Gate = new();

    internal static async Task<string> ConnectionString() =>
        Environment.GetEnvironmentVariable("LEADLINE_TEST_DATABASE") ?? (await Embedded()).ConnectionString;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (embedded is null)
            return;
        await (await embedded).DisposeAsync();
        Directory.Delete(dataFolder!, recursive: true);
    }

    private static Task<EmbeddedPostgres> Embedded()
    {
        lock (Gate)
        {
            dataFolder ??= Directory.CreateTempSubdirectory("leadline-tests-").FullName;
            return embedded ??= EmbeddedPostgres.StartAsync(dataFolder, NullLogger.Instance, CancellationToken.None);
        }
    }
}
