using System.Diagnostics;
using Leadline.Mail;
using Xunit;

namespace Leadline.Tests.Mail;

/// <summary>Templates that accounts write: what they can say, and what they cannot do to the server.</summary>
public sealed class TemplateTests
{
    private static readonly Dictionary<string, object?> Data = new()
    {
        ["portal"] = new Dictionary<string, object?> { ["name"] = "Bank & Sons" },
        ["lead"] = new Dictionary<string, string?> { ["FirstName"] = "<b>Ada</b>", ["mx_City"] = "Zürich" },
        ["link"] = "https://example.com/?a=1&b=2",
        ["minutes"] = 60,
        ["code"] = null,
    };

    [Theory]
    [InlineData("{{lead.FirstName}} at {{ portal.name }}", "<b>Ada</b> at Bank & Sons")]
    [InlineData("{{minutes}} minutes: {{link}}", "60 minutes: https://example.com/?a=1&b=2")]
    [InlineData("[{{code}}{{lead.LastName}}{{unknown.name}}]", "[]")]
    [InlineData("{% if lead.LastName %}a{% else %}b{% endif %}", "b")]
    [InlineData("{% unless code %}{{ lead.mx_City | upcase }}{% endunless %}", "ZÜRICH")]
    [InlineData("{{ lead.LastName | default: 'friend' }}", "friend")]
    [InlineData("Hello{{#if lead.FirstName}} {{lead.mx_City}}{{/if}},", "Hello Zürich,")]
    [InlineData("{{#if lead.LastName}}a{{else}}b{{/if}}{{#unless code}}c{{/unless}}", "bc")]
    [InlineData("{{! a note }}a{{!-- with {{braces}} --}}b", "ab")]
    public async Task Says(string template, string text)
    {
        Assert.Null(TemplateEngine.ErrorIn(template));
        Assert.Equal(text, await TemplateEngine.Render(template, Data, isHtml: false));
    }

    [Theory]
    [InlineData("<p>{{lead.FirstName}}</p>", "<p>&lt;b&gt;Ada&lt;/b&gt;</p>")]
    [InlineData("{{{lead.FirstName}}}", "<b>Ada</b>")]
    [InlineData("{{ lead.FirstName | raw }}", "<b>Ada</b>")]
    public async Task Html_escapes_values(string template, string html) =>
        Assert.Equal(html, await TemplateEngine.Render(template, Data, isHtml: true));

    [Theory]
    [InlineData("{{#if}")]
    [InlineData("{{/each}}")]
    [InlineData("{{#each lead}}x{{/each}}")]
    [InlineData("{% if lead %}")]
    [InlineData("{% for i in (1..9) %}x{% endfor %}")]
    [InlineData("{% assign s = 'x' %}")]
    [InlineData("{% capture s %}x{% endcapture %}")]
    [InlineData("{% include 'file' %}")]
    [InlineData("{{ (1..9) }}")]
    [InlineData("{% if lead contains (1..9) %}x{% endif %}")]
    [InlineData("{{ lead.FirstName | default: (1..9) }}")]
    public void Cannot_be_read(string template) => Assert.NotNull(TemplateEngine.ErrorIn(template));

    public static TheoryData<string> Greedy =>
    [
        string.Concat(Enumerable.Repeat("{{lead.long}}", 200)),
        "{{ lead.long | replace: 'x', lead.long }}",
    ];

    [Theory]
    [MemberData(nameof(Greedy))]
    public async Task Stops_at_its_limits(string template)
    {
        var data = new Dictionary<string, object?> { ["lead"] = new Dictionary<string, string?> { ["long"] = new('x', 20_000) } };
        var start = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<Exception>(() => TemplateEngine.Render(template, data, isHtml: true));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
    }
}
