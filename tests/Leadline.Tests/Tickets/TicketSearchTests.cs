using System.Net;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>Lists of tickets, each found the frequent way, the rare way, or by an index of its own.</summary>
public sealed class TicketSearchTests(TicketSearchTests.FilledServer server) : IClassFixture<TicketSearchTests.FilledServer>
{
    private const string List = "/leadline/v1/tickets";

    [Theory]
    [InlineData("Status=Open", 34)]
    [InlineData("Status=Closed", 27)]
    [InlineData("Status=closed", 0)]
    [InlineData("Status=Closed&Priority=High", 7)]
    [InlineData("Priority=High&limit=200", 20)]
    [InlineData("CustomData.Region=North", 12)]
    [InlineData("words=printer", 15)]
    [InlineData("words=PRINTER%20third", 3)]
    [InlineData("words=print", 0)]
    [InlineData("tag=VIP", 10)]
    [InlineData("tag=vi", 0)]
    [InlineData("number=1", 1)]
    [InlineData("leadId=nobody", 0)]
    [InlineData("agentId=", 61)]
    public async Task Tickets_are_found_by_any_field_word_or_tag(string query, int count) =>
        Assert.Equal(count, (await All($"{List}?{query}")).Count);

    [Theory]
    [InlineData("""{"field":"Priority","operator":"<>","value":"High"}""", 41)]
    [InlineData("""{"field":"Priority","operator":"IN","value":"High,Low"}""", 20)]
    [InlineData("""{"field":"Title","operator":"LIKE","value":"rint"}""", 15)]
    [InlineData("""{"field":"CustomData.Seats","operator":">","value":"57"}""", 3)]
    [InlineData("""{"field":"CustomData.Region","operator":"=","value":""}""", 49)]
    [InlineData("""{"field":"createdOn","operator":">","value":"2020-01-01"}""", 61)]
    [InlineData("""{"field":"modifiedOn","operator":"<","value":"2020-01-01"}""", 0)]
    [InlineData("""{"field":"agentId","operator":"=","value":"11111111-1111-1111-1111-111111111111"}""", 0)]
    [InlineData("""{"field":"version","operator":"=","value":"1"}""", 61)]
    public async Task Every_operator_works_on_every_kind_of_field(string filter, int count)
    {
        var answer = await server.Post($"{List}/search", $$"""{"filters":[{{filter}}],"limit":200}""");

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal(count, answer.Json.GetProperty("tickets").GetArrayLength());
    }

    [Theory]
    [InlineData("createdOn")]
    [InlineData("-createdOn")]
    [InlineData("modifiedOn")]
    [InlineData("-modifiedOn")]
    public async Task Pages_follow_each_other_without_gap_or_repeat(string sort)
    {
        var whole = await All($"{List}?sort={sort}&limit=200");
        var paged = await All($"{List}?sort={sort}&limit=7");
        var filtered = await All($"{List}?sort={sort}&limit=2&Priority=High");

        Assert.Equal(61, whole.Count);
        Assert.Equal(whole, paged);
        Assert.Equal(20, filtered.Count);
        Assert.Equal(filtered, whole.Where(filtered.Contains));
        Assert.Equal(whole, sort.StartsWith('-') ? whole.OrderDescending() : whole.Order());
    }

    [Theory]
    [InlineData("sort=title")]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("after=nonsense")]
    [InlineData("Colour=red")]
    public async Task What_cannot_be_asked_is_refused(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Get($"{List}?{query}")).Status);

    [Fact]
    public async Task A_value_is_never_sql()
    {
        var answer = await server.Post($"{List}/search", """{"filters":[{"field":"Status","value":"x' OR 1=1 --"}],"words":"'); DROP TABLE ticket; --"}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(0, answer.Json.GetProperty("tickets").GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"{List}/search", """{"filters":[{"field":"Status' --","value":"x"}]}""")).Status);
    }

    private async Task<List<long>> All(string path)
    {
        var (numbers, after) = (new List<long>(), (string?)null);
        do
        {
            var answer = await server.Get(after is null ? path : $"{path}&after={after}");
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
            numbers.AddRange(answer.Json.GetProperty("tickets").EnumerateArray().Select(ticket => ticket.GetProperty("number").GetInt64()));
            after = answer.Json.GetProperty("next").GetString();
        }
        while (after is not null);
        return numbers;
    }

    [Theory]
    [InlineData("""{"any":[{"field":"Priority","value":"High"},{"field":"CustomData.Region","value":"North"}]}""", 28)]
    [InlineData("""{"all":[{"field":"Priority","value":"High"},{"field":"CustomData.Region","value":"North"}]}""", 4)]
    [InlineData("""{"all":[{"field":"Priority","value":"High"},{"any":[{"field":"CustomData.Seats","operator":">","value":"54"},{"field":"agentId","value":"nobody"}]}]}""", 2)]
    public async Task Conditions_stand_in_groups_and_tickets_are_counted(string filter, int count)
    {
        var answer = await server.Post("/leadline/v1/tickets/search", $$"""{"filter":{{filter}},"count":true,"limit":1}""");

        Assert.Equal(count, answer.Json.GetProperty("count").GetInt32());
        Assert.False(answer.Json.GetProperty("hasMore").GetBoolean());
        Assert.Single(answer.Json.GetProperty("tickets").EnumerateArray());
    }

    /// <summary>The sample's ticket and 60 more: a third High and closed in turn, a fifth of the North, a quarter about printers.</summary>
    public sealed class FilledServer : TestServer
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            foreach (var field in new[] { """{"schemaName":"CustomData.Region","displayName":"Region","type":"dropdown","options":["North","South"]}""", """{"schemaName":"CustomData.Seats","displayName":"Seats","type":"number"}""" })
                Assert.Equal(HttpStatusCode.OK, (await Post("/leadline/v1/ticket-fields", field)).Status);
            for (var i = 1; i <= 60; i++)
            {
                var fields = new List<(string, string)>
                {
                    ("Priority", i % 3 == 0 ? "High" : "Medium"),
                    ("Status", i % 3 == 1 ? "Closed" : i is 3 or 6 or 9 or 12 or 15 or 18 or 21 ? "Closed" : "Open"),
                    ("CustomData.Seats", i.ToString()),
                };
                if (i % 5 == 0)
                    fields.Add(("CustomData.Region", "North"));
                if (i % 6 == 0)
                    fields.Add(("Tags", "vip,night shift"));
                if (i % 20 == 0)
                    fields.Add(("Description", "The third one."));
                await this.NewTicket($"search{i}@example.com", i % 4 == 0 ? "The printer, again" : "Something else", [.. fields]);
            }
        }
    }
}
