using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Leadline.Storage.Migrations;

/// <summary>
/// Brings a database to the schema of this server: forward only, one node at a time, each file in its own transaction.
/// </summary>
public static partial class Migrator
{
    private const long LockKey = 0x4C_45_41_44; // "LEAD": one migration at a time per database

    public static async Task Apply(
        Database database,
        IReadOnlyList<Migration> migrations,
        ILogger logger,
        CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        await RequireVersion15(connection);
        await connection.ExecuteAsync("SELECT pg_advisory_lock(@LockKey)", new { LockKey });
        try
        {
            var applied = await Applied(connection);
            Check(migrations, applied);
            foreach (var migration in migrations.Where(migration => !applied.ContainsKey(migration.Number)))
            {
                await Run(connection, migration);
                Log.Applied(logger, migration.Name);
            }
        }
        finally
        {
            await connection.ExecuteAsync("SELECT pg_advisory_unlock(@LockKey)", new { LockKey });
        }
    }

    /// <summary>The migrations that the database lacks. Changes nothing.</summary>
    public static async Task<IReadOnlyList<Migration>> Pending(
        Database database, IReadOnlyList<Migration> migrations, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        if (await connection.ExecuteScalarAsync<string?>("SELECT to_regclass('schema_migration')::text") is null)
            return migrations;
        var applied = await Read(connection);
        Check(migrations, applied);
        return [.. migrations.Where(migration => !applied.ContainsKey(migration.Number))];
    }

    /// <summary>The number of the newest migration that the database holds; 0 for an empty one.</summary>
    public static async Task<int> Version(Database database)
    {
        await using var connection = await database.OpenAcrossAccounts();
        return (await Applied(connection)).Keys.DefaultIfEmpty().Max();
    }

    /// <summary>
    /// Makes the schema of these migrations in an empty database, in the transaction that the connection is in.
    /// </summary>
    public static async Task Create(NpgsqlConnection connection, IReadOnlyList<Migration> migrations)
    {
        await RequireVersion15(connection);
        await Applied(connection);
        foreach (var migration in migrations)
            await Execute(connection, migration);
    }

    private static async Task RequireVersion15(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < 15)
            throw new StartupException(
                $"PostgreSQL 15 or later is needed; this one is {connection.PostgreSqlVersion}.");
        if (await connection.ExecuteScalarAsync<string>("SHOW server_encoding") is var encoding and not "UTF8")
            throw new StartupException($"The database must be encoded in UTF8; this one is {encoding}.");
    }

    private static async Task<Dictionary<int, (string Name, string Checksum)>> Applied(NpgsqlConnection connection)
    {
        await connection.ExecuteAsync(
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                number integer PRIMARY KEY,
                name text NOT NULL,
                checksum text NOT NULL,
                applied_on timestamptz NOT NULL DEFAULT now())
            """);
        return await Read(connection);
    }

    private static async Task<Dictionary<int, (string Name, string Checksum)>> Read(NpgsqlConnection connection)
    {
        var rows = await connection.QueryAsync<(int Number, string Name, string Checksum)>(
            "SELECT number, name, checksum FROM schema_migration");
        return rows.ToDictionary(row => row.Number, row => (row.Name, row.Checksum));
    }

    private static void Check(
        IReadOnlyList<Migration> migrations, Dictionary<int, (string Name, string Checksum)> applied)
    {
        var known = migrations.ToDictionary(migration => migration.Number);
        foreach (var (number, (name, checksum)) in applied)
        {
            if (!known.TryGetValue(number, out var migration))
                throw new StartupException(
                    $"The database holds migration {name}, which this server does not know: it was made by a "
                    + "newer Leadline. Start that version, or restore a backup.");
            if (migration.Checksum != checksum)
                throw new StartupException(
                    $"Migration {name} differs from the one that made this database: the server's files were altered.");
        }
    }

    private static async Task Run(NpgsqlConnection connection, Migration migration)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, migration);
        await transaction.CommitAsync();
    }

    private static async Task Execute(NpgsqlConnection connection, Migration migration)
    {
        await connection.ExecuteAsync(migration.Sql, commandTimeout: 0);
        await connection.ExecuteAsync(
            "INSERT INTO schema_migration (number, name, checksum) VALUES (@Number, @Name, @Checksum)",
            new { migration.Number, migration.Name, migration.Checksum });
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Applied migration {Migration}")]
        public static partial void Applied(ILogger logger, string migration);
    }
}
