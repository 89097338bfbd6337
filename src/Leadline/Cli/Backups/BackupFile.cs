using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Leadline.Storage;

namespace Leadline.Cli.Backups;

/// <summary>A backup to read. Whatever is wrong with the file is told in one line that names it.</summary>
internal sealed class BackupFile : IDisposable
{
    private readonly string path;
    private readonly ZipArchive archive;

    private BackupFile(string path, ZipArchive archive, BackupManifest manifest) =>
        (this.path, this.archive, Manifest) = (path, archive, manifest);

    public BackupManifest Manifest { get; }

    public static BackupFile Open(string path)
    {
        var file = File.OpenRead(path);
        try
        {
            var zip = new ZipArchive(file, ZipArchiveMode.Read);
            return new BackupFile(path, zip, ReadManifest(path, zip));
        }
        catch (Exception exception)
        {
            file.Dispose();
            if (exception is StartupException)
                throw;
            throw new StartupException(
                $"{path} is not a backup of Leadline, or is damaged: nothing was restored.", exception);
        }
    }

    /// <summary>Reads everything once and compares it with the manifest, before a row of it is used.</summary>
    public async Task Verify(CancellationToken cancellation)
    {
        foreach (var table in Manifest.Tables)
        {
            try
            {
                await using var rows = OpenTable(table);
                if (await RowDigest.Copy(rows, Stream.Null, cancellation) != (table.Rows, table.Bytes, table.Sha256))
                    throw new InvalidDataException("The checksum differs.");
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new StartupException(
                    $"{path} is damaged in the rows of {table.Name}: nothing was restored.", exception);
            }
        }
    }

    public Stream OpenTable(BackupTable table) => Entry(archive, table.EntryName).Open();

    public void Dispose() => archive.Dispose();

    private static BackupManifest ReadManifest(string path, ZipArchive archive)
    {
        var json = Bytes(archive, BackupManifest.EntryName);
        var checksum = System.Text.Encoding.ASCII.GetString(Bytes(archive, BackupManifest.ChecksumEntryName));
        if (checksum != Convert.ToHexStringLower(SHA256.HashData(json)))
            throw new InvalidDataException("The manifest's checksum differs.");
        var manifest = JsonSerializer.Deserialize<BackupManifest>(json, BackupManifest.Json)!;
        return manifest.Format is > 0 and <= BackupManifest.CurrentFormat
            ? manifest
            : throw new StartupException(
                $"{path} has backup format {manifest.Format}, made by a newer Leadline ({manifest.Server}).");
    }

    private static byte[] Bytes(ZipArchive archive, string name)
    {
        using var entry = Entry(archive, name).Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static ZipArchiveEntry Entry(ZipArchive archive, string name) =>
        archive.GetEntry(name) ?? throw new InvalidDataException($"There is no {name}.");
}
