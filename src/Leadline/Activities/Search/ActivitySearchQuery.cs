using Dapper;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Leads.Search;
using Leadline.Platform.Errors;

namespace Leadline.Activities.Search;

/// <summary>
/// Which activities of a type, or which opportunities, to read by the values of their fields, in which order, and which
/// page of them. No value ever becomes part of the SQL.
/// </summary>
internal sealed class ActivitySearchQuery
{
    public static readonly Failure BadCursor = new(
        ErrorCode.InvalidInput, "'after' is not where a page of this order ended.")
    {
        Field = "after",
    };

    private readonly DynamicParameters parameters = new();
    private readonly ActivityColumns columns;
    private readonly FieldContext context;
    private int named;

    /// <summary>Those of one type; without <paramref name="eventCode"/>, all opportunities of the account.</summary>
    public ActivitySearchQuery(int accountId, int? eventCode, ActivityColumns columns, FieldContext context)
    {
        (AccountId, this.columns, this.context) = (accountId, columns, context);
        parameters.Add("accountId", accountId);
        parameters.Add("eventCode", eventCode ?? ActivityType.FirstOpportunityCode);
        Filter = $"a.event_code {(eventCode is null ? ">=" : "=")} @eventCode";
    }

    public int AccountId { get; }

    /// <summary>What every statement takes.</summary>
    public DynamicParameters Parameters => parameters;

    /// <summary>Which ones, where <c>a</c> is the activity and <c>l</c> its lead.</summary>
    public string Filter { get; private set; }

    /// <summary>The lead is needed.</summary>
    public bool JoinsLead { get; private set; }

    /// <summary>Total: those with one value are in the order of their ids.</summary>
    public string Order { get; private set; } = "";

    /// <summary>What <see cref="PageBehind"/> puts them in order by.</summary>
    public string SortKey { get; private set; } = "";

    /// <summary>Those of one lead.</summary>
    public void OfLead(Guid leadId)
    {
        parameters.Add("leadId", leadId);
        Filter += " AND a.lead_id = @leadId";
    }

    /// <summary>The page and its order; a column that does not exist leaves the order by creation.</summary>
    public void Page(string? sortBy, bool isDescending, long skip, int take)
    {
        var order = (sortBy is null ? null : columns.Find(sortBy)) ?? columns.Find(ActivityColumns.CreatedOn)!;
        Order = $"{order.SortExpression(isDescending)}, a.activity_id {(isDescending ? "DESC" : "ASC")}";
        JoinsLead |= order.IsOfLead;
        parameters.Add("skip", skip);
        parameters.Add("take", take);
    }

    /// <summary>
    /// Those behind an activity, where the order is by when they happened, the latest first. Nothing is behind one that
    /// is not there.
    /// </summary>
    public void Behind(Guid activityId)
    {
        parameters.Add("behind", activityId);
        Filter += $" AND {ActivityReadStore.IsBehind("@behind")}";
    }

    /// <summary>
    /// The page behind the place where one ended, in the order of any column; a failure where there is no such column,
    /// or the place is none of its.
    /// </summary>
    public Failure? PageBehind(string sortBy, bool isDescending, LeadCursor? after, int take)
    {
        if (columns.Find(sortBy) is not { } column)
            return new Failure(ErrorCode.UnknownAttribute, $"There is no field '{sortBy}'.") { Field = "sort" };
        var isOrdered = column is { Kind: ColumnKind.Timestamp, IsOfLead: false };
        var order = new LeadOrder(
            new LeadColumn(column.Field, column.Sql, column.Kind, Print: null, isOrdered), isDescending);
        if (after is not null)
        {
            if (!order.Fits(after))
                return BadCursor;
            Filter += $" AND {order.Behind(after, "a.activity_id")}";
            parameters.Add("afterKey", after.Key);
            parameters.Add("afterId", after.LeadId);
        }

        JoinsLead |= column.IsOfLead;
        SortKey = order.Key;
        Order = order.By(order.Key, "a.activity_id");
        parameters.Add("take", take);
        return null;
    }

    /// <summary>The SQL of a field's value as a number, null where it is none.</summary>
    public string NumberSql(string name) =>
        columns.Find(name) is { } column ? FieldFilter.SortKey(column.Field, column.Sql, column.Kind) : "NULL";

    /// <summary>Narrows the query by what <see cref="Condition"/> made.</summary>
    public void Where(string condition) => Filter += $" AND ({condition})";

    /// <summary>The SQL of a filter of Leadline's own API, its values among the parameters.</summary>
    public Result<string> Condition(RecordFilter filter)
    {
        if (filter is RecordFilter.OfField one)
            return Condition(one.Field, isOfLead: false, one.Operator ?? "=", one.Value);
        var several = (RecordFilter.OfSeveral)filter;
        var terms = new List<string>();
        foreach (var term in several.Terms)
        {
            var condition = Condition(term);
            if (condition.Failure is not null)
                return condition;
            terms.Add($"({condition.Value})");
        }

        return terms.Count > 0 ? string.Join(several.IsAny ? " OR " : " AND ", terms)
            : several.IsAny ? "false" : "true";
    }

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
