using System.Net;
using System.Net.Sockets;
using Leadline.Storage;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Cli;

/// <summary>Whatever an operator can get wrong is told in one line, with exit code 1 and without a stack trace.</summary>
public sealed class StartFailureTests
{
    [Theory]
    [InlineData("--log-level", "loud", "--log-level is trace")]
    [InlineData("--log", "xml", "--log is plain or json")]
    [InlineData("--rate-limit", "maybe", "--rate-limit is on or off")]
    [InlineData("--urls", "8080", "--urls is a list of addresses")]
    [InlineData("--urls", "https://127.0.0.1:8443", "TLS is a proxy's")]
    [InlineData("--otlp", "collector", "--otlp is an address")]
    [InlineData("--data", "", "--data must not be empty")]
    [InlineData("--data", "/proc/leadline", "The data folder /proc/leadline cannot be written")]
    [InlineData("--data", "/dev/null/data", "The data folder /dev/null/data cannot be written")]
    [InlineData("--database", "Host=127.0.0.1;Port=1;Username=x;Database=x", "The database cannot be reached")]
    [InlineData("--database", "nonsense;Password=hidden", "--database is not a connection string")]
    [InlineData("--port", "8080", "Unrecognized command or argument '--port'")]
    [InlineData("serv", "", "Unrecognized command or argument 'serv'")]
    public Task A_wrong_option(string option, string value, string said) => Refused(said, option, value);

    [Fact]
    public async Task A_port_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        var database = await TestPostgres.NewDatabase();
        await Refused($"{url} is in use by another program", "--database", database, "--urls", url);
        await TestPostgres.Drop(database);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://localhost:{0}")]
    [InlineData("http://127.0.0.1:0;http://127.0.0.1:{0}")]
    [InlineData("http://0.0.0.0:{0}")]
    [InlineData("http://*:{0}")]
    public async Task A10_a_port_in_use_is_found_before_a_database_is_made(string urls)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var folder = Path.Combine(Path.GetTempPath(), $"leadline-{Guid.NewGuid():N}");
        var database = await TestPostgres.EmptyDatabase();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await Refused("is in use by another program", "--data", folder, "--urls", string.Format(urls, port));
        await Refused("is in use by another program", "--database", database, "--urls", string.Format(urls, port));

        Assert.False(Directory.Exists(folder));
        await Execute(database, "DO $$ BEGIN ASSERT to_regclass('schema_migration') IS NULL; END $$");
        await TestPostgres.Drop(database);
    }

    [Fact]
    public async Task A_database_of_a_newer_server()
    {
        var connectionString = await TestPostgres.NewDatabase();
        await Execute(connectionString, "INSERT INTO schema_migration (number, name, checksum) VALUES (9999, '9999_later', '')");
        await Refused("The database holds migration 9999_later, which this server does not know", "--database", connectionString);
        await TestPostgres.Drop(connectionString);
    }

    [Fact]
    public async Task A_database_that_is_not_there()
    {
        var connectionString = new NpgsqlConnectionStringBuilder(await TestCluster.ConnectionString()) { Database = "nowhere" };
        await Refused("The database refused: database \"nowhere\" does not exist", "--database", connectionString.ConnectionString);
    }

    [Fact]
    public Task A_command_on_a_folder_without_data() =>
        Refused("There is no data in /tmp/leadline-nothing-here", "account", "list", "--data", "/tmp/leadline-nothing-here");

    internal static async Task Execute(string connectionString, string sql)
    {
        await using var database = new Database(connectionString + ";Pooling=false");
        await using var connection = await database.OpenAcrossAccounts();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    internal static async Task Refused(string said, params string[] words)
    {
        var (exitCode, _, errors) = await LeadlineProcess.Run(words);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("leadline: ", errors, StringComparison.Ordinal);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n'));
        Assert.DoesNotContain("hidden", errors, StringComparison.Ordinal);
    }
}
