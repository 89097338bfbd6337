using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class FieldRulesTests
{
    private static readonly FieldContext Lead = new("91", CheckOptions: false);
    private static readonly FieldContext Activity = new("91", CheckOptions: true);

    [Fact]
    public void Nothing_clears_a_field_of_any_type()
    {
        foreach (var type in Enum.GetValues<FieldType>())
        {
            Assert.Equal(default, FieldRules.Coerce(Field(type), null, Lead));
            Assert.Equal(default, FieldRules.Coerce(Field(type), "", Lead));
        }
    }

    [Theory]
    [InlineData(nameof(FieldType.Text), "  as sent \r\n")]
    [InlineData(nameof(FieldType.Text), "नमस्ते 👋 ünï")]
    [InlineData(nameof(FieldType.TextArea), "line\nline")]
    [InlineData(nameof(FieldType.Url), "not even a url")]
    [InlineData(nameof(FieldType.File), "a.png,b.png")]
    [InlineData(nameof(FieldType.Number), "0")]
    [InlineData(nameof(FieldType.Number), "-42")]
    [InlineData(nameof(FieldType.Decimal), "12.50")]
    [InlineData(nameof(FieldType.Decimal), "0.001")]
    [InlineData(nameof(FieldType.Boolean), "1")]
    [InlineData(nameof(FieldType.DateTime), "2026-02-28 23:59:59.123")]
    [InlineData(nameof(FieldType.Date), "2024-02-29 00:00:00.000")]
    [InlineData(nameof(FieldType.Time), "09:05:00")]
    [InlineData(nameof(FieldType.Phone), "+91-9999999999")]
    [InlineData(nameof(FieldType.Email), "Asha.Rao@Example.com")]
    [InlineData(nameof(FieldType.Dropdown), "Red")]
    [InlineData(nameof(FieldType.MultiSelect), "Red")]
    [InlineData(nameof(FieldType.User), "0e1d3b2c-5a6f-4c8d-9b7a-123456789abc")]
    public void A_canonical_value_comes_back_as_the_same_text(string type, string raw)
    {
        var coerced = FieldRules.Coerce(Field(type), raw, Lead);

        Assert.Null(coerced.Failure);
        Assert.Same(raw, coerced.Value);
    }

    [Theory]
    [InlineData(nameof(FieldType.Number), " 7 ", "7")]
    [InlineData(nameof(FieldType.Number), "007", "7")]
    [InlineData(nameof(FieldType.Number), "+7", "7")]
    [InlineData(nameof(FieldType.Number), "-0", "0")]
    [InlineData(nameof(FieldType.Number), "12.00", "12")]
    [InlineData(nameof(FieldType.Number), "1E3", "1000")]
    [InlineData(nameof(FieldType.Number), "1234567890123456789012345", "1234567890123456789012345")]
    [InlineData(nameof(FieldType.Decimal), ".5", "0.5")]
    [InlineData(nameof(FieldType.Decimal), "5.", "5")]
    [InlineData(nameof(FieldType.Decimal), "-0.0", "0.0")]
    [InlineData(nameof(FieldType.Decimal), "-00.50", "-0.50")]
    [InlineData(nameof(FieldType.Decimal), "1e-3", "0.001")]
    [InlineData(nameof(FieldType.Boolean), "true", "1")]
    [InlineData(nameof(FieldType.Boolean), "TRUE", "1")]
    [InlineData(nameof(FieldType.Boolean), "Yes", "1")]
    [InlineData(nameof(FieldType.Boolean), "False", "0")]
    [InlineData(nameof(FieldType.Boolean), " no ", "0")]
    [InlineData(nameof(FieldType.Email), " a@b.co ", "a@b.co")]
    [InlineData(nameof(FieldType.MultiSelect), "Red,Blue", "Red;Blue")]
    [InlineData(nameof(FieldType.MultiSelect), " Red ; Blue;;Red", "Red;Blue")]
    [InlineData(nameof(FieldType.User), "{0E1D3B2C-5A6F-4C8D-9B7A-123456789ABC}", "0e1d3b2c-5a6f-4c8d-9b7a-123456789abc")]
    public void A_value_is_put_into_its_canonical_form(string type, string raw, string expected) =>
        Assert.Equal(new Coerced(expected, null), FieldRules.Coerce(Field(type), raw, Lead));

    [Theory]
    [InlineData(nameof(FieldType.Number))]
    [InlineData(nameof(FieldType.Decimal))]
    [InlineData(nameof(FieldType.Boolean))]
    [InlineData(nameof(FieldType.DateTime))]
    [InlineData(nameof(FieldType.Date))]
    [InlineData(nameof(FieldType.Time))]
    [InlineData(nameof(FieldType.Phone))]
    [InlineData(nameof(FieldType.Email))]
    [InlineData(nameof(FieldType.User))]
    public void Blanks_clear_what_is_no_text(string type) => Assert.Equal(default, FieldRules.Coerce(Field(type), "  ", Lead));

    [Theory]
    [InlineData(nameof(FieldType.Number), "twelve", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Number), "12.5", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Number), "1,000", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Number), "0x1F", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Number), "१२", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Decimal), "1.2.3", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Decimal), "NaN", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Decimal), "99999999999999999999999999999999", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Boolean), "maybe", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Boolean), "2", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Phone), "12", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Phone), "+91 98765x43210", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Phone), "123456789012345678901", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Email), "nobody", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Email), "@b.co", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Email), "a@", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Email), "a@b@c", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Email), "a b@c.co", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.User), "somebody", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.AutoId), "7", ErrorCode.InvalidInput)]
    [InlineData(nameof(FieldType.FieldSet), "text", ErrorCode.InvalidDataType)]
    [InlineData(nameof(FieldType.Text), "a\0b", ErrorCode.InvalidInput)]
    [InlineData(nameof(FieldType.Email), "a\0@b.co", ErrorCode.InvalidInput)]
    public void A_value_that_does_not_fit_is_refused_by_the_name_of_its_field(string type, string raw, object code)
    {
        var failure = FieldRules.Coerce(Field(type), raw, Lead).Failure;

        Assert.Equal((ErrorCode)code, failure?.Code);
        Assert.StartsWith("Invalid value for attribute 'mx_Test': ", failure?.Message, StringComparison.Ordinal);
        if (raw.Length > 2)
            Assert.DoesNotContain(raw, failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_and_a_whole_one_is_not()
    {
        Assert.Equal("x😀y", FieldRules.Coerce(Field(FieldType.Text), "x😀y", Lead).Value);
        foreach (var broken in new[] { "x\uD83D", "\uDE00x", "\uD83Dx\uDE00", "😀\uD83D😀", "\uDE00\uD83D" })
            Assert.Equal(ErrorCode.InvalidInput, FieldRules.Coerce(Field(FieldType.Text), broken, Lead).Failure?.Code);
    }

    [Theory]
    [InlineData(nameof(FieldType.Text), null, 200)]
    [InlineData(nameof(FieldType.Text), 5, 5)]
    [InlineData(nameof(FieldType.TextArea), null, 4000)]
    [InlineData(nameof(FieldType.Url), null, 2048)]
    [InlineData(nameof(FieldType.Dropdown), null, 200)]
    public void A_value_is_never_cut_but_refused_when_too_long(string type, int? maxLength, int limit)
    {
        var field = Field(type) with { MaxLength = maxLength };

        Assert.Equal(limit, FieldRules.Coerce(field, new string('x', limit), Lead).Value?.Length);
        var failure = FieldRules.Coerce(field, new string('x', limit + 1), Lead).Failure;
        Assert.Equal(ErrorCode.InvalidInput, failure?.Code);
        Assert.Equal($"Invalid value for attribute 'mx_Test': it is longer than {limit} characters.", failure?.Message);
    }

    [Fact]
    public void An_address_has_at_most_254_characters()
    {
        var longest = new string('a', 248) + "@b.com";

        Assert.Equal(longest, FieldRules.Coerce(Field(FieldType.Email), longest, Lead).Value);
        Assert.Equal(ErrorCode.InvalidInput, FieldRules.Coerce(Field(FieldType.Email), "a" + longest, Lead).Failure?.Code);
    }

    [Theory]
    [InlineData(nameof(FieldType.Dropdown), "Green")]
    [InlineData(nameof(FieldType.Dropdown), "Red ")]
    [InlineData(nameof(FieldType.Dropdown), "red")]
    [InlineData(nameof(FieldType.SearchableDropdown), "Green")]
    [InlineData(nameof(FieldType.MultiSelect), "Red;Green")]
    [InlineData(nameof(FieldType.MultiSelect), "Green")]
    public void Options_bind_activities_and_not_leads(string type, string raw)
    {
        Assert.Equal(raw, FieldRules.Coerce(Field(type), raw, Lead).Value);
        Assert.Equal(ErrorCode.InvalidOption, FieldRules.Coerce(Field(type), raw, Activity).Failure?.Code);
    }

    [Theory]
    [InlineData(nameof(FieldType.Dropdown), "Blue", "Blue")]
    [InlineData(nameof(FieldType.MultiSelect), "Red,Blue", "Red;Blue")]
    [InlineData(nameof(FieldType.MultiSelect), "Black, White", "Black, White")]
    [InlineData(nameof(FieldType.MultiSelect), "Black, White;Red", "Black, White;Red")]
    public void A_value_among_the_options_is_stored(string type, string raw, string expected) =>
        Assert.Equal(expected, FieldRules.Coerce(Field(type), raw, Activity).Value);

    [Fact]
    public void Without_options_there_is_nothing_to_check() =>
        Assert.Equal("x", FieldRules.Coerce(Field(FieldType.Dropdown) with { Options = [] }, "x", Activity).Value);

    [Fact]
    public void A_phone_field_may_ask_for_more_digits()
    {
        var field = Field(FieldType.Phone) with { MinLength = 10 };

        Assert.Equal("+91-9876543210", FieldRules.Coerce(field, "9876543210", Lead).Value);
        Assert.Equal(ErrorCode.InvalidDataType, FieldRules.Coerce(field, "987654321", Lead).Failure?.Code);
    }

    [Fact]
    public async Task A_canonical_value_costs_no_memory()
    {
        (FieldDefinition Field, string Raw)[] values =
        [
            (Field(FieldType.Text), "Bengaluru"),
            (Field(FieldType.Number), "54"),
            (Field(FieldType.Email), "asha@example.com"),
            (Field(FieldType.Phone), "+91-9876543210"),
            (Field(FieldType.DateTime), "2026-01-02 03:04:05.000"),
            (Field(FieldType.Dropdown), "Red"),
        ];

        // Code that the runtime has not optimised yet boxes characters: the claim is about code in use.
        foreach (var (field, raw) in values)
            await Eventually.Seen(
                () => Task.FromResult(BytesOfAHundred(field, raw)),
                bytes => bytes == 0,
                $"{field.Type} allocates nothing");

        static long BytesOfAHundred(FieldDefinition field, string raw)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var round = 0; round < 100; round++)
                FieldRules.Coerce(field, raw, Activity);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static FieldDefinition Field(string type) => Field(Enum.Parse<FieldType>(type));

    private static FieldDefinition Field(FieldType type) => new()
    {
        SchemaName = "mx_Test",
        DisplayName = "Test",
        Type = type,
        Options = type is FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.MultiSelect
            ? ["Red", "Blue", "Black, White"]
            : [],
    };
}
