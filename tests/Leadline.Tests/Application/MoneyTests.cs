using System.Globalization;
using Leadline.App.Platform;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Amounts are read and written as the user's language has them.</summary>
public sealed class MoneyTests
{
    [Theory]
    [InlineData("en-IN", "₹", "120000", "₹1,20,000")]
    [InlineData("hi-IN", "₹", "12345678", "₹1,23,45,678")]
    [InlineData("en-GB", "₹", "120000", "₹120,000")]
    [InlineData("en-US", "$", "1234.5", "$1,234.50")]
    [InlineData("de-DE", "€", "120000", "120.000 €")]
    [InlineData("en-IN", "", "120000", "1,20,000")]
    [InlineData("en-IN", "₹", "120000.00", "₹1,20,000")]
    [InlineData("en-IN", "₹", "-500", "-₹500")]
    [InlineData("en-IN", "₹", "unknown", "unknown")]
    public void An_amount_stands_in_the_accounts_currency(string culture, string symbol, string value, string text) =>
        Assert.Equal(text, Plain(In(culture, symbol).Text(value)));

    [Theory]
    [InlineData("en-IN", "1,20,000", "120000")]
    [InlineData("en-IN", "₹ 1,20,000.50", "120000.5")]
    [InlineData("en-IN", "120000", "120000")]
    [InlineData("de-DE", "1.234,5", "1234.5")]
    [InlineData("fr-FR", "1 234,50 ₹", "1234.5")]
    [InlineData("en-IN", "a lot", null)]
    [InlineData("en-IN", "1.2.3", null)]
    public void What_is_typed_is_read_as_it_is_written_there(string culture, string typed, string? value) =>
        Assert.Equal(value, In(culture, "₹").Read(typed));

    [Theory]
    [InlineData("en-IN")]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    public void What_is_offered_for_editing_is_read_again_as_the_same(string culture)
    {
        var money = In(culture, "₹");

        foreach (var value in (string[])["0", "7", "1234.5", "120000", "98765432.1"])
            Assert.Equal(value, money.Read(money.Plain(value)!));
    }

    // As ICU has them: the tests run without its data.
    private static Money In(string culture, string symbol) => culture switch
    {
        "en-IN" or "hi-IN" => new(Numbers(",", ".", before: true), inLakhs: true, symbol),
        "de-DE" => new(Numbers(".", ",", before: false), inLakhs: false, symbol),
        "fr-FR" => new(Numbers("\u202f", ",", before: false), inLakhs: false, symbol),
        _ => new(Numbers(",", ".", before: true), inLakhs: false, symbol),
    };

    private static NumberFormatInfo Numbers(string group, string point, bool before) => new()
    {
        NumberGroupSeparator = group,
        CurrencyGroupSeparator = group,
        NumberDecimalSeparator = point,
        CurrencyDecimalSeparator = point,
        CurrencyPositivePattern = before ? 0 : 3,
        CurrencyNegativePattern = before ? 1 : 8,
    };

    // Languages put unbreakable spaces between.
    private static string? Plain(string? text) => text?.Replace('\u00a0', ' ').Replace('\u202f', ' ');
}
