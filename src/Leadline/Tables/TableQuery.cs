using Dapper;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;

namespace Leadline.Tables;

/// <summary>
/// Which rows of a table to read, in which order, and which page of them. No value ever becomes part of the SQL.
/// </summary>
internal sealed class TableQuery
{
    private readonly FieldContext context;
    private int named;

    private TableQuery(Account account, DataTable table, int take)
    {
        (Table, context) = (table, new FieldContext(account.CountryCode, CheckOptions: false));
        Parameters.Add("accountId", table.AccountId);
        Parameters.Add("tableId", table.Id);
        Parameters.Add("take", take);
    }

    public DataTable Table { get; }

    public DynamicParameters Parameters { get; } = new();

    /// <summary>Which rows, where <c>r</c> is the row.</summary>
    public string Filter { get; private set; } = "true";

    /// <summary>Whether it goes on behind the row <c>@after</c>, the last one of the page before.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>What rows are sorted by before the order of making; null for that order alone.</summary>
    public string? Key { get; private set; }

    public bool IsDescending { get; private set; }

    /// <summary>Total: rows with one value are in the order in which they were made.</summary>
    public string Order { get; private set; } = "r.row_id";

    /// <summary>A query, or why it cannot be read.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="table">Of which table.</param>
    /// <param name="filter">What the rows are to meet; null for all.</param>
    /// <param name="sort">A column, with - before it for the largest first; null for the order of making.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    /// <param name="take">How many rows.</param>
    public static Result<TableQuery> Read(
        Account account, DataTable table, RecordFilter? filter, string? sort, Guid? after, int take)
    {
        var query = new TableQuery(account, table, take);
        if (filter is not null)
        {
            var read = query.Condition(filter);
            if (read.Failure is { } unfit)
                return unfit;
            query.Filter = read.Value;
        }

        query.Parameters.Add("after", after);
        query.IsBehind = after is not null;
        query.IsDescending = sort?.StartsWith('-') == true;
        if (string.IsNullOrWhiteSpace(sort))
            return query;
        if (query.Column(sort.TrimStart('-')) is not var (field, sql, kind))
            return UnknownColumn(sort.TrimStart('-'));
        query.Order = $"{FieldFilter.SortExpression(field, sql, kind, query.IsDescending)}, r.row_id";
        query.Key = FieldFilter.SortKey(field, sql, kind);
        return query;
    }

    private Result<string> Condition(RecordFilter filter)
    {
        if (filter is RecordFilter.OfField one)
            return Condition(one);
        var several = (RecordFilter.OfSeveral)filter;
        var terms = new List<string>();
        foreach (var term in several.Terms)
        {
            var read = Condition(term);
            if (read.Failure is not null)
                return read;
            terms.Add(read.Value);
        }

        return terms.Count == 0 ? "true" : $"({string.Join(several.IsAny ? " OR " : " AND ", terms)})";
    }

    private Result<string> Condition(RecordFilter.OfField filter)
    {
        if (Column(filter.Field) is not var (field, sql, kind))
            return UnknownColumn(filter.Field);
        var condition = FieldFilter.For(field, sql, kind, filter.Operator, filter.Value, context);
        if (condition.Failure is { } failure)
            return failure;
        if (condition.Value.Parameter is not { } parameter)
            return condition.Value.Sql;
        var name = $"p{named++}";
        Parameters.Add(name, parameter);
        return condition.Value.Naming(name);
    }

    // Names of columns are letters, digits and underscores.
    private (FieldDefinition Field, string Sql, ColumnKind Kind)? Column(string name) =>
        Table.Find(name) is { } column ? (column, $"""r."values"->>'{column.SchemaName}'""", ColumnKind.Text)
        : name.ToUpperInvariant() switch
        {
            "CREATEDON" => (Moment(name), "r.created_on", ColumnKind.Timestamp),
            "MODIFIEDON" => (Moment(name), "r.modified_on", ColumnKind.Timestamp),
            _ => null,
        };

    private static FieldDefinition Moment(string name) => FieldBodies.New(name, name, FieldType.DateTime);

    private static Failure UnknownColumn(string name) =>
        new(ErrorCode.UnknownAttribute, $"There is no column '{name}'.") { Field = name };
}
