using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Cli;

/// <summary>A server in a child process on a database of its own, for tests of the commands beside it.</summary>
public sealed class CommandServer : IAsyncLifetime
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("leadline-cli-");
    private LeadlineProcess server = null!;

    internal string ConnectionString { get; private set; } = "";

    internal Uri Url { get; private set; } = null!;

    internal Credentials Credentials { get; private set; } = null!;

    internal int ProcessId => server.Id;

    internal string Data => root.FullName;

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await TestPostgres.EmptyDatabase();
        (server, Url) = await LeadlineProcess.Serve("--data", Data, "--database", ConnectionString);
        Credentials = LeadlineProcess.Credentials(Data);
    }

    /// <summary>The words of a command on this server's database.</summary>
    internal string[] On(params string[] words) => [.. words, "--data", Data, "--database", ConnectionString];

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await TestPostgres.Drop(ConnectionString);
        root.Delete(recursive: true);
    }
}
