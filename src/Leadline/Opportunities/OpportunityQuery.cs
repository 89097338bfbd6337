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
    private int named;

    /// <summary>All opportunities of an account, of one type where <paramref name="eventCode"/> says so.</summary>
    public OpportunityQuery(int accountId, int? eventCode, OpportunityColumns columns, FieldContext context)
    {
        (AccountId, this.columns, this.context) = (accountId, columns, context);
        parameters.Add("accountId", accountId);
        parameters.Add("eventCode", eventCode ?? ActivityType.FirstOpportunityCode);
        Filter = $"a.event_code {(eventCode is null ? ">=" : "=")} @eventCode";
    }

    public int AccountId { get; }

    /// <summary>What every statement takes.</summary>
    public DynamicParameters Parameters => parameters;

    /// <summary>Which opportunities, where <c>a</c> is the opportunity and <c>l</c> its lead.</summary>
    public string Filter { get; private set; }

    /// <summary>The lead is needed.</summary>
    public bool JoinsLead { get; private set; }

    /// <summary>Total: those with one value are in the order of their ids.</summary>
    public string Order { get; private set; } = "";

    /// <summary>Those of one lead.</summary>
    public void OfLead(Guid leadId)
    {
        parameters.Add("leadId", leadId);
        Filter += " AND a.lead_id = @leadId";
    }

    /// <summary>The page and its order; a column that does not exist leaves the order by creation.</summary>
    public void Page(string? sortBy, bool isDescending, long skip, int take)
    {
        var order = (sortBy is null ? null : columns.Find(sortBy)) ?? columns.Find(OpportunityColumns.CreatedOn)!;
        Order = $"{order.SortExpression(isDescending)}, a.activity_id {(isDescending ? "DESC" : "ASC")}";
        JoinsLead |= order.IsOfLead;
        parameters.Add("skip", skip);
        parameters.Add("take", take);
    }

    /// <summary>Narrows the query by what <see cref="Condition"/> made.</summary>
    public void Where(string condition) => Filter += $" AND ({condition})";

    /// <summary>The SQL of one comparison, its value among the parameters.</summary>
    public Result<string> Condition(string name, bool isOfLead, string sqlOperator, string? value)
    {
        if ((isOfLead ? columns.OfLead(name) : columns.Find(name)) is not { } column)
            return Failure.InvalidParameter($"'{name}' is no field to search by.");
        var condition = FieldFilter.For(column.Field, column.Sql, column.Kind, sqlOperator, value, context);
        if (condition.Failure is { } failure)
            return failure;
        JoinsLead |= column.IsOfLead;
        if (condition.Value.Parameter is not { } parameter)
            return condition.Value.Sql;
        var parameterName = $"p{named++}";
        parameters.Add(parameterName, parameter);
        return condition.Value.Naming(parameterName);
    }
}
