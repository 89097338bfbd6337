using System.Globalization;
using System.Text;
using Leadline.Platform.Errors;
using Leadline.Platform.Json;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities.Search;

/// <summary>
/// Reads the conditions of an advanced search, of activities (core §3.7) or of opportunities (extended §2.6), into a
/// query.
/// </summary>
internal static class AdvancedSearch
{
    /// <summary>Most conditions of one search, over all its groups.</summary>
    public const int MostConditions = 100;

    private const string Between = " TO ";

    private static readonly Failure TooManyConditions = Failure.InvalidParameter(
        $"AdvancedSearch has at most {MostConditions} conditions.");

    private static readonly string[] TwelveHours =
    [
        "yyyy-MM-dd hh:mm:ss tt",
        "yyyy-MM-dd h:mm:ss tt",
        "M/d/yyyy h:mm:ss tt",
    ];

    /// <summary>Narrows the query; the failure when the criteria cannot be read or are about another type.</summary>
    public static Failure? Apply(
        ActivitySearchQuery query, int eventCode, string text, CancellationToken cancellation)
    {
        var read = WireJson.Read<AdvancedSearchCriteria>(Encoding.UTF8.GetBytes(text));
        if (read.IsTooLarge)
            return Call.Refusal(read);
        if (read.Error is not null || read.Value is not { } criteria)
            return new Failure(ErrorCode.MalformedBody, "request body contains malformed or unexpected JSON");
        var sent = criteria.Conditions ?? [];
        if (Math.Max(sent.Count, sent.Sum(group => group.RowCondition?.Count ?? 0)) > MostConditions)
            return TooManyConditions;
        var groups = new List<string>();
        foreach (var group in sent)
        {
            cancellation.ThrowIfCancellationRequested();
            var condition = Group(query, eventCode, group);
            if (condition.Failure is { } failure)
                return failure;
            if (condition.Value.Length > 0)
                groups.Add($"({condition.Value})");
        }

        if (groups.Count > 0)
            query.Where(string.Join(IsOr(criteria.GrpConOp) ? " OR " : " AND ", groups));
        return null;
    }

    private static Result<string> Group(ActivitySearchQuery query, int eventCode, AdvancedSearchGroup group)
    {
        var isOfLead = "Lead".Equals(group.Type, StringComparison.OrdinalIgnoreCase);
        var sql = new StringBuilder();
        var joined = 0;
        foreach (var row in group.RowCondition ?? [])
        {
            if (row.LSO is null or "")
                return Failure.InvalidParameter("LSO");
            if (IsTypeCode(row))
            {
                if (row.RSO?.Trim() != eventCode.ToString(CultureInfo.InvariantCulture))
                    return new Failure(
                        ErrorCode.InvalidInput, "AdvancedSearch criteria does not match ActivityEvent passed");
                continue;
            }

            var condition = Row(query, isOfLead, row);
            if (condition.Failure is { } failure)
                return failure;
            if (sql.Length == 0)
            {
                sql.Append(condition.Value);
                continue;
            }

            // Each operator joins the row to all before it, which stand in a parenthesis that is opened at the end.
            joined++;
            sql.Append(IsOr(row.SubConOp) ? " OR " : " AND ").Append(condition.Value).Append(')');
        }

        return new string('(', joined) + sql;
    }

    private static Result<string> Row(ActivitySearchQuery query, bool isOfLead, AdvancedSearchRow row)
    {
        var value = row.RSO ?? "";
        switch (row.Operator?.Trim().ToLowerInvariant())
        {
            case "eq" or "=":
                return Compare("=", value);
            case "neq" or "ne" or "<>":
                return Compare("<>", value);
            case "gt" or ">":
                return Compare(">", value);
            case "gte" or "ge" or ">=":
                return Compare(">=", value);
            case "lt" or "<":
                return Compare("<", value);
            case "lte" or "le" or "<=":
                return Compare("<=", value);
            case "contains" or "like":
                return Compare("LIKE", value);
            case "startswith":
                return Compare("LIKE", value + "%");
            case "in":
                return Compare("IN", value);
            case "between" when value.Split(Between) is [var from, var to]:
                var (low, high) = (Compare(">=", from), Compare("<=", to));
                return low.Failure is { } tooLow ? tooLow
                    : high.Failure is { } tooHigh ? tooHigh
                    : $"({low.Value} AND {high.Value})";
            case "between":
                return Failure.InvalidParameter("RSO");
            default:
                return new Failure(ErrorCode.InvalidOperator, $"Operator '{row.Operator}' is not valid.");
        }

        Result<string> Compare(string sqlOperator, string operand) =>
            query.Condition(row.LSO!, isOfLead, sqlOperator, Moment(operand));
    }

    /// <summary>A time with AM or PM as filters read it; any other text as it is.</summary>
    private static string Moment(string operand) => DateTime.TryParseExact(
            operand.Trim(), TwelveHours, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
        ? moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : operand;

    private static bool IsTypeCode(AdvancedSearchRow row) =>
        row.LSO == "ActivityEvent" || "PAEvent".Equals(row.LSO_Type, StringComparison.OrdinalIgnoreCase);

    private static bool IsOr(string? connective) => "or".Equals(connective?.Trim(), StringComparison.OrdinalIgnoreCase);
}
