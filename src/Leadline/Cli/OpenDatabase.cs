using Leadline.Storage;
using Leadline.Storage.Embedded;
using Leadline.Storage.Migrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Leadline.Cli;

/// <summary>The database of a server or of one command, with the embedded PostgreSQL if it is that.</summary>
internal sealed class OpenDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgres? embedded;

    private OpenDatabase(string connectionString, EmbeddedPostgres? embedded)
    {
        Database = Connect(connectionString, new DiskSpace(() => embedded?.IsDiskShort == true));
        this.embedded = embedded;
    }

    public Database Database { get; }

    /// <summary>This process runs the database, so nobody else uses it.</summary>
    public bool IsOurs => embedded is not null;

    /// <summary>For a server: the named database, else the data folder's own PostgreSQL, held until disposal.</summary>
    public static async Task<OpenDatabase> ForServer(
        ServerOptions options, ILogger logger, CancellationToken cancellation)
    {
        if (options.Database is { } connectionString)
            return new OpenDatabase(connectionString, embedded: null);
        var postgres = await EmbeddedPostgres.StartAsync(options.DataFolder, logger, cancellation);
        return new OpenDatabase(postgres.ConnectionString, postgres);
    }

    /// <summary>For a command: beside a running server through that one's PostgreSQL, else as a server would.</summary>
    public static async Task<OpenDatabase> ForCommand(ServerOptions options, CancellationToken cancellation) =>
        options.Database is null
        && await EmbeddedPostgres.FindRunningAsync(options.DataFolder, cancellation) is { } running
            ? new OpenDatabase(running, embedded: null)
            : await ForServer(options, NullLogger.Instance, cancellation);

    /// <summary>As <see cref="ForCommand"/>, on data that are there.</summary>
    public static Task<OpenDatabase> ForCommandOnData(ServerOptions options, CancellationToken cancellation) =>
        options.Database is null && !EmbeddedPostgres.HasData(options.DataFolder)
            ? throw new StartupException(
                $"There is no data in {options.DataFolder}: start the server once, or name the folder with --data.")
            : ForCommand(options, cancellation);

    /// <summary>As <see cref="ForCommandOnData"/>, and the data are of this server's schema.</summary>
    public static async Task<OpenDatabase> ForCommandOnCurrentData(
        ServerOptions options, CancellationToken cancellation)
    {
        var open = await ForCommandOnData(options, cancellation);
        try
        {
            if ((await Migrator.Pending(open.Database, Migrations(), cancellation)).Count > 0)
                throw new StartupException(
                    "The database is not at the schema of this version: start this version's server once.");
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    public static IReadOnlyList<Migration> Migrations() => Migration.In(typeof(OpenDatabase).Assembly);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (embedded is not null)
            await embedded.DisposeAsync();
    }

    // The parser's own message may quote a piece of a password.
    private static Database Connect(string connectionString, DiskSpace space)
    {
        try
        {
            return new Database(connectionString, space);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new StartupException(
                "--database is not a connection string such as "
                + "\"Host=db;Username=leadline;Password=...;Database=leadline\".",
                exception);
        }
    }
}
