using Dapper;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform.Errors;

namespace Leadline.Opportunities;

/// <summary>
/// Which opportunities to read, in which order, and which page of them. No value ever becomes part of the SQL.
/// </summary>
internal sealed class OpportunityQuery
{
    private readonly DynamicParameters parameters = new();
    private readonly OpportunityColumns columns;
    private readonly FieldContext context;
    private string filter;
    private bool joinsLead;
    private int named;

    /// <summary>All opportunities of an account, of one type where <paramref name="eventCode"/> says so.</summary>
    public OpportunityQuery(int accountId, int? eventCode, OpportunityColumns columns, FieldContext context)
    {
        (AccountId, this.columns, this.context) = (accountId, columns, context);
        parameters.Add("accountId", accountId);
        parameters.Add("eventCode", eventCode ?? ActivityType.FirstOpportunityCode);
        filter = $"a.event_code {(eventCode is null ? ">=" : "=")} @eventCode";
    }

    public int AccountId { get; }

    /// <summary>What every statement takes.</summary>
    public DynamicParameters Parameters => parameters;

    public string CountSql => $"SELECT count(*) FROM activity a {Join} WHERE a.account_id = @accountId AND {filter}";

    public string PageSql =>
        $"""
        SELECT {ActivityReads.Columns} FROM activity a {Join}
        WHERE a.account_id = @accountId AND {filter}
        ORDER BY {Order}, a.activity_id {(descending ? "DESC" : "ASC")}
        LIMIT @take OFFSET @skip
        """;

    private string Join => joinsLead ? "JOIN lead l ON l.account_id = a.account_id AND l.lead_id = a.lead_id" : "";

    private OpportunityColumn order = null!;
    private bool descending;

    private string Order => order.SortExpression(descending);

    /// <summary>Those of one lead.</summary>
    public void OfLead(Guid leadId)
    {
        parameters.Add("leadId", leadId);
        filter += " AND a.lead_id = @leadId";
    }

    /// <summary>The page and its order; a column that does not exist leaves the order by creation.</summary>
    public void Page(string? sortBy, bool isDescending, long skip, int take)
    {
        order = (sortBy is null ? null : columns.Find(sortBy)) ?? columns.Find(OpportunityColumns.CreatedOn)!;
        descending = isDescending;
        joinsLead |= order.IsOfLead;
        parameters.Add("skip", skip);
        parameters.Add("take", take);
    }

    /// <summary>Narrows the query by what <see cref="Condition"/> made.</summary>
    public void Where(string condition) => filter += $" AND ({condition})";

    /// <summary>The SQL of one comparison, its value among the parameters.</summary>
    public Result<string> Condition(string name, bool isOfLead, string sqlOperator, string? value)
    {
        if ((isOfLead ? columns.OfLead(name) : columns.Find(name)) is not { } column)
            return Failure.InvalidParameter($"'{name}' is no field to search by.");
        var condition = FieldFilter.For(column.Field, column.Sql, column.Kind, sqlOperator, value, context);
        if (condition.Failure is { } failure)
            return failure;
        joinsLead |= column.IsOfLead;
        if (condition.Value.Parameter is not { } parameter)
            return condition.Value.Sql;
        var parameterName = $"p{named++}";
        parameters.Add(parameterName, parameter);
        return condition.Value.Sql.Replace("@value", $"@{parameterName}", StringComparison.Ordinal);
    }
}
