using System.Text;
using System.Text.Json;
using CsvHelper;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;

namespace Leadline.Imports;

/// <summary>What the beginning of a file says of the rest: the columns, and what separates them.</summary>
internal sealed record ImportHeader(string[] Columns, string Separator)
{
    private const int MostColumns = 1_000;

    private static readonly Failure Empty = new(ErrorCode.MalformedBody, "The file is empty.");

    /// <summary>
    /// Reads the header of a CSV file, or the first line of NDJSON. All names that the account has no field for are
    /// told at once.
    /// </summary>
    /// <param name="format">What the file is written in.</param>
    /// <param name="start">The first part of the file.</param>
    /// <param name="catalog">The account's lead fields.</param>
    public static Result<ImportHeader> Read(ImportFormat format, ReadOnlyMemory<byte> start, FieldCatalog catalog)
    {
        try
        {
            using var reader = CsvReader.Create(start, ImportReader.Options(format, separator: null));
            if (!reader.Read())
                return Empty;
            if (format == ImportFormat.NdJson)
                return ReadLine(reader.RawRecord, catalog);
            var columns = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim()).ToArray();
            return Check(columns, catalog) is { } failure
                ? failure
                : new ImportHeader(columns, $"{(char)reader.Separator}");
        }
        catch (CsvFormatException)
        {
            return new Failure(ErrorCode.MalformedBody, "The first line cannot be read as CSV.");
        }
    }

    /// <summary>A column whose name begins with # holds notes for people, and is passed over.</summary>
    public static bool IsNote(string column) => column.StartsWith('#');

    private static Failure? Check(string[] columns, FieldCatalog catalog)
    {
        if (columns.Length > MostColumns)
            return new Failure(ErrorCode.LimitExceeded, $"There are at most {MostColumns} columns.");
        if (Array.IndexOf(columns, "") is >= 0 and var nameless)
            return new Failure(ErrorCode.MalformedBody, $"Column {nameless + 1} of the header has no name.");
        var twice = columns.Where(column => !IsNote(column))
            .CountBy(column => column, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(column => column.Value > 1).Key;
        if (twice is not null)
            return new Failure(ErrorCode.InvalidInput, $"The column '{twice}' is there twice.") { Field = twice };
        return Unknown(columns.Where(column => !IsNote(column)), catalog);
    }

    private static Failure? Unknown(IEnumerable<string> names, FieldCatalog catalog)
    {
        var unknown = names.Where(name => !IsKnown(name, catalog)).ToList();
        return unknown.Count == 0
            ? null
            : new Failure(
                ErrorCode.UnknownAttribute,
                $"There is no lead field '{string.Join("', '", unknown)}'. Columns are named by schema names.");
    }

    private static bool IsKnown(string name, FieldCatalog catalog) =>
        catalog.FindAnyCase(name) is not null
        || LeadColumns.IsUnlisted(name)
        || name.Equals(LeadFieldNames.ProspectId, StringComparison.OrdinalIgnoreCase)
        || name == LeadFieldNames.StageComment;

    private static Result<ImportHeader> ReadLine(ReadOnlySpan<byte> line, FieldCatalog catalog)
    {
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(line));
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return Unknown(json.RootElement.EnumerateObject().Select(member => member.Name), catalog) is { } unknown
                    ? unknown
                    : new ImportHeader([], ",");
        }
        catch (JsonException)
        {
            // As told below.
        }

        return new Failure(ErrorCode.MalformedBody, "The first line is no JSON object.");
    }
}
