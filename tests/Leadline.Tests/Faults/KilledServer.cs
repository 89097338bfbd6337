using Leadline.Storage.Embedded;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Faults;

/// <summary>A server process in a data folder of its own, to be killed under load.</summary>
public abstract class KilledServer : IAsyncLifetime
{
    private readonly string dataFolder = Directory.CreateTempSubdirectory("leadline-kill-").FullName;

    private protected ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = new ServerProcess(dataFolder);
        await Server.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(dataFolder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Kills the server, its PostgreSQL or both, and starts the server again if it was killed.</summary>
    protected async Task Kill(bool server, bool postgres)
    {
        await Server.Kill(server, postgres);
        if (server)
            await Server.Start();
    }

    /// <summary>Waits until so many are acknowledged; fails as soon as a sender did, or the server ended by itself.</summary>
    protected Task Acknowledged(Func<int> count, int goal, Task[] senders) => Eventually.Reached(
        async () =>
        {
            if (Array.Find(senders, sender => sender.IsCompleted) is { } ended)
                await ended;
            Server.ThrowIfEnded();
            return count();
        },
        goal);

    /// <summary>A connection to the database of the running server.</summary>
    private protected async Task<NpgsqlConnection> Connect() =>
        new(await EmbeddedPostgres.FindRunningAsync(dataFolder, CancellationToken.None));
}
