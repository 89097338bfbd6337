using System.Text.Json;

namespace Leadline.Cli.Backups;

/// <summary>
/// What a backup holds: <c>manifest.json</c> in its zip. Beside it stand <c>manifest.sha256</c>, and for each table
/// <c>tables/{name}.copy</c>, its rows in PostgreSQL's COPY text format.
/// </summary>
internal sealed record BackupManifest(
    int Format,
    DateTime TakenOn,
    string Server,
    IReadOnlyList<BackupMigration> Migrations,
    IReadOnlyList<BackupTable> Tables)
{
    /// <summary>The format that this server writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 1;

    public const string EntryName = "manifest.json";
    public const string ChecksumEntryName = "manifest.sha256";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public long Rows => Tables.Sum(table => table.Rows);
}

/// <summary>A migration that the database held.</summary>
internal sealed record BackupMigration(int Number, string Name, string Checksum);

/// <summary>One table's rows: how many, in how many bytes, with which SHA-256.</summary>
internal sealed record BackupTable(string Name, IReadOnlyList<string> Columns, long Rows, long Bytes, string Sha256)
{
    public string EntryName => $"tables/{Name}.copy";

    /// <summary>The table with its columns, as COPY names them.</summary>
    public string Target => $"{Quote(Name)} ({string.Join(", ", Columns.Select(Quote))})";

    /// <summary>All rows; unlike a table's name, a query may be copied out of a partitioned table as well.</summary>
    public string Query => $"SELECT {string.Join(", ", Columns.Select(Quote))} FROM {Quote(Name)}";

    public static string Quote(string identifier) =>
        $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
