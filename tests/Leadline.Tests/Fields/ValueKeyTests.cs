using Leadline.Fields;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class ValueKeyTests
{
    [Theory]
    [InlineData(nameof(FieldType.Email), " Asha.Rao@EXAMPLE.com ", "asha.rao@example.com")]
    [InlineData(nameof(FieldType.Email), "ÄRZTE@example.com", "ärzte@example.com")]
    [InlineData(nameof(FieldType.Text), "ABCDE1234F", "abcde1234f")]
    [InlineData(nameof(FieldType.Text), "  x y ", "x y")]
    [InlineData(nameof(FieldType.Number), "42", "42")]
    [InlineData(nameof(FieldType.Decimal), "12.50", "12.5")]
    [InlineData(nameof(FieldType.Decimal), "12.00", "12")]
    [InlineData(nameof(FieldType.Decimal), "120", "120")]
    public void Values_that_mean_the_same_share_a_key(string type, string value, string expected) =>
        Assert.Equal(expected, ValueKey.From(Enum.Parse<FieldType>(type), value, "91"));

    [Fact]
    public void A_normal_value_is_its_own_key()
    {
        const string email = "asha@example.com";

        Assert.Same(email, ValueKey.From(FieldType.Email, email, "91"));
    }

    [Fact]
    public void A_long_value_keeps_a_key_that_an_index_can_hold()
    {
        var url = "https://example.com/" + new string('ä', 2000);

        var key = ValueKey.From(FieldType.Url, url, null);

        Assert.Equal(64, key.Length);
        Assert.Equal(key, ValueKey.From(FieldType.Url, url.ToUpperInvariant(), null));
        Assert.NotEqual(key, ValueKey.From(FieldType.Url, url + "x", null));
    }
}
