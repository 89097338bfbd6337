using Leadline.Storage.Embedded;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Cli;

/// <summary>A server in a child process on a database of its own, for tests of the commands beside it.</summary>
public class CommandServer : IAsyncLifetime
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("leadline-cli-");
    private LeadlineProcess server = null!;

    internal string ConnectionString { get; private protected set; } = "";

    internal Uri Url { get; private set; } = null!;

    internal Credentials Credentials { get; private set; } = null!;

    internal int ProcessId => server.Id;

    internal string Data => root.FullName;

    /// <summary>How the server and the commands find the database.</summary>
    internal virtual string[] Place => ["--data", Data, "--database", ConnectionString];

    public virtual async ValueTask InitializeAsync()
    {
        ConnectionString = await TestPostgres.EmptyDatabase();
        await Serve();
    }

    /// <summary>The words of a command on this server's database.</summary>
    internal string[] On(params string[] words) => [.. words, .. Place];

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Stop();
        await TestPostgres.Drop(ConnectionString);
    }

    private protected async Task Serve()
    {
        (server, Url) = await LeadlineProcess.Serve(Place);
        Credentials = LeadlineProcess.Credentials(Data);
    }

    private protected async Task Stop()
    {
        await server.DisposeAsync();
        root.Delete(recursive: true);
    }
}

/// <summary>One with a PostgreSQL of its own, as an operator has who names none.</summary>
public sealed class EmbeddedCommandServer : CommandServer
{
    internal override string[] Place => ["--data", Data];

    public override async ValueTask InitializeAsync()
    {
        await Serve();
        ConnectionString = (await EmbeddedPostgres.FindRunningAsync(Data, TestContext.Current.CancellationToken))!;
    }

    public override async ValueTask DisposeAsync() => await Stop();
}
