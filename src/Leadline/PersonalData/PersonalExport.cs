using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Leadline.PersonalData;

/// <summary>
/// Writes a person's data into one ZIP: a JSON file for each kind of record, and the files themselves.
/// </summary>
internal sealed partial class PersonalExport(PersonalDataStore data)
{
    private const int LongestName = 120;

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes it; <paramref name="done"/> is told how many of the kinds are.</summary>
    public async Task Write(
        PersonalRequest request,
        PersonalTraces traces,
        IReadOnlyDictionary<string, long> held,
        Stream to,
        Func<int, int, Task> done,
        CancellationToken cancellation)
    {
        await using var zip = await ZipArchive.CreateAsync(
            to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation);
        await using (var about = await zip.CreateEntry("about.json").OpenAsync(cancellation))
            await JsonSerializer.SerializeAsync(
                about,
                new { request = request.RequestId, on = request.CreatedOn, leads = request.LeadIds, records = held },
                Indented,
                cancellation);
        var tables = PersonalTableStore.All;
        for (var i = 0; i < tables.Count; i++)
        {
            await WriteRecords(zip, request.AccountId, tables[i], traces, cancellation);
            if (tables[i].Content is not null)
                await data.ReadFiles(
                    request.AccountId,
                    tables[i],
                    traces,
                    (name, content) => WriteFile(zip, name, content),
                    cancellation);
            await done(i + 1, tables.Count);
        }

        await WriteStoredFiles(zip, request.AccountId, traces, cancellation);
    }

    private async Task WriteRecords(
        ZipArchive zip, int accountId, PersonalTable table, PersonalTraces traces, CancellationToken cancellation)
    {
        StreamWriter? writer = null;
        try
        {
            await data.Read(accountId, table, traces, async record =>
            {
                var between = writer is null ? "[\n" : ",\n";
                writer ??= new StreamWriter(await zip.CreateEntry($"{table.Kind}.json").OpenAsync(cancellation));
                await writer.WriteAsync(between + record);
            }, cancellation);
            if (writer is not null)
                await writer.WriteAsync("\n]\n");
        }
        finally
        {
            if (writer is not null)
                await writer.DisposeAsync();
        }
    }

    private async Task WriteStoredFiles(
        ZipArchive zip, int accountId, PersonalTraces traces, CancellationToken cancellation)
    {
        (string Name, Stream Content)? open = null;
        try
        {
            await data.ReadStoredFiles(accountId, traces, async (name, content) =>
            {
                if (open?.Name != name)
                {
                    if (open is not null)
                        await open.Value.Content.DisposeAsync();
                    open = (name, await zip.CreateEntry(Path(name)).OpenAsync(cancellation));
                }

                await open.Value.Content.WriteAsync(content, cancellation);
            }, cancellation);
        }
        finally
        {
            if (open is not null)
                await open.Value.Content.DisposeAsync();
        }
    }

    private static async Task WriteFile(ZipArchive zip, string name, byte[] content)
    {
        await using var file = await zip.CreateEntry(Path(name)).OpenAsync();
        await file.WriteAsync(content);
    }

    /// <summary>A name that is safe on whatever system the file is unpacked.</summary>
    private static string Path(string name)
    {
        var safe = Unsafe().Replace(name, "_").TrimEnd('.', ' ');
        return $"files/{(safe.Length > LongestName ? safe[..LongestName] : safe)}";
    }

    [GeneratedRegex("""[\\/:*?"<>|\p{C}]""")]
    private static partial Regex Unsafe();
}
