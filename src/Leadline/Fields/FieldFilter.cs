using System.Globalization;
using Leadline.Platform.Errors;

namespace Leadline.Fields;

/// <summary>
/// What the SQL expression of a column yields; it decides over the field's own type where the two differ.
/// </summary>
internal enum ColumnKind
{
    /// <summary>The canonical text of a value, as <c>values->>'mx_City'</c> gives it.</summary>
    Text,

    /// <summary>A <c>timestamptz</c> column.</summary>
    Timestamp,

    /// <summary>A <c>uuid</c> column.</summary>
    Uuid,

    /// <summary>A column of any number type.</summary>
    Number,
}

/// <summary>
/// A condition whose SQL names its one parameter <c>@value</c>; a null parameter means that the SQL names none.
/// </summary>
internal sealed record SqlCondition(string Sql, object? Parameter)
{
    /// <summary>The SQL with another name for its parameter.</summary>
    public string Naming(string parameter) => Sql.Replace("@value", $"@{parameter}", StringComparison.Ordinal);
}

/// <summary>
/// How a field is filtered and sorted: field type x operator. No value ever becomes part of the SQL text.
/// </summary>
internal static class FieldFilter
{
    /// <summary>Most values of one IN.</summary>
    public const int MostValues = 1_000;

    private const int LongestValue = 4_000;

    private enum Comparison
    {
        Text,
        AnyCase,
        Boolean,
        TextMoment,
        TextNumber,
        Number,
        Timestamp,
        Uuid,
    }

    /// <summary>
    /// <c>=</c> and <c>&lt;&gt;</c> with an empty value ask for empty and non-empty fields, and <c>&lt;&gt;</c> with a
    /// value also finds empty ones. LIKE ignores case and finds a part unless the value brings its own %. IN takes
    /// values separated by commas.
    /// </summary>
    public static Result<SqlCondition> For(
        FieldDefinition field,
        string columnSql,
        ColumnKind kind,
        string? sqlOperator,
        string? value,
        FieldContext context)
    {
        var op = sqlOperator?.Trim().ToUpperInvariant();
        if (op is not ("=" or "<>" or ">" or "<" or ">=" or "<=" or "LIKE" or "IN"))
            return new Failure(
                ErrorCode.InvalidOperator, "SqlOperator is not valid: use =, <>, >, <, >=, <=, LIKE or IN.");

        value ??= "";
        if (!FieldRules.IsStorable(value))
            return Unreadable(field);

        if (op != "IN" && value.Length > LongestValue)
            return Failure.InvalidParameter($"LookupValue has at most {LongestValue} characters.");
        var comparison = ComparisonOf(field, kind);
        var items = op == "IN"
            ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [value];
        if (items.Length > MostValues)
            return Failure.InvalidParameter($"IN takes at most {MostValues} values.");

        if (op is "=" or "IN" && (items is [] or [""]))
            return new SqlCondition(
                kind == ColumnKind.Text ? $"(coalesce({columnSql}, '') = '')" : $"(({columnSql}) is null)", null);
        if (op == "<>" && value.Length == 0)
            return new SqlCondition(
                kind == ColumnKind.Text ? $"(({columnSql}) <> '')" : $"(({columnSql}) is not null)", null);

        // Live, a boolean asked for by any word but 1 and 0 fails the call, whatever the operator (core §2.17).
        if (op == "LIKE" && comparison != Comparison.Boolean)
            return new SqlCondition($"({TextOf(columnSql, kind)} ilike @value)", Pattern(value));

        // Ids of anonymous visitors and other texts are no uuid: they are looked for as text, and found nowhere.
        if (comparison == Comparison.Uuid && !items.All(item => Guid.TryParse(item, out _)))
            (comparison, columnSql) = (Comparison.AnyCase, TextOf(columnSql, kind));

        // Times print as whole seconds but are kept finer (core §2.12): what was read must be found again.
        var bySecond = op is "=" or "<>" or "IN";
        var operands = new object[items.Length];
        for (var index = 0; index < items.Length; index++)
        {
            if (Operand(field, comparison, items[index], bySecond, context) is not { } operand)
                return Unreadable(field);
            operands[index] = operand;
        }

        var column = ColumnOf(columnSql, comparison, bySecond);
        return op switch
        {
            "IN" => new SqlCondition($"({column} = any(@value))", Typed(operands)),
            "<>" => new SqlCondition($"({column} is distinct from @value)", operands[0]),
            "LIKE" => new SqlCondition($"({column} = @value)", operands[0]),
            _ => new SqlCondition($"({column} {op} @value)", operands[0]),
        };
    }

    /// <summary>One term of an ORDER BY, with its direction; records without a value come last in both.</summary>
    public static string SortExpression(FieldDefinition field, string columnSql, ColumnKind kind, bool descending) =>
        $"{SortKey(field, columnSql, kind)} {(descending ? "desc" : "asc")} nulls last";

    /// <summary>What a field is sorted by, without a direction.</summary>
    public static string SortKey(FieldDefinition field, string columnSql, ColumnKind kind) =>
        ComparisonOf(field, kind) == Comparison.TextNumber ? NumberOf(columnSql) : $"({columnSql})";

    /// <summary>The PostgreSQL type of what <see cref="SortKey"/> yields.</summary>
    public static string SortType(FieldDefinition field, ColumnKind kind) => ComparisonOf(field, kind) switch
    {
        Comparison.Timestamp => "timestamptz",
        Comparison.Uuid => "uuid",
        Comparison.Number or Comparison.TextNumber => "numeric",
        _ => "text",
    };

    private static Comparison ComparisonOf(FieldDefinition field, ColumnKind kind) => (kind, field.Type) switch
    {
        (ColumnKind.Timestamp, _) => Comparison.Timestamp,
        (ColumnKind.Uuid, _) => Comparison.Uuid,
        (ColumnKind.Number, _) => Comparison.Number,
        (_, FieldType.Number or FieldType.Decimal) => Comparison.TextNumber,
        (_, FieldType.Boolean) => Comparison.Boolean,
        (_, FieldType.Date or FieldType.DateTime or FieldType.Time) => Comparison.TextMoment,
        (_, FieldType.Email) => Comparison.AnyCase,
        _ => Comparison.Text,
    };

    private static string ColumnOf(string columnSql, Comparison comparison, bool bySecond) => comparison switch
    {
        Comparison.AnyCase => $"lower({columnSql})",
        Comparison.TextNumber => NumberOf(columnSql),
        Comparison.Timestamp when bySecond => $"date_trunc('second', {columnSql})",
        _ => $"({columnSql})",
    };

    private static string TextOf(string columnSql, ColumnKind kind) => kind switch
    {
        ColumnKind.Text => $"({columnSql})",
        ColumnKind.Timestamp => $"to_char(({columnSql}) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS\".000\"')",
        _ => $"({columnSql})::text",
    };

    /// <summary>
    /// A stored text that is no number, left from a field's former type, counts as empty and fails no query.
    /// </summary>
    private static string NumberOf(string columnSql) =>
        $@"(case when ({columnSql}) ~ '^-?[0-9]+(\.[0-9]+)?$' then ({columnSql})::numeric end)";

    /// <summary>The parameter that a value becomes; null where it cannot be read as the comparison needs it.</summary>
    private static object? Operand(
        FieldDefinition field, Comparison comparison, string item, bool bySecond, FieldContext context)
    {
        switch (comparison)
        {
            case Comparison.Boolean:
                return item is "1" or "0" ? item : null;
            case Comparison.AnyCase:
                return (Canonical(FieldType.Email) ?? item.Trim()).ToLowerInvariant();
            case Comparison.TextNumber:
                return Number();
            case Comparison.Number:
                // A whole number goes as bigint, which the index of an integer column can answer.
                return Number() is { } number && decimal.Truncate(number) == number && Math.Abs(number) < long.MaxValue
                    ? (object)(long)number
                    : Number();
            case Comparison.Timestamp:
                if (!FieldDates.TryReadMoment(item, out var moment))
                    return null;
                var utc = moment.UtcDateTime;
                return bySecond ? utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond)) : utc;
            case Comparison.Uuid:
                return Guid.Parse(item);
            case Comparison.TextMoment:
                return Canonical(field.Type);
            default:
                return Canonical(field.Type) ?? item;
        }

        string? Canonical(FieldType type)
        {
            var definition = field.Type == type ? field : field with { Type = type };
            return FieldRules.Coerce(definition, item, context with { CheckOptions = false }).Value;
        }

        decimal? Number() =>
            Canonical(FieldType.Decimal) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>% and _ are wildcards, as in the original service; a backslash is only itself.</summary>
    private static string Pattern(string value)
    {
        var pattern = value.Replace(@"\", @"\\", StringComparison.Ordinal);
        return pattern.Contains('%') ? pattern : $"%{pattern}%";
    }

    /// <summary>
    /// A parameter array needs its element type: <c>text[]</c>, <c>uuid[]</c>; only numbers come in two.
    /// </summary>
    private static Array Typed(object[] operands)
    {
        var type = operands[0].GetType();
        if (operands.Any(operand => operand.GetType() != type))
            return operands.Select(operand => Convert.ToDecimal(operand, CultureInfo.InvariantCulture)).ToArray();

        var typed = Array.CreateInstance(type, operands.Length);
        operands.CopyTo(typed, 0);
        return typed;
    }

    private static Failure Unreadable(FieldDefinition field) =>
        Failure.InvalidParameter($"LookupValue is not valid for '{field.SchemaName}'.");
}
