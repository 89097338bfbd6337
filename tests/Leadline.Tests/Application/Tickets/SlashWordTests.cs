using Leadline.App.Tickets;
using Xunit;

namespace Leadline.Tests.Application.Tickets;

/// <summary>What opens the canned answers, and what is only a slash. The bar stands for the caret.</summary>
public sealed class SlashWordTests
{
    [Theory]
    [InlineData("/|", 0, "")]
    [InlineData("/ref|", 0, "ref")]
    [InlineData("Dear Ravi, /ref| thanks", 11, "ref")]
    [InlineData("Dear Ravi,\n/refund pol|", 11, "refund pol")]
    [InlineData("see (/policy|)", 5, "policy")]
    public void A_slash_that_begins_a_word_looks_for_what_follows_it(string text, int start, string words) =>
        Assert.Equal(new SlashWord(start, words), At(text));

    [Theory]
    [InlineData("|/refund")]
    [InlineData("24/7|")]
    [InlineData("and/or|")]
    [InlineData("https://example.com|")]
    [InlineData("1 / 2|")]
    [InlineData("/refund\nnext line|")]
    [InlineData("//|")]
    [InlineData("|")]
    public void Another_slash_looks_for_nothing(string text) => Assert.Null(At(text));

    private static SlashWord? At(string text) =>
        SlashWord.At(text.Replace("|", "", StringComparison.Ordinal), text.IndexOf('|', StringComparison.Ordinal));
}
