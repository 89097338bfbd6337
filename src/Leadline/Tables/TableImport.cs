using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Tables;

/// <summary>What becomes of the rows of a file.</summary>
internal enum TableImportMode
{
    Create,

    /// <summary>A row whose key is not there is refused.</summary>
    Update,

    CreateOrUpdate,
}

/// <summary>A row of a file that came to nothing.</summary>
internal sealed record RefusedTableRow(long Line, string? Column, string Reason);

/// <summary>What came of a file.</summary>
internal sealed record TableImported(int Created, int Updated, IReadOnlyList<RefusedTableRow> Refused);

/// <summary>
/// Takes the rows of a CSV file into a table: a header of column names, then a row a line. A column whose name begins
/// with # is passed over. Rows that are refused are told; the others go in with one commit.
/// </summary>
internal sealed class TableImport(TableOperations tables, TimeProvider clock)
{
    private const int MostRowBytes = 256 * 1024;

    private static readonly Failure NotText = new(ErrorCode.MalformedBody, "The file is not UTF-8 text.");
    private static readonly Failure NotCsv = new(ErrorCode.MalformedBody, "The file cannot be read as CSV.");
    private static readonly Failure NoKey = new(
        ErrorCode.MissingAttribute, "'key' is missing: the column that says which row of the table is meant.")
    {
        Field = "key",
    };

    public Task<Result<TableImported>> Run(
        Caller caller, NpgsqlConnection? within, Guid tableId, TableImportMode mode, string? key,
        ReadOnlyMemory<byte> file) =>
        tables.ChangeRows<TableImported>(caller, within, tableId, async (connection, table) =>
        {
            var read = Read(caller.Account, table, mode, key, file);
            if (read.Failure is { } unfit)
                return (unfit, default);
            var (keyColumn, lines) = read.Value;
            var known = keyColumn is null
                ? []
                : await TableRowStore.With(
                    connection, table, keyColumn, [.. lines.Select(line => line.Key).OfType<string>().Distinct()]);
            var work = new Work(caller, table, mode, keyColumn, known, clock.Now());
            foreach (var line in lines)
                work.Take(line);
            await TableRowStore.Write(connection, table, caller.User.Id, work.Written);
            var counts = new RowCounts(work.Created, work.Updated, 0);
            return (new TableImported(work.Created, work.Updated, work.Refused), counts);
        });

    private static Result<(string? Key, List<Line> Lines)> Read(
        Account account, DataTable table, TableImportMode mode, string? key, ReadOnlyMemory<byte> file)
    {
        if (!Utf8.IsValid(file.Span) || file.Span.Contains((byte)0))
            return NotText;
        if (mode != TableImportMode.Create && key is null)
            return NoKey;
        var context = new FieldContext(account.CountryCode, CheckOptions: false);
        try
        {
            using var reader = CsvReader.Create(file, Options);
            if (!reader.Read())
                return new Failure(ErrorCode.MalformedBody, "The file is empty.");
            var header = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim()).ToArray();
            var unknown = header.Where(name => !IsNote(name) && table.Find(name) is null).ToList();
            if (unknown.Count > 0)
                return new Failure(ErrorCode.UnknownAttribute, $"There is no column '{string.Join("', '", unknown)}'.");
            var at = key is null ? -1 : Array.FindIndex(
                header, name => name.Equals(key, StringComparison.OrdinalIgnoreCase));
            if (key is not null && (at < 0 || IsNote(key)))
                return new Failure(ErrorCode.InvalidInput, $"The file has no column '{key}'.") { Field = "key" };
            var lines = new List<Line>();
            while (reader.Read())
            {
                if (lines.Count > DataTable.MostRows)
                    return TableRules.TooManyRows;
                var values = new List<KeyValuePair<string, string?>>();
                for (var i = 0; i < Math.Min(reader.FieldCount, header.Length); i++)
                    if (!IsNote(header[i]))
                        values.Add(new(header[i], reader.GetString(i)));
                var keyText = at >= 0 && at < reader.FieldCount
                    ? FieldRules.Coerce(table.Find(key!)!, reader.GetString(at), context).Value
                    : null;
                lines.Add(new Line(reader.LineNumber, keyText, values, reader.FieldCount > header.Length));
            }

            return (key is null ? null : table.Find(key)!.SchemaName, lines);
        }
        catch (CsvFormatException)
        {
            return NotCsv;
        }
    }

    private static bool IsNote(string column) => column.StartsWith('#');

    private static CsvReaderOptions Options => new()
    {
        Mode = CsvMode.Rfc4180,
        HasHeader = false,
        DetectSeparatorHint = false,
        SkipEmptyLines = true,
        TrackLineNumbers = true,
        MaxRecordSize = MostRowBytes,
        Encoding = Encoding.UTF8,
    };

    private sealed record Line(
        long Number, string? Key, List<KeyValuePair<string, string?>> Values, bool IsTooLong);

    private sealed class Work
    {
        private readonly Caller caller;
        private readonly DataTable table;
        private readonly TableImportMode mode;
        private readonly string? key;
        private readonly DateTime now;
        private readonly Dictionary<string, List<DataRow>> byKey = [];
        private readonly Dictionary<Guid, DataRow> written = [];
        private readonly HashSet<Guid> made = [];

        public Work(
            Caller caller, DataTable table, TableImportMode mode, string? key, List<DataRow> known, DateTime now)
        {
            (this.caller, this.table, this.mode, this.key, this.now) = (caller, table, mode, key, now);
            foreach (var row in known)
                Know(row);
        }

        public IReadOnlyList<DataRow> Written => [.. written.Values];

        public int Created => made.Count;

        public int Updated => written.Count - made.Count;

        public List<RefusedTableRow> Refused { get; } = [];

        public void Take(Line line)
        {
            if (Change(line) is { } failure)
                Refused.Add(new RefusedTableRow(line.Number, failure.Field, failure.Message));
        }

        private Failure? Change(Line line)
        {
            if (line.IsTooLong)
                return new Failure(ErrorCode.InvalidInput, "The line has more values than the header has names.");
            var meant = key is null || line.Key is null ? [] : byKey.GetValueOrDefault(line.Key, []);
            if (mode != TableImportMode.Create && meant.Count > 1)
                return new Failure(ErrorCode.Conflict, "Several rows have the key.") { Field = key };
            if (mode == TableImportMode.Update && meant.Count == 0)
                return new Failure(ErrorCode.UnknownRecord, "No row has the key.") { Field = key };
            if (mode == TableImportMode.Create && meant.Count > 0)
                return new Failure(ErrorCode.Duplicate, "A row has the key already.") { Field = key };
            var before = meant.Count > 0 ? meant[0] : null;
            var values = TableRules.Read(caller.Account, table, line.Values, before);
            if (values.Failure is { } unfit)
                return unfit;
            var isNew = before is null || made.Contains(before.Id);
            var row = new DataRow
            {
                Id = before?.Id ?? Ids.New(),
                Values = values.Value,
                Version = isNew ? 1 : written.ContainsKey(before!.Id) ? before.Version : before.Version + 1,
                CreatedOn = before?.CreatedOn ?? now,
                ModifiedOn = now,
            };
            written[row.Id] = row;
            if (before is null)
                made.Add(row.Id);
            else
                meant.RemoveAt(0);
            Know(row);
            return null;
        }

        private void Know(DataRow row)
        {
            if (key is null || !row.Values.TryGetValue(key, out var value))
                return;
            if (!byKey.TryGetValue(value, out var rows))
                byKey[value] = rows = [];
            rows.Add(row);
        }
    }
}
