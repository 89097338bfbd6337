using System.Text;
using CsvHelper;

namespace Leadline.Imports;

/// <summary>Reads the rows of an import from where it has come to.</summary>
internal sealed class ImportReader : IAsyncDisposable
{
    private const int MostBytes = 4 * 1024 * 1024;

    private readonly LeadImport import;
    private readonly CsvReader reader;
    private bool isAtRow;

    public ImportReader(ImportStore store, LeadImport import)
    {
        this.import = import;
        reader = CsvReader.Create(
            new PartStream(store, import, import.ReadTo), Options(import.Format, import.Separator), leaveOpen: false);
    }

    // Counted from where the reader began.
    private long At => import.ReadTo + reader.ByteOffset;

    private long Line => import.Line - 1 + reader.LineNumber;

    /// <summary>
    /// How files are read. A line of NDJSON is a row of one value: JSON has no such separator, save in an escape.
    /// </summary>
    /// <param name="format">What the file is written in.</param>
    /// <param name="separator">What separates values; null has it found out from the first lines.</param>
    public static CsvReaderOptions Options(ImportFormat format, string? separator) => new()
    {
        Mode = format == ImportFormat.NdJson ? CsvMode.NoEscape : CsvMode.Rfc4180,
        Separator = format == ImportFormat.NdJson ? '\u0001' : separator?[0],
        HasHeader = false,
        DetectSeparatorHint = false,
        SkipEmptyLines = true,
        TrackLineNumbers = true,
        MaxRecordSize = ImportLimits.MostRowBytes,
        Encoding = Encoding.UTF8,
        BufferSize = 256 * 1024,
    };

    /// <summary>The next rows, at most so many; of none, when there are none left.</summary>
    /// <exception cref="CsvFormatException">A row is too large, so the rest cannot be told from it.</exception>
    public async ValueTask<ImportBatch> Next(int most, CancellationToken cancellation)
    {
        if (!isAtRow)
        {
            isAtRow = await reader.ReadAsync(cancellation);
            if (isAtRow && import is { ReadTo: 0, Format: ImportFormat.Csv })
                isAtRow = await reader.ReadAsync(cancellation);
        }

        var rows = new List<ImportRow>(isAtRow ? most : 0);
        for (var bytes = 0; isAtRow && rows.Count < most && bytes < MostBytes; bytes += rows[^1].Length)
        {
            rows.Add(Row());
            isAtRow = await reader.ReadAsync(cancellation);
        }

        return isAtRow
            ? new ImportBatch(rows, At, Line, IsLast: false)
            : new ImportBatch(rows, import.Bytes, rows.Count > 0 ? rows[^1].Line + 1 : import.Line, IsLast: true);
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();

    private ImportRow Row()
    {
        var raw = reader.RawRecord;
        if (import.Format == ImportFormat.NdJson)
            return new ImportRow(Line, At, raw.Length) { Json = raw.ToArray() };
        var values = new string[reader.FieldCount];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.GetString(i);
        return new ImportRow(Line, At, raw.Length) { Values = values };
    }
}
