using System.Net;
using Leadline.Tests.Support;
using Leadline.Tests.Users;
using Xunit;

namespace Leadline.Tests.Analytics;

public sealed class LeadDistributionTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string Path = "/Leads/LeadDistribution/FilterByLeadField";
    private const string Team =
        """
        "UserFilter":{"GroupConditions":[{"Condition":[{"LookupName":"EmailAddress","Operator":"lik","LookupValue":"@counted.example"}]}]}
        """;

    private readonly LeadRows rows = new(server);
    private readonly UserCalls users = new(server);

    public async ValueTask InitializeAsync()
    {
        if ((await Count(OfTeam())).Length > 0)
            return;
        var (one, two) = (await users.Create("one@counted.example"), await users.Create("two@counted.example"));
        await users.Create("none@counted.example");
        foreach (var (name, owner, city, stage) in new[]
                 {
                     ("a", one, "Pune", "Prospect"), ("b", one, "Goa", "Customer"), ("c", one, "Goa", "Prospect"),
                     ("d", two, "Goa", "Customer"),
                 })
            await rows.Lead($"{name}@distribution.example", ("OwnerId", owner), ("mx_City", city), ("ProspectStage", stage));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Leads_are_counted_by_user()
    {
        Assert.Equal(["one 3", "two 1", "none 0"], await Count(OfTeam()));
        Assert.Equal(["none 0"], await Count(OfTeam(""","Paging":{"PageIndex":3,"PageSize":1}""")));
    }

    [Theory]
    [InlineData("""[{"Condition":[{"LookupName":"mx_City","Operator":"eq","LookupValue":"Goa"}]}]""", "one 2,two 1,none 0")]
    [InlineData("""[{"Condition":[{"LookupName":"mx_City","Operator":"eq","LookupValue":"Pune","ConditionOperator":"OR"},{"LookupName":"ProspectStage","Operator":"eq","LookupValue":"Customer"}]}]""", "one 2,two 1,none 0")]
    [InlineData("""[{"Condition":[{"LookupName":"mx_City","Operator":"lik_s","LookupValue":"Pu"}],"GroupOperator":"OR"},{"Condition":[{"LookupName":"EmailAddress","Operator":"lik","LookupValue":"d@"}]}]""", "one 1,two 1,none 0")]
    [InlineData("""[{"Condition":[{"LookupName":"ProspectStage","Operator":"in","LookupValue":"Prospect, Customer"},{"LookupName":"mx_City","Operator":"neq","LookupValue":"Goa"}]}]""", "one 1,two 0,none 0")]
    public async Task A_filter_of_leads_narrows(string groups, string counts) => Assert.Equal(
        counts, string.Join(',', await Count(OfTeam(leadFilter: $$""","LeadFilter":{"GroupConditions":{{groups}} }"""))));

    [Fact]
    public async Task A_window_narrows() => Assert.Equal(
        ["one 0", "two 0", "none 0"],
        await Count(OfTeam(""","DateFilter":{"FromDate":"2020-01-01 00:00:00","ToDate":"2020-12-31 00:00:00"}""")));

    [Fact]
    public async Task An_aggregate_counts_the_values_of_a_field()
    {
        var stages = await server.Post(Path, OfTeam(""","Output":"aggregate" """));
        var cities = await server.Post(Path, OfTeam(""","Output":"Aggregate","LeadField":"mx_City" """));

        Assert.Equal(
            """{"RecordCount":2,"List":[{"Value":"Customer","LeadCount":"2"},{"Value":"Prospect","LeadCount":"2"}]}""", stages.Body);
        Assert.Equal("""{"RecordCount":2,"List":[{"Value":"Goa","LeadCount":"3"},{"Value":"Pune","LeadCount":"1"}]}""", cities.Body);
    }

    [Fact]
    public async Task Csv_has_the_same_rows()
    {
        var json = (await server.Post(Path, OfTeam())).Json.GetProperty("List")[0];

        var csv = await server.Post($"{Path}?responseformat=csv", OfTeam());

        var lines = csv.Body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("UserId,UserName,EmailAddress,LeadCount", lines[0]);
        Assert.Equal($"{json.GetProperty("UserId").GetString()},Asha Rao,one@counted.example,3", lines[1]);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task Without_a_filter_everybody_counts()
    {
        var answer = (await server.Post(Path, """{"Paging":{"PageIndex":1,"PageSize":10}}""")).Json;

        Assert.Equal(
            await rows.Count(),
            answer.GetProperty("List").EnumerateArray().Sum(row => long.Parse(row.GetProperty("LeadCount").GetString()!)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.PostAsync(Path, null, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("?responseformat=XML", "{}", "responseformat")]
    [InlineData("", """{"Output":"pie"}""", "Output")]
    [InlineData("", """{"Paging":{"PageSize":1001}}""", "PageSize can not be more than 1000.")]
    [InlineData("", """{"LeadField":"Shoe"}""", "Attribute(s) does not exist - Shoe")]
    [InlineData("", """{"DateFilter":{"FromDate":"soon"}}""", "FromDate value is not correct.")]
    [InlineData("", """{"ReportFilter":{"LeadFilter":{"GroupConditions":[{"Condition":[{"LookupName":"Shoe","Operator":"eq","LookupValue":"9"}]}]}}}""", "Attribute(s) does not exist - Shoe")]
    [InlineData("", """{"ReportFilter":{"LeadFilter":{"GroupConditions":[{"Condition":[{"LookupName":"mx_City","Operator":"near","LookupValue":"9"}]}]}}}""", "Operator 'near' is not valid.")]
    [InlineData("", """{"ReportFilter":{"UserFilter":{"GroupConditions":[{"Condition":[{"LookupName":"Shoe","Operator":"eq","LookupValue":"9"}]}]}}}""", "User search has some invalid Attributes")]
    public async Task What_cannot_be_counted_is_refused(string query, string body, string message)
    {
        var answer = await server.Post(Path + query, body);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains(message, answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    [Fact]
    public async Task The_own_api_counts_by_a_field()
    {
        var answer = await server.Post(
            "/leadline/v1/leads/distribution",
            """{"filter":{"field":"EmailAddress","operator":"LIKE","value":"@distribution.example"},"by":"mx_City"}""");
        var unknown = await server.Post("/leadline/v1/leads/distribution", """{"by":"Shoe"}""");

        Assert.Equal("""{"total":4,"values":[{"value":"Goa","leads":3},{"value":"Pune","leads":1}]}""", answer.Body);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
    }

    private static string OfTeam(string more = "", string leadFilter = "") =>
        "{\"ReportFilter\":{" + Team + leadFilter + "}" + more + "}";

    private async Task<string[]> Count(string body) =>
    [
        .. (await server.Post(Path, body)).Json.GetProperty("List").EnumerateArray().Select(row =>
            $"{row.GetProperty("EmailAddress").GetString()!.Split('@')[0]} {row.GetProperty("LeadCount").GetString()}"),
    ];
}
