using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

/// <summary>Lists of leads in Leadline's own API.</summary>
public sealed class LeadListTests(TestServer server) : IClassFixture<TestServer>
{
    private const string List = "/leadline/v1/leads/search";

    [Fact]
    public async Task A_filter_of_groups_is_listed_page_by_page_and_counted()
    {
        var tag = NewTag();
        for (var i = 0; i < 7; i++)
            await Create(("FirstName", $"{tag}{i}"), ("mx_City", tag), ("Score", $"{i % 3}"));
        var filter = $$$"""{"all":[{"field":"mx_City","value":"{{{tag}}}"},{"any":[{"field":"Score","operator":">","value":"1"},{"field":"Score","value":"0"}]}]}""";

        var names = new List<string?>();
        string? after = null;
        do
        {
            var page = await server.Post(
                List, $$$"""{"filter":{{{filter}}},"sort":"FirstName","limit":2,"fields":["FirstName"],"count":true,"after":{{{JsonSerializer.Serialize(after)}}}}""");
            Assert.Equal(5, page.Json.GetProperty("count").GetInt32());
            Assert.False(page.Json.GetProperty("hasMore").GetBoolean());
            names.AddRange(page.Json.GetProperty("leads").EnumerateArray().Select(lead => lead.GetProperty("FirstName").GetString()));
            after = page.Json.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal([$"{tag}0", $"{tag}2", $"{tag}3", $"{tag}5", $"{tag}6"], names);
    }

    [Theory]
    [InlineData("""{"filter":{"field":"mx_Nothing","value":"1"}}""", 400, "mx_Nothing")]
    [InlineData("""{"filter":{"value":"1"}}""", 400, "Attribute")]
    [InlineData("""{"filter":{"field":"FirstName","operator":"~","value":"1"}}""", 400, "SqlOperator")]
    [InlineData("""{"sort":"mx_Nothing"}""", 400, "mx_Nothing")]
    [InlineData("""{"limit":201}""", 400, "1 to 200")]
    [InlineData("""{"after":"!"}""", 400, "after")]
    [InlineData("""{"after":"WyIwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMCIsInNvb24iXQ"}""", 400, "after")]
    [InlineData("""{"filter":{"all":[{"all":[{"all":[{"all":[{"all":[{"all":[{"field":"FirstName"}]}]}]}]}]}]}}""", 400, "deep")]
    public async Task What_cannot_be_listed_is_refused_with_its_reason(string body, int status, string reason)
    {
        var answer = await server.Post(List, body);

        Assert.Equal(status, (int)answer.Status);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_has_at_most_20_conditions()
    {
        string Body(int count) =>
            $$$"""{"filter":{"any":[{{{string.Join(',', Enumerable.Repeat("""{"field":"FirstName","value":"nobody"}""", count))}}}]}}""";

        Assert.Equal(HttpStatusCode.OK, (await server.Post(List, Body(20))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post(List, Body(21))).Status);
    }

    [Fact]
    public async Task A_lead_is_found_by_its_id_its_number_and_any_part_of_a_name()
    {
        var tag = NewTag();
        var id = await Create(("FirstName", tag));
        var lead = (await server.Get($"/leadline/v1/leads/{id}")).Json;
        Assert.Equal(tag, lead.GetProperty("FirstName").GetString());

        foreach (var key in (string[])[id, tag, tag[5..20]])
        {
            var found = (await server.Get($"/leadline/v1/leads/quick-search?key={key}&fields=ProspectID")).Json;
            Assert.Equal($$"""[{"ProspectID":"{{id}}"}]""", found.GetProperty("leads").GetRawText());
        }

        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"/leadline/v1/leads/{Guid.NewGuid()}")).Status);
    }

    private async Task<string> Create(params (string Name, string Value)[] values) => (await server.Post(
        "/v2/LeadManagement.svc/Lead.Create",
        JsonSerializer.Serialize(values.Select(value => new { Attribute = value.Name, value.Value })))).Id;

    private static string NewTag() => $"t{Guid.NewGuid():N}";
}
