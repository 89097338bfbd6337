using Dapper;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;

namespace Leadline.Companies;

/// <summary>
/// Which companies to read, in which order, and which page of them. No value ever becomes part of the SQL.
/// </summary>
internal sealed class CompanyQuery
{
    private static readonly string[] Worded =
    [
        CompanyFieldNames.Name, "AlternateName", "CompanyNumber", "CompanyIdentifier", "EmailAddress", "Phone",
        "Website",
    ];

    private readonly CompanyColumns columns;
    private readonly FieldContext context;
    private int named;

    public CompanyQuery(int accountId, CompanyColumns columns, FieldContext context)
    {
        (AccountId, this.columns, this.context) = (accountId, columns, context);
        Parameters.Add("accountId", accountId);
    }

    public int AccountId { get; }

    /// <summary>What every statement takes.</summary>
    public DynamicParameters Parameters { get; } = new();

    /// <summary>Which companies, where <c>c</c> is the company.</summary>
    public string Filter { get; private set; } = "true";

    /// <summary>Total: those with one value are in the order of their ids.</summary>
    public string Order { get; private set; } = "c.company_id";

    public void Within(RecordScope scope)
    {
        if (scope.IsAll)
            return;
        Parameters.Add("owners", scope.OwnerIds);
        Filter += " AND c.owner_id = ANY(@owners)";
    }

    public void OfType(Guid typeId)
    {
        Parameters.Add("typeId", typeId);
        Filter += " AND c.type_id = @typeId";
    }

    /// <summary>Those with the text in a name, a number or an address.</summary>
    public void WithWords(string words)
    {
        Parameters.Add("words", $"%{words.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%");
        var terms = Worded.Select(name => $"{columns.Find(name)!.Sql} ILIKE @words");
        Filter += $" AND ({string.Join(" OR ", terms)})";
    }

    /// <summary>Those whose ids come after one.</summary>
    public void After(Guid companyId)
    {
        Parameters.Add("after", companyId);
        Filter += " AND c.company_id > @after";
    }

    /// <summary>Narrows the query by a comparison; why not, where it cannot be read.</summary>
    public Failure? Where(string name, string? sqlOperator, string? value)
    {
        if (columns.Find(name) is not { Sql: { } sql } column)
            return UnknownColumn(name);
        var condition = FieldFilter.For(column.Field, sql, column.Kind, sqlOperator, value, context);
        if (condition.Failure is { } failure)
            return failure;
        if (condition.Value.Parameter is not { } parameter)
        {
            Filter += $" AND {condition.Value.Sql}";
            return null;
        }

        var parameterName = $"p{named++}";
        Parameters.Add(parameterName, parameter);
        Filter += $" AND {condition.Value.Naming(parameterName)}";
        return null;
    }

    /// <summary>The page and its order.</summary>
    public Failure? Page(string? sortBy, bool isDescending, long skip, int take)
    {
        Parameters.Add("skip", skip);
        Parameters.Add("take", take);
        if (string.IsNullOrWhiteSpace(sortBy))
            return null;
        if (columns.Find(sortBy.Trim()) is not { Sql: { } sql } column)
            return UnknownColumn(sortBy);
        Order = $"{FieldFilter.SortExpression(column.Field, sql, column.Kind, isDescending)}, c.company_id";
        return null;
    }

    private static Failure UnknownColumn(string name) =>
        new(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {name}.") { Field = name };
}
