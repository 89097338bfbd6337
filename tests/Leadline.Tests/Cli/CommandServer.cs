using Leadline.Storage.Embedded;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Cli;

/// <summary>A server in a child process on a database of its own, for tests of the commands beside it.</summary>
public class CommandServer : IAsyncLifetime
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("leadline-cli-");
    private LeadlineProcess server = null!;

    internal string ConnectionString { get; private set; } = "";

    internal Uri Url { get; private set; } = null!;

    internal Credentials Credentials { get; private set; } = null!;

    internal int ProcessId => server.Id;

    internal string Data => root.FullName;

    /// <summary>With a PostgreSQL of its own, as an operator has who names none.</summary>
    private protected virtual bool IsEmbedded => false;

    private string[] Place => IsEmbedded ? ["--data", Data] : ["--data", Data, "--database", ConnectionString];

    public async ValueTask InitializeAsync()
    {
        if (!IsEmbedded)
            ConnectionString = await TestPostgres.EmptyDatabase();
        (server, Url) = await LeadlineProcess.Serve(Place);
        Credentials = LeadlineProcess.Credentials(Data);
        if (IsEmbedded)
            ConnectionString = (await EmbeddedPostgres.FindRunningAsync(Data, TestContext.Current.CancellationToken))!;
    }

    /// <summary>The words of a command on this server's database.</summary>
    internal string[] On(params string[] words) => [.. words, .. Place];

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        if (!IsEmbedded)
            await TestPostgres.Drop(ConnectionString);
        root.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>One with its own PostgreSQL, durable as the server starts it.</summary>
public sealed class EmbeddedCommandServer : CommandServer
{
    private protected override bool IsEmbedded => true;
}
