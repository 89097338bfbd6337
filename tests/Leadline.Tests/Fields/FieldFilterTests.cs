using Leadline.Fields;
using Leadline.Platform.Errors;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class FieldFilterTests
{
    private const string Number = @"(case when (c) ~ '^-?[0-9]+(\.[0-9]+)?$' then (c)::numeric end)";
    private static readonly FieldContext Context = new("91", CheckOptions: true);

    [Theory]
    [InlineData(nameof(FieldType.Text), "=", "Pune", "((c) = @value)", "Pune")]
    [InlineData(nameof(FieldType.Text), "=", " Pune", "((c) = @value)", " Pune")]
    [InlineData(nameof(FieldType.Text), "<>", "Pune", "((c) is distinct from @value)", "Pune")]
    [InlineData(nameof(FieldType.Text), ">=", "Pune", "((c) >= @value)", "Pune")]
    [InlineData(nameof(FieldType.Text), "LIKE", "pun", "((c) ilike @value)", "%pun%")]
    [InlineData(nameof(FieldType.Text), "like", "pun%", "((c) ilike @value)", "pun%")]
    [InlineData(nameof(FieldType.Text), "LIKE", @"a\_b", "((c) ilike @value)", @"%a\\_b%")]
    [InlineData(nameof(FieldType.Dropdown), "=", "No Option", "((c) = @value)", "No Option")]
    [InlineData(nameof(FieldType.Email), "=", "Asha@Example.COM", "(lower(c) = @value)", "asha@example.com")]
    [InlineData(nameof(FieldType.Phone), "=", "9999999999", "((c) = @value)", "+91-9999999999")]
    [InlineData(nameof(FieldType.Phone), "=", "no phone", "((c) = @value)", "no phone")]
    [InlineData(nameof(FieldType.Phone), "LIKE", "99999", "((c) ilike @value)", "%99999%")]
    [InlineData(nameof(FieldType.Boolean), "=", "1", "((c) = @value)", "1")]
    [InlineData(nameof(FieldType.Boolean), "LIKE", "0", "((c) = @value)", "0")]
    [InlineData(nameof(FieldType.DateTime), ">", "2026-01-01T05:30:00+05:30", "((c) > @value)", "2026-01-01 00:00:00.000")]
    [InlineData(nameof(FieldType.Date), "=", "2026-01-01", "((c) = @value)", "2026-01-01 00:00:00.000")]
    [InlineData(nameof(FieldType.Time), "<=", "9:30 PM", "((c) <= @value)", "21:30:00")]
    [InlineData(nameof(FieldType.MultiSelect), "=", "A,B", "((c) = @value)", "A;B")]
    [InlineData(nameof(FieldType.User), "=", "0E1D3B2C-5A6F-4C8D-9B7A-123456789ABC", "((c) = @value)", "0e1d3b2c-5a6f-4c8d-9b7a-123456789abc")]
    [InlineData(nameof(FieldType.Text), "=", "'; drop table leads --", "((c) = @value)", "'; drop table leads --")]
    public void A_text_column_is_compared_by_the_type_of_its_field(string type, string op, string value, string sql, string parameter) =>
        Assert.Equal(new SqlCondition(sql, parameter), For(type, ColumnKind.Text, op, value).Value);

    [Theory]
    [InlineData(nameof(FieldType.Text), ColumnKind.Text, "=", "", "(coalesce(c, '') = '')")]
    [InlineData(nameof(FieldType.Text), ColumnKind.Text, "=", null, "(coalesce(c, '') = '')")]
    [InlineData(nameof(FieldType.Text), ColumnKind.Text, "IN", " , ", "(coalesce(c, '') = '')")]
    [InlineData(nameof(FieldType.Number), ColumnKind.Text, "=", "", "(coalesce(c, '') = '')")]
    [InlineData(nameof(FieldType.Boolean), ColumnKind.Text, "<>", "", "((c) <> '')")]
    [InlineData(nameof(FieldType.Text), ColumnKind.Text, "<>", "", "((c) <> '')")]
    [InlineData(nameof(FieldType.Text), ColumnKind.Uuid, "<>", "", "((c) is not null)")]
    [InlineData(nameof(FieldType.DateTime), ColumnKind.Timestamp, "=", "", "((c) is null)")]
    public void An_empty_value_asks_for_empty_fields(string type, object kind, string op, string? value, string sql) =>
        Assert.Equal(new SqlCondition(sql, null), For(type, (ColumnKind)kind, op, value).Value);

    [Fact]
    public void Numbers_compare_as_numbers()
    {
        Assert.Equal(new SqlCondition($"({Number} > @value)", 12.5m), For(nameof(FieldType.Decimal), ColumnKind.Text, ">", "12.50").Value);
        Assert.Equal(new SqlCondition($"({Number} = @value)", 7m), For(nameof(FieldType.Number), ColumnKind.Text, "=", "007").Value);
        Assert.Equal(new SqlCondition("((c) = @value)", 7L), For(nameof(FieldType.AutoId), ColumnKind.Number, "=", "7").Value);
        Assert.Equal(new SqlCondition("((c) < @value)", 7.5m), For(nameof(FieldType.AutoId), ColumnKind.Number, "<", "7.5").Value);
        Assert.Equal(new SqlCondition("((c)::text ilike @value)", "%7%"), For(nameof(FieldType.AutoId), ColumnKind.Number, "LIKE", "7").Value);
    }

    [Fact]
    public void Times_compare_as_times_and_equal_by_the_second()
    {
        var second = new DateTime(2026, 1, 1, 10, 0, 0, DateTimeKind.Utc);

        var from = For(nameof(FieldType.DateTime), ColumnKind.Timestamp, ">=", "2026-01-01 10:00:00").Value;
        Assert.Equal(new SqlCondition("((c) >= @value)", second), from);
        Assert.Equal(DateTimeKind.Utc, ((DateTime)from.Parameter!).Kind);

        // Finds what leads print, and they print no fraction.
        var like = For(nameof(FieldType.DateTime), ColumnKind.Timestamp, "LIKE", "2026-01-01").Value;
        const string printed = "to_char((c) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS\".000\"')";
        Assert.Equal(new SqlCondition($"({printed} ilike @value)", "%2026-01-01%"), like);

        var equal = For(nameof(FieldType.DateTime), ColumnKind.Timestamp, "=", "2026-01-01 10:00:00.700").Value;
        Assert.Equal(new SqlCondition("(date_trunc('second', c) = @value)", second), equal);
        Assert.Equal(DateTimeKind.Utc, ((DateTime)equal.Parameter!).Kind);
    }

    [Fact]
    public void Ids_compare_as_ids_and_what_is_no_id_is_not_found()
    {
        var id = Guid.NewGuid();

        Assert.Equal(new SqlCondition("((c) = @value)", id), For(nameof(FieldType.Text), ColumnKind.Uuid, "=", id.ToString()).Value);
        Assert.Equal(new SqlCondition("((c) > @value)", id), For(nameof(FieldType.Text), ColumnKind.Uuid, ">", id.ToString()).Value);
        Assert.Equal(new SqlCondition("(lower((c)::text) = @value)", "mxc-7"), For(nameof(FieldType.Text), ColumnKind.Uuid, "=", "MXC-7").Value);
    }

    [Fact]
    public void A_list_becomes_an_array_of_its_type()
    {
        var ids = new[] { Guid.NewGuid(), Guid.NewGuid() };

        AssertList(new[] { "Pune", "New Delhi" }, For(nameof(FieldType.Text), ColumnKind.Text, "IN", "Pune, New Delhi,"));
        AssertList(new[] { "a@b.co" }, For(nameof(FieldType.Email), ColumnKind.Text, "in", "A@B.co"), "lower(c)");
        AssertList(new[] { 1m, 2.5m }, For(nameof(FieldType.Decimal), ColumnKind.Text, "IN", "1,2.5"), Number);
        AssertList(new[] { 1L, 2L }, For(nameof(FieldType.AutoId), ColumnKind.Number, "IN", "1,2"));
        AssertList(new[] { 1m, 2.5m }, For(nameof(FieldType.AutoId), ColumnKind.Number, "IN", "1,2.5"));
        AssertList(ids, For(nameof(FieldType.Text), ColumnKind.Uuid, "IN", string.Join(',', ids)));
    }

    [Theory]
    [InlineData(nameof(FieldType.Boolean), ColumnKind.Text, "=", "true")]
    [InlineData(nameof(FieldType.Boolean), ColumnKind.Text, "LIKE", "false")]
    [InlineData(nameof(FieldType.Boolean), ColumnKind.Text, "IN", "1,true")]
    [InlineData(nameof(FieldType.DateTime), ColumnKind.Timestamp, ">", "yesterday")]
    [InlineData(nameof(FieldType.DateTime), ColumnKind.Timestamp, ">", "")]
    [InlineData(nameof(FieldType.DateTime), ColumnKind.Text, "=", "2026-02-30")]
    [InlineData(nameof(FieldType.Number), ColumnKind.Text, "=", "many")]
    [InlineData(nameof(FieldType.AutoId), ColumnKind.Number, "<", "many")]
    [InlineData(nameof(FieldType.Text), ColumnKind.Text, "=", "a\0")]
    public void A_value_that_cannot_be_compared_is_refused(string type, object kind, string op, string value)
    {
        var failure = For(type, (ColumnKind)kind, op, value).Failure;

        Assert.Equal(ErrorCode.InvalidInput, failure?.Code);
        Assert.Contains("'mx_Test'", failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Assert.Equal(ErrorCode.InvalidInput, For(nameof(FieldType.Text), ColumnKind.Text, "LIKE", "a\uD800").Failure?.Code);

    [Theory]
    [InlineData("!=")]
    [InlineData("==")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("NOT IN")]
    [InlineData("= 1 or")]
    public void Any_other_operator_is_refused(string? op) =>
        Assert.Equal(ErrorCode.InvalidOperator, For(nameof(FieldType.Text), ColumnKind.Text, op, "x").Failure?.Code);

    [Fact]
    public void Numbers_sort_as_numbers_and_empty_fields_last()
    {
        Assert.Equal("(c) asc nulls last", Sort(FieldType.Text, ColumnKind.Text, descending: false));
        Assert.Equal("(c) desc nulls last", Sort(FieldType.DateTime, ColumnKind.Timestamp, descending: true));
        Assert.Equal("(c) desc nulls last", Sort(FieldType.Number, ColumnKind.Number, descending: true));
        Assert.Equal($"{Number} desc nulls last", Sort(FieldType.Decimal, ColumnKind.Text, descending: true));
    }

    private static void AssertList<T>(T[] expected, Result<SqlCondition> condition, string column = "(c)")
    {
        Assert.Equal($"({column} = any(@value))", condition.Value.Sql);
        Assert.Equal(expected, Assert.IsType<T[]>(condition.Value.Parameter));
    }

    private static Result<SqlCondition> For(string type, ColumnKind kind, string? op, string? value) =>
        FieldFilter.For(Field(Enum.Parse<FieldType>(type)), "c", kind, op, value, Context);

    private static string Sort(FieldType type, ColumnKind kind, bool descending) =>
        FieldFilter.SortExpression(Field(type), "c", kind, descending);

    private static FieldDefinition Field(FieldType type) => new()
    {
        SchemaName = "mx_Test",
        DisplayName = "Test",
        Type = type,
        Options = ["A", "B"],
    };
}
