using System.Data;
using Dapper;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Leadline.Cli.Backups;

/// <summary>Brings a backup into an empty database: all of it, or nothing.</summary>
internal static class BackupRestore
{
    public static async Task Restore(
        Database database, BackupFile backup, IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        var schema = SchemaOf(backup.Manifest, migrations);
        await using (var connection = await BulkConnection.Open(database, cancellation))
        {
            await RequireEmpty(connection);
            await backup.Verify(cancellation);

            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await Migrator.Create(connection, schema);
            // What the migrations themselves put into tables is in the backup too.
            await connection.ExecuteAsync(
                "TRUNCATE TABLE "
                + string.Join(", ", backup.Manifest.Tables.Select(table => BackupTable.Quote(table.Name))));
            foreach (var table in backup.Manifest.Tables)
                await Load(connection, backup, table, cancellation);
            await connection.ExecuteAsync("ANALYZE", commandType: CommandType.Text);
            await transaction.CommitAsync(cancellation);
        }

        await Migrator.Apply(database, migrations, NullLogger.Instance, cancellation);
    }

    /// <summary>The migrations that made the backup's tables; all must be known here, and unaltered.</summary>
    private static List<Migration> SchemaOf(BackupManifest manifest, IReadOnlyList<Migration> migrations)
    {
        var known = migrations.ToDictionary(migration => migration.Number);
        var schema = new List<Migration>();
        foreach (var held in manifest.Migrations)
        {
            if (!known.TryGetValue(held.Number, out var migration))
                throw new StartupException(
                    $"The backup holds migration {held.Name}, which this server does not know: it was made by a "
                    + $"newer Leadline ({manifest.Server}).");
            if (migration.Checksum != held.Checksum)
                throw new StartupException(
                    $"The backup's migration {held.Name} differs from this server's: it cannot be restored here.");
            schema.Add(migration);
        }

        return schema;
    }

    private static async Task RequireEmpty(NpgsqlConnection connection)
    {
        var tables = await connection.ExecuteScalarAsync<int>(
            """
            SELECT count(*)::int FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
            """);
        if (tables > 0)
            throw new StartupException(
                "The database holds tables already, and a backup is restored into an empty one: name a new "
                + "folder with --data, or an empty database with --database.");
    }

    private static async Task Load(
        NpgsqlConnection connection, BackupFile backup, BackupTable table, CancellationToken cancellation)
    {
        await using var rows = backup.OpenTable(table);
        await using var import = await connection.BeginTextImportAsync($"COPY {table.Target} FROM STDIN", cancellation);
        await rows.CopyToAsync(((StreamWriter)import).BaseStream, 128 * 1024, cancellation);
    }
}
