using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Analytics;

/// <summary>Reads the filters of leads that reports of LeadSquared have (core §15).</summary>
internal static class LeadSquaredReportFilter
{
    /// <summary>
    /// What the leads are to meet; null is nothing. A group's or a condition's operator joins it to the next; what
    /// stands before is one parenthesis, as in searches of users.
    /// </summary>
    public static Result<RecordFilter?> Read(ReportConditions? sent, ReportDateFilter? dates)
    {
        var groups = new List<(RecordFilter Filter, bool IsOr)>();
        foreach (var group in sent?.GroupConditions ?? [])
        {
            var conditions = new List<(RecordFilter Filter, bool IsOr)>();
            foreach (var condition in group.Condition ?? [])
            {
                var read = Field(condition);
                if (read.Failure is { } unreadable)
                    return unreadable;
                conditions.Add((read.Value, IsOr(condition.ConditionOperator)));
            }

            if (Joined(conditions) is { } joined)
                groups.Add((joined, IsOr(group.GroupOperator ?? sent?.GroupOperator)));
        }

        var window = new List<RecordFilter>();
        var field = string.IsNullOrWhiteSpace(dates?.DateField) ? "CreatedOn" : dates.DateField.Trim();
        foreach (var (sqlOperator, date, member) in new[]
                 {
                     (">=", dates?.FromDate, "FromDate"), ("<=", dates?.ToDate, "ToDate"),
                 })
        {
            if (string.IsNullOrWhiteSpace(date))
                continue;
            if (!FieldDates.TryReadMoment(date, out _))
                return Failure.InvalidParameter($"{member} value is not correct.");
            window.Add(new RecordFilter.OfField(field, sqlOperator, date));
        }

        if (Joined(groups) is { } asked)
            window.Add(asked);
        return window.Count == 0 ? (RecordFilter?)null : new RecordFilter.OfSeveral(window, IsAny: false);
    }

    private static RecordFilter? Joined(List<(RecordFilter Filter, bool IsOr)> parts)
    {
        if (parts.Count == 0)
            return null;
        var joined = parts[0].Filter;
        for (var i = 1; i < parts.Count; i++)
            joined = new RecordFilter.OfSeveral([joined, parts[i].Filter], parts[i - 1].IsOr);
        return joined;
    }

    private static Result<RecordFilter> Field(UserSearchCondition condition)
    {
        var (name, value) = (condition.LookupName?.Trim() ?? "", condition.LookupValue ?? "");
        (string Operator, string Value)? read = condition.Operator?.Trim().ToLowerInvariant() switch
        {
            "eq" or "=" => ("=", value),
            "neq" or "ne" or "<>" => ("<>", value),
            "lik" or "like" => ("LIKE", value),
            "lik_s" => ("LIKE", value + "%"),
            "lik_e" => ("LIKE", "%" + value),
            "gt" or ">" => (">", value),
            "gte" or ">=" => (">=", value),
            "lt" or "<" => ("<", value),
            "lte" or "<=" => ("<=", value),
            "in" => ("IN", value),
            _ => null,
        };
        return read is { } known
            ? new RecordFilter.OfField(name, known.Operator, known.Value)
            : new Failure(ErrorCode.InvalidOperator, $"Operator '{condition.Operator}' is not valid.");
    }

    private static bool IsOr(string? connective) => "or".Equals(connective?.Trim(), StringComparison.OrdinalIgnoreCase);
}
