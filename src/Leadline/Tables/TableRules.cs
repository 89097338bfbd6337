using System.Text.Json;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;

namespace Leadline.Tables;

/// <summary>What tables and rows may hold.</summary>
internal static class TableRules
{
    private const int LongestName = 100;
    private const int LongestDescription = 1_000;

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such table.");
    public static readonly Failure UnknownRow = new(ErrorCode.UnknownRecord, "There is no such row.");
    public static readonly Failure Changed = new(
        ErrorCode.VersionMismatch, "It has changed since it was read.");

    public static readonly Failure TooManyRows = new(
        ErrorCode.LimitExceeded, $"A table has at most {DataTable.MostRows} rows.");

    private static readonly FieldNaming Naming = new(
        IsColumnName, $"a letter, and up to {LongestName - 1} letters, digits and underscores");

    /// <summary>A table with what a caller says of it; what is not said stays.</summary>
    public static Result<DataTable> Fill(DataTable before, TableRequest request)
    {
        var name = request.Name?.Trim() ?? before.Name;
        if (name.Length is 0 or > LongestName || !FieldRules.IsStorable(name))
            return new Failure(ErrorCode.InvalidInput, $"A table's name has 1 to {LongestName} characters.")
            {
                Field = "name",
            };
        var description = request.Description ?? before.Description;
        if (description.Length > LongestDescription || !FieldRules.IsStorable(description))
            return new Failure(
                ErrorCode.InvalidInput, $"A description has at most {LongestDescription} characters.")
            {
                Field = "description",
            };
        var columns = request.Columns is null ? Result<IReadOnlyList<FieldDefinition>>.Success(before.Columns)
            : Columns(before, request.Columns);
        if (columns.Failure is { } unfit)
            return unfit;
        if (columns.Value.Count == 0)
            return new Failure(ErrorCode.MissingAttribute, "A table has at least one column.") { Field = "columns" };
        return before with { Name = name, Description = description, Columns = columns.Value };
    }

    /// <summary>
    /// The values of a row, checked in full. Over an earlier row's what is not passed stays, and an empty value clears.
    /// </summary>
    public static Result<IReadOnlyDictionary<string, string>> Read(
        Account account, DataTable table, IEnumerable<KeyValuePair<string, string?>> passed, DataRow? before)
    {
        var values = before is null
            ? table.Columns.Where(column => column.DefaultValue is { Length: > 0 })
                .ToDictionary(column => column.SchemaName, column => column.DefaultValue!)
            : new Dictionary<string, string>(before.Values);
        var context = new FieldContext(account.CountryCode, CheckOptions: true);
        foreach (var (name, value) in passed)
        {
            if (table.Find(name) is not { } column)
                return new Failure(ErrorCode.UnknownAttribute, $"There is no column '{name}'.") { Field = name };
            var isUser = column.Type == FieldType.User && !string.IsNullOrWhiteSpace(value);
            var user = isUser ? UserOf(account, value!.Trim()) : null;
            if (isUser && user is null)
                return new Failure(
                    ErrorCode.InvalidInput, $"'{column.SchemaName}' is not a user's id or e-mail address.")
                {
                    Field = column.SchemaName,
                };
            var coerced = FieldRules.Coerce(column, user?.ToString() ?? value, context);
            if (coerced.Failure is { } unfit)
                return unfit with { Field = column.SchemaName };
            if (coerced.Value is { } kept)
                values[column.SchemaName] = kept;
            else
                values.Remove(column.SchemaName);
        }

        var missing = table.Columns.FirstOrDefault(
            column => column.IsMandatory && !values.ContainsKey(column.SchemaName));
        if (missing is not null)
            return new Failure(ErrorCode.MissingAttribute, $"'{missing.SchemaName}' is mandatory.")
            {
                Field = missing.SchemaName,
            };
        return JsonSerializer.Serialize(values).Length > DataTable.LargestRow
            ? new Failure(ErrorCode.LimitExceeded, $"A row has at most {DataTable.LargestRow} characters.")
            : values;
    }

    private static Guid? UserOf(Account account, string text) =>
        (Guid.TryParse(text, out var id) ? account.Users.GetValueOrDefault(id) : account.FindUser(text))?.Id;

    private static Result<IReadOnlyList<FieldDefinition>> Columns(DataTable before, List<FieldBody> bodies)
    {
        if (bodies.Count > DataTable.MostColumns)
            return new Failure(ErrorCode.LimitExceeded, $"A table has at most {DataTable.MostColumns} columns.")
            {
                Field = "columns",
            };
        var columns = new List<FieldDefinition>();
        foreach (var body in bodies)
        {
            var known = before.Columns.FirstOrDefault(column => column.SchemaName == body.SchemaName);
            var read = known is null
                ? FieldBodies.Read(body, Naming)
                : FieldBodies.Change(known, body, Naming);
            if (read.Failure is { } unfit)
                return unfit with { Field = "columns" };
            if (read.Value.Type is FieldType.FieldSet or FieldType.AutoId or FieldType.File)
                return new Failure(ErrorCode.InvalidInput, "A column is no field set, number of the system or file.")
                {
                    Field = "columns",
                };
            if (columns.Exists(other => other.SchemaName.Equals(
                    read.Value.SchemaName, StringComparison.OrdinalIgnoreCase)))
                return new Failure(ErrorCode.Duplicate, $"The column '{body.SchemaName}' is passed twice.")
                {
                    Field = "columns",
                };
            columns.Add(read.Value);
        }

        return columns;
    }

    private static bool IsColumnName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetter(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
