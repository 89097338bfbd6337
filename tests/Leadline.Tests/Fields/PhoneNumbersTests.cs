using Leadline.Fields;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class PhoneNumbersTests
{
    [Theory]
    [InlineData("91", "9999999999", "+91-9999999999")]
    [InlineData("+91", "99999 99999", "+91-9999999999")]
    [InlineData("91", "(999) 999-9999", "+91-9999999999")]
    [InlineData("91", "999.999.9999", "+91-9999999999")]
    [InlineData("91", "09999999999", "+91-9999999999")]
    [InlineData("91", "919999999999", "+91-9999999999")]
    [InlineData("91", "0919999999999", "+91-9999999999")]
    [InlineData("91", "+919999999999", "+919999999999")]
    [InlineData("91", "+91-9999999999", "+91-9999999999")]
    [InlineData("91", "+1 (415) 555-0100", "+1 (415) 555-0100")]
    [InlineData("91", "0014155550100", "0014155550100")]
    [InlineData("91", "12345", "12345")]
    [InlineData("91", "1234567890123", "1234567890123")]
    [InlineData("91", "9999999999/8", "9999999999/8")]
    [InlineData("44", "02079460958", "+44-2079460958")]
    [InlineData(null, "9999999999", "9999999999")]
    [InlineData("", "9999999999", "9999999999")]
    public void A_plain_national_number_takes_the_country_code(string? countryCode, string raw, string expected)
    {
        var field = new FieldDefinition { SchemaName = "Phone", DisplayName = "Phone", Type = FieldType.Phone };

        Assert.Equal(expected, FieldRules.Coerce(field, raw, new FieldContext(countryCode, CheckOptions: false)).Value);
    }

    [Theory]
    [InlineData("91", "+91-9999999999", "919999999999")]
    [InlineData("91", "+919999999999", "919999999999")]
    [InlineData("91", "00919999999999", "919999999999")]
    [InlineData("91", "919999999999", "919999999999")]
    [InlineData("91", "9999999999", "919999999999")]
    [InlineData("91", "09999999999", "919999999999")]
    [InlineData("91", "9199999999", "919199999999")]
    [InlineData("91", " +91 99999-99999 ", "919999999999")]
    [InlineData("91", "+1 415 555 0100", "14155550100")]
    [InlineData("1", "14155550100", "14155550100")]
    [InlineData("1", "4155550100", "14155550100")]
    [InlineData(null, "+91-9999999999", "919999999999")]
    [InlineData(null, "0091 9999999999", "919999999999")]
    [InlineData(null, "09999999999", "09999999999")]
    public void Two_spellings_of_a_number_share_a_key(string? countryCode, string value, string expected) =>
        Assert.Equal(expected, ValueKey.Of(FieldType.Phone, value, countryCode));

    [Fact]
    public void A_key_is_its_own_key()
    {
        const string key = "919999999999";

        Assert.Same(key, ValueKey.Of(FieldType.Phone, key, "91"));
        Assert.Same(key, ValueKey.Of(FieldType.Phone, key, null));
    }

    [Theory]
    [InlineData("91")]
    [InlineData("1")]
    [InlineData("971")]
    [InlineData(null)]
    public void What_is_stored_has_the_key_of_what_was_sent(string? countryCode)
    {
        const string alphabet = "0123456789012345678901234567890123456789 -()+.";
        var field = new FieldDefinition { SchemaName = "Phone", DisplayName = "Phone", Type = FieldType.Phone };
        var context = new FieldContext(countryCode, CheckOptions: false);
        var random = new Random(4711);
        var stored = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var raw = string.Concat(Enumerable.Range(0, random.Next(1, 26)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            if (FieldRules.Coerce(field, raw, context).Value is not { } value)
                continue;
            stored++;
            Assert.Equal(ValueKey.Of(FieldType.Phone, raw, countryCode), ValueKey.Of(FieldType.Phone, value, countryCode));
            Assert.Equal(value, FieldRules.Coerce(field, value, context).Value);
        }

        Assert.True(stored > 10_000);
    }
}
