using Leadline.Fields;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Tables;

/// <summary>
/// Dropdowns of leads, activities and opportunities whose options are the values of a column. The options are kept in
/// the field itself, and change with the commit that changes the rows.
/// </summary>
internal sealed class TableDropdowns(FieldOperations fields)
{
    /// <summary>Options of one dropdown, counted once for each value of its parent.</summary>
    public const int MostOptions = 5_000;

    private const string ActivityPrefix = "activity/";

    private static readonly Failure TooMany = new(
        ErrorCode.LimitExceeded, $"A column that a dropdown takes its options from has at most {MostOptions} values.");

    private static readonly Failure TooLong = new(
        ErrorCode.InvalidInput,
        $"A dropdown takes its options from values of at most {FieldOptions.LongestOption} characters.");

    /// <summary>The dropdowns that take their options from a table.</summary>
    public async Task<IReadOnlyList<TableDropdown>> Of(DataTable table) => Of(await fields.Get(table.AccountId), table);

    /// <summary>
    /// What a dropdown offers beside a value of its parent; all options where it has no parent, or no value is given.
    /// </summary>
    public async Task<Result<IReadOnlyList<string>>> Options(int accountId, string owner, string field, string? parent)
    {
        if ((await fields.Get(accountId)).Catalog(owner).FindAnyCase(field) is not { } found || !IsDropdown(found))
            return new Failure(ErrorCode.UnknownRecord, "There is no such dropdown.");
        return Result<IReadOnlyList<string>>.Success(
            parent is not null && found.Source is { ParentField: not null } source
                ? source.Beside(parent)
                : found.Options);
    }

    /// <summary>
    /// Why columns of a table have to stay, the table itself where none are named; null where they need not.
    /// </summary>
    public async Task<Failure?> Using(NpgsqlConnection connection, DataTable table, string[]? columns)
    {
        var used = Of(await fields.Load(connection, table.AccountId), table).FirstOrDefault(
            dropdown => columns is null || columns.Contains(dropdown.Column)
                || columns.Contains(dropdown.ParentColumn));
        return used is null
            ? null
            : new Failure(
                ErrorCode.Conflict, $"The dropdown {used.Field} of {used.Owner} takes its options from here.");
    }

    public async Task<Result<TableDropdown>> Set(NpgsqlConnection connection, DataTable table, TableDropdown dropdown)
    {
        if (Check(await fields.Load(connection, table.AccountId), table, dropdown) is { } unfit)
            return unfit;
        var source = new OptionSource
        {
            TableId = table.Id,
            Column = table.Find(dropdown.Column)!.SchemaName,
            ParentField = dropdown.ParentField,
            ParentColumn = dropdown.ParentColumn is { } parent ? table.Find(parent)!.SchemaName : null,
        };
        return await Fill(connection, table, dropdown.Owner, dropdown.Field, source) is { } refusal
            ? refusal
            : dropdown;
    }

    public async Task<Result<TableDropdown>> Remove(
        NpgsqlConnection connection, DataTable table, string owner, string field)
    {
        var used = Of(await fields.Load(connection, table.AccountId), table).FirstOrDefault(
            dropdown => dropdown.Owner == owner && dropdown.Field == field);
        if (used is null)
            return new Failure(ErrorCode.UnknownRecord, "There is no such dropdown.");
        var changed = await fields.Edit(
            table.AccountId, connection, owner, field, kept => kept with { Source = null });
        return changed.Failure is { } failure ? failure : used;
    }

    /// <summary>Has the dropdowns of a table follow its rows.</summary>
    public async Task<Failure?> Refresh(NpgsqlConnection connection, DataTable table)
    {
        var definitions = await fields.Load(connection, table.AccountId);
        foreach (var (owner, field, _, _, _) in Of(definitions, table))
            if (await Fill(connection, table, owner, field, definitions.Catalog(owner).Find(field)!.Source!)
                is { } refusal)
                return refusal;
        return null;
    }

    private async Task<Failure?> Fill(
        NpgsqlConnection connection, DataTable table, string owner, string field, OptionSource source)
    {
        var pairs = await TableRowStore.Pairs(
            connection, table, source.Column, source.ParentColumn, MostOptions + 1);
        if (pairs.Count > MostOptions)
            return TooMany;
        if (pairs.Exists(pair => pair.Value.Length > FieldOptions.LongestOption))
            return TooLong;
        IReadOnlyDictionary<string, IReadOnlyList<string>> byParent = source.ParentColumn is null
            ? new Dictionary<string, IReadOnlyList<string>>()
            : pairs.Where(pair => !string.IsNullOrEmpty(pair.Parent)).GroupBy(pair => pair.Parent!).ToDictionary(
                pair => pair.Key, IReadOnlyList<string> (pair) => [.. pair.Select(one => one.Value)]);
        string[] options = [.. pairs.Select(pair => pair.Value).Distinct(StringComparer.Ordinal)];
        return (await fields.Edit(
            table.AccountId,
            connection,
            owner,
            field,
            kept => kept with { Options = options, Source = source with { ByParent = byParent } })).Failure;
    }

    private static Failure? Check(AccountFields definitions, DataTable table, TableDropdown dropdown)
    {
        if (dropdown.Owner != AccountFields.LeadOwner
            && !dropdown.Owner.StartsWith(ActivityPrefix, StringComparison.Ordinal))
            return Invalid("owner", "lead, or activity/ and the code of an activity or opportunity type");
        var catalog = definitions.Catalog(dropdown.Owner);
        if (catalog.Find(dropdown.Field) is not { } field || !IsDropdown(field))
            return Invalid("field", "the schema name of a dropdown");
        if (field.Source is { } source && source.TableId != table.Id)
            return new Failure(ErrorCode.Conflict, "The dropdown takes its options from another table.");
        if (table.Find(dropdown.Column) is null)
            return Invalid("column", "the name of a column");
        if (dropdown.ParentField is null != dropdown.ParentColumn is null)
            return Invalid("parentColumn", "a column where there is a parentField, and none otherwise");
        if (dropdown.ParentField is { } parent && (catalog.Find(parent) is null || parent == dropdown.Field))
            return Invalid("parentField", "the schema name of another field");
        return dropdown.ParentColumn is { } column && table.Find(column) is null
            ? Invalid("parentColumn", "the name of a column")
            : null;
    }

    private static IReadOnlyList<TableDropdown> Of(AccountFields definitions, DataTable table) =>
    [
        .. from owner in definitions.ByOwner
           orderby owner.Key
           from field in owner.Value.Fields
           where field.Source?.TableId == table.Id
           select new TableDropdown(
               owner.Key, field.SchemaName, field.Source!.Column, field.Source.ParentField, field.Source.ParentColumn),
    ];

    private static bool IsDropdown(FieldDefinition field) =>
        field.Type is FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.MultiSelect;

    private static Failure Invalid(string member, string expected) =>
        new(ErrorCode.InvalidInput, $"'{member}' is not valid: {expected} expected.") { Field = member };
}
