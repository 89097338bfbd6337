using System.Net;
using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Opportunities;

/// <summary>Opportunities in Leadline's own API: made, moved, listed, by stage.</summary>
public sealed class OwnOpportunityTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Loan =
        """
        ,"stages":["New","Negotiation","Closed"],"canDelete":true,"duplicateFields":["mx_Custom_1"],
        "fields":[{"schemaName":"mx_Custom_7","displayName":"Amount","type":"Decimal"}]
        """;

    private readonly OwnApi own = new(server);

    [Fact]
    public async Task An_opportunity_is_made_read_moved_and_deleted()
    {
        var (lead, type) = (await server.NewLead("made@opp.example"), await server.NewOpportunityType("Own loan", Loan));

        var made = await Make(lead, type, "Home", "New", "120000");

        var path = $"opportunities/{made["id"]}";
        var read = await own.Get(path);
        Assert.Equal(read.ETag, made.ETag);
        foreach (var member in read.Json.EnumerateObject().Where(member => member.Name != "values"))
            Assert.Equal(member.Value.ToString(), made.Json.GetProperty(member.Name).ToString());
        Assert.Equal("120000", made.Json.GetProperty("values").GetProperty("mx_Custom_7").GetString());
        Assert.Equal(("Home", "New", "Open", lead), (read["name"], read["stage"], read["status"], read["leadId"]));
        var moved = await own.Patch(path, """{"status":"Won","values":{"mx_Custom_2":"Closed"}}""", made.ETag);
        Assert.Equal(("Closed", "Won"), (moved["stage"], moved["status"]));
        var late = await own.Patch(path, """{"values":{"mx_Custom_2":"New"}}""", made.ETag);
        Assert.Equal((HttpStatusCode.PreconditionFailed, moved.ETag), (late.Status, late["version"]));
        Assert.Equal(moved.ETag, (await own.Patch(path, """{"status":"Won"}""")).ETag);
        var ofLead = (await own.Get($"leads/{lead}/opportunities")).Json.GetProperty("opportunities");
        Assert.Equal(made["id"], ofLead[0].GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.OK, (await own.Delete(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Patch(path, "{}")).Status);
    }

    [Fact]
    public async Task A_duplicate_is_named_and_leaves_no_trace()
    {
        var (lead, type) = (await server.NewLead("twice@opp.example"), await server.NewOpportunityType("Own twice", Loan));
        var made = await Make(lead, type, "Home", "New", "1");
        var before = await server.Timeline(lead);

        var again = await Make(lead, type, "home", "New", "2");

        Assert.Equal((HttpStatusCode.Conflict, "duplicate", made["id"]), (again.Status, again["code"], again["opportunityId"]));
        Assert.Equal(before, await server.Timeline(lead));
    }

    [Fact]
    public async Task Of_makers_at_once_one_makes_it()
    {
        var (lead, type) = (await server.NewLead("atonce@opp.example"), await server.NewOpportunityType("Own at once", Loan));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Make(lead, type, "Home", "New", "1")));

        var made = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer != made), answer => Assert.Equal(made["id"], answer["opportunityId"]));
    }

    [Fact]
    public async Task What_the_type_does_not_allow_is_unprocessable()
    {
        var lead = await server.NewLead("rules@opp.example");
        var type = await server.NewOpportunityType("Own rules", ",\"stages\":[\"New\",\"Closed\"],\"requireComment\":true");
        var made = await own.Post($"leads/{lead}/opportunities", $$$"""{"type":{{{type}}},"values":{"mx_Custom_19":"why"}}""");
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);
        var path = $"opportunities/{made["id"]}";

        var silent = await own.Patch(path, """{"values":{"mx_Custom_2":"Closed"}}""", made.ETag);
        var nowhere = await own.Patch(path, """{"values":{"mx_Custom_2":"Nowhere","mx_Custom_19":"x"}}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalidActivityFields"), (silent.Status, silent["code"]));
        Assert.True(silent.Json.GetProperty("errors").TryGetProperty("mx_Custom_19", out _), silent.Body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nowhere.Status);
        Assert.Equal((made.Body, made.ETag), ((await own.Get(path)).Body, (await own.Get(path)).ETag));
        Assert.Equal("Closed", (await own.Patch(path, """{"values":{"mx_Custom_2":"Closed","mx_Custom_19":"done"}}""", made.ETag))["stage"]);
    }

    [Fact]
    public async Task A_board_counts_and_adds_up_all_and_shows_some()
    {
        var type = await server.NewOpportunityType("Own board", Loan);
        var lead = await server.NewLead("board@opp.example");
        for (var i = 0; i < 5; i++)
            await Make(lead, type, $"N{i}", "Negotiation", "100.50");
        await Make(lead, type, "New one", "New", "7");

        var board = await Board($$"""{"type":{{type}},"cards":2}""");

        Assert.Equal("mx_Custom_7", board.GetProperty("amountField").GetString());
        Assert.Equal(
            ["New 1 7 1", "Negotiation 5 502.5 2", "Closed 0 0 0"],
            board.GetProperty("columns").EnumerateArray().Select(column => FormattableString.Invariant(
                $"{column.GetProperty("stage")} {column.GetProperty("count")} {column.GetProperty("sum").GetDecimal():0.##} {column.GetProperty("cards").GetArrayLength()}")));
        var negotiation = board.GetProperty("columns")[1];
        var names = negotiation.GetProperty("cards").EnumerateArray().Select(Name).ToList();
        var rest = (await own.Post("opportunities/search", $$$"""
            {"type":{{{type}}},"filter":{"field":"mx_Custom_2","value":"Negotiation"},"after":"{{{negotiation.GetProperty("next").GetString()}}}"}
            """)).Json;
        names.AddRange(rest.GetProperty("opportunities").EnumerateArray().Select(Name));
        Assert.Equal(["N4", "N3", "N2", "N1", "N0"], names);

        var narrowed = await Board($$$"""{"type":{{{type}}},"filter":{"any":[{"field":"mx_Custom_1","value":"N1"},{"field":"mx_Custom_1","value":"N2"}]}}""");
        Assert.Equal(2, narrowed.GetProperty("columns")[1].GetProperty("count").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await own.Post("opportunities/board", $$"""{"type":{{type}},"amountField":"mx_Custom_1"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Post("opportunities/board", """{"type":19999}""")).Status);
    }

    [Theory]
    [InlineData("mx_Custom_7", "A B C D E")]
    [InlineData("-mx_Custom_7", "D C B A E")]
    [InlineData("P_FirstName", "A B C D E")]
    [InlineData("CreatedOn", "A B C D E")]
    [InlineData("-ModifiedOn", "E D C B A")]
    public async Task Pages_go_on_in_any_order(string sort, string names)
    {
        var type = await server.NewOpportunityType($"Own pages {Guid.NewGuid():N}", Loan);
        var lead = await server.NewLead($"{Guid.NewGuid():N}@opp.example");
        foreach (var (name, amount) in new[] { ("A", "9"), ("B", "10"), ("C", "11"), ("D", "100"), ("E", "") })
            await Make(lead, type, name, "New", amount);

        var (found, after) = (new List<string>(), (string?)"");
        for (var page = 0; after is not null; page++)
        {
            var answer = await own.Post(
                "opportunities/search", $$"""{"type":{{type}},"sort":"{{sort}}","limit":2,"count":true{{(after is "" ? "" : $",\"after\":\"{after}\"")}}}""");
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
            Assert.Equal("5", answer["count"]);
            found.AddRange(answer.Json.GetProperty("opportunities").EnumerateArray().Select(Name));
            after = answer["next"];
            Assert.True(page < 4);
        }

        Assert.Equal(names.Split(' ').Order(), found.Order());
        if (sort != "P_FirstName")
            Assert.Equal(names, string.Join(' ', found));
    }

    private async Task<JsonElement> Board(string body)
    {
        var answer = await own.Post("opportunities/board", body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    private Task<OwnAnswer> Make(string lead, int type, string name, string stage, string amount) => own.Post(
        "opportunities",
        $$$"""{"leadId":"{{{lead}}}","type":{{{type}}},"values":{"mx_Custom_1":"{{{name}}}","mx_Custom_2":"{{{stage}}}","mx_Custom_7":"{{{amount}}}"}}""");

    private static string Name(JsonElement opportunity) => opportunity.GetProperty("name").GetString()!;
}
