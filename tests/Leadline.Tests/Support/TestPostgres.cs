using Leadline.Storage;
using Leadline.Storage.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Leadline.Tests.Support;

/// <summary>The PostgreSQL of the test run, and databases made from one migrated template.</summary>
internal static class TestPostgres
{
    private const int MostDrops = 12;

    private static readonly Lazy<Task<string>> Template = new(MakeTemplate);
    private static readonly Lazy<Task<string>> Strategy = new(FastestCopy);
    private static readonly string Run = Guid.NewGuid().ToString("N")[..8];
    private static int made;

    /// <summary>A connection string for a new database with the schema and no rows.</summary>
    public static async Task<string> NewDatabase()
    {
        var template = await Template.Value;
        var name = $"test_{Run}_{Interlocked.Increment(ref made)}";
        await Execute($"CREATE DATABASE {name} TEMPLATE {template} STRATEGY {await Strategy.Value}");
        return await ConnectionString(name);
    }

    /// <summary>A connection string for a new database without anything.</summary>
    public static async Task<string> EmptyDatabase()
    {
        var name = $"test_{Run}_{Interlocked.Increment(ref made)}";
        await Execute($"CREATE DATABASE {name} STRATEGY {await Strategy.Value}");
        return await ConnectionString(name);
    }

    public static async Task Drop(string connectionString)
    {
        var drop = $"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Execute(drop);
                return;
            }
            catch (PostgresException exception)
                when (exception.SqlState == PostgresErrorCodes.ObjectInUse && attempt < MostDrops)
            {
                // PostgreSQL gives the sessions that it ends five seconds to go: too few where the machine is busy.
            }
        }
    }

    private static async Task<string> MakeTemplate()
    {
        var name = $"test_{Run}_template";
        await Execute($"CREATE DATABASE {name}");
        await using var database = new Database(await ConnectionString(name) + ";Pooling=false");
        await Migrator.Apply(database, Migration.In(typeof(Server).Assembly), NullLogger.Instance);
        return name;
    }

    // A lane keeps its connection, and a server that uses every feature has fourteen of them on two cores.
    private static async Task<string> ConnectionString(string name) =>
        new NpgsqlConnectionStringBuilder(await TestCluster.ConnectionString()) { Database = name, MaxPoolSize = 16 }.ConnectionString;

    // Copying files costs a fifth of writing each page to the log, but waits for the disk, where that is waited for at all.
    private static async Task<string> FastestCopy() => await Execute("SHOW fsync") is "off" ? "FILE_COPY" : "WAL_LOG";

    private static async Task<object?> Execute(string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(await TestCluster.ConnectionString()) { Pooling = false, Timeout = 60 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync();
    }
}
