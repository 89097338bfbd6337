using System.Data;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Cli.Backups;

/// <summary>
/// Writes the whole database into one file, as it stood at one moment, while servers go on. Memory stays constant.
/// </summary>
internal static class BackupWriter
{
    /// <summary>What servers make from the other tables, and make again where it lacks: left out.</summary>
    public static readonly string[] Derived = ["lead_index", "lead_segment", "lead_segment_part", "lead_segment_chunk"];

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes beside the file and renames it when whole, so the name never stands for half a backup.</summary>
    public static async Task<BackupManifest> Write(Database database, string path, CancellationToken cancellation)
    {
        var partial = path + ".partial";
        File.Delete(partial);
        try
        {
            BackupManifest manifest;
            await using (var file = Create(partial))
            {
                await using (
                    var archive = await ZipArchive.CreateAsync(
                        file, ZipArchiveMode.Create, leaveOpen: true, null, cancellation))
                    manifest = await Write(database, archive, cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
            return manifest;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    private static async Task<BackupManifest> Write(
        Database database, ZipArchive archive, CancellationToken cancellation)
    {
        await using var connection = await BulkConnection.Open(database, cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await connection.ExecuteAsync("SET TRANSACTION READ ONLY");

        var tables = new List<BackupTable>();
        foreach (var table in await Tables(connection))
            tables.Add(await Copy(connection, archive, table, cancellation));
        var migrations = await connection.QueryAsync<BackupMigration>(
            "SELECT number AS Number, name AS Name, checksum AS Checksum FROM schema_migration ORDER BY number");
        var manifest = new BackupManifest(
            BackupManifest.CurrentFormat, DateTime.UtcNow, ServerVersion.Text, [.. migrations], tables);
        await Add(archive, manifest, cancellation);
        return manifest;
    }

    /// <summary>
    /// Every table that is not derived, partitioned ones as a whole, and the columns that are data. A transaction
    /// number (xid8) means something only in the cluster that gave it: the restoring transaction's takes its place, by
    /// the column's default.
    /// </summary>
    private static async Task<List<BackupTable>> Tables(NpgsqlConnection connection)
    {
        var columns = await connection.QueryAsync<(string Table, string Column)>(
            """
            SELECT c.relname::text, a.attname::text
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND a.atttypid <> 'xid8'::regtype
              AND c.relname <> ALL(@Derived)
            ORDER BY c.relname, a.attnum
            """,
            new { Derived });
        return
        [
            .. from column in columns
               group column.Column by column.Table into table
               select new BackupTable(table.Key, [.. table], Rows: 0, Bytes: 0, Sha256: "")
        ];
    }

    private static async Task<BackupTable> Copy(
        NpgsqlConnection connection, ZipArchive archive, BackupTable table, CancellationToken cancellation)
    {
        var entry = archive.CreateEntry(table.EntryName, CompressionLevel.Fastest);
        await using var target = await entry.OpenAsync(cancellation);
        await using var rows = await connection.BeginTextExportAsync($"COPY ({table.Query}) TO STDOUT", cancellation);
        var (count, bytes, sha256) = await RowDigest.Copy(((StreamReader)rows).BaseStream, target, cancellation);
        return table with { Rows = count, Bytes = bytes, Sha256 = sha256 };
    }

    private static async Task Add(ZipArchive archive, BackupManifest manifest, CancellationToken cancellation)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, BackupManifest.Json);
        await using (var entry = await archive.CreateEntry(BackupManifest.EntryName).OpenAsync(cancellation))
            await entry.WriteAsync(json, cancellation);
        await using (var entry = await archive.CreateEntry(BackupManifest.ChecksumEntryName).OpenAsync(cancellation))
            await entry.WriteAsync(
                System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json))), cancellation);
    }
}
