using CsvHelper;

namespace Leadline.Platform;

/// <summary>Records as lines of CSV.</summary>
internal static class CsvText
{
    /// <summary>The records in UTF-8; null is an empty value.</summary>
    public static async Task<byte[]> Of(IEnumerable<IEnumerable<string?>> records)
    {
        using var file = new MemoryStream();
        await using (var csv = CsvWriter.Create(file, new CsvWriterOptions(), leaveOpen: true))
            foreach (var record in records)
                await csv.WriteRecordAsync([.. record.Select(value => value ?? "")]);
        return file.ToArray();
    }
}
