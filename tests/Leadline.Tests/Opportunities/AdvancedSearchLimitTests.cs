using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Opportunities.OpportunityCalls;

namespace Leadline.Tests.Opportunities;

/// <summary>A2: what a caller's lists may cost has a limit, and a refusal of its own.</summary>
public sealed class AdvancedSearchLimitTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Sample = 12231;
    private const string TooMany = "Invalid Input! Parameter Name: AdvancedSearch has at most 100 conditions.";

    [Theory]
    [InlineData(1, 101, 500, TooMany)]
    [InlineData(51, 2, 500, TooMany)]
    [InlineData(101, 0, 500, TooMany)]
    [InlineData(1, 1_001, 400, "'RowCondition' has more than 1000 items.")]
    [InlineData(1, 8_000, 400, "'AdvancedSearch' has more than 100000 characters.")]
    [InlineData(20_000, 1, 400, "'AdvancedSearch' has more than 100000 characters.")]
    public async Task A2_too_many_conditions_are_refused(int groups, int rows, int status, string message)
    {
        var row = rows == 1_001 ? """{"LSO":"Status"}""" : Row("Status", "Or", "Open");
        var group = $$"""{"Type":"Activity","RowCondition":[{{string.Join(',', Enumerable.Repeat(row, rows))}}]}""";

        var answer = await Search(string.Join(',', Enumerable.Repeat(group, groups)));

        Assert.Equal(message, answer.Json.Text("ExceptionMessage"));
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal("MXInvalidInputException", answer.Json.Text("ExceptionType"));
    }

    [Fact]
    public async Task A2_each_condition_is_joined_to_all_before_it()
    {
        var name = $"joined-{Guid.NewGuid():N}";
        var id = await server.NewOpportunity(
            $"{name}@example.com", Sample, Field("mx_Custom_1", name) + "," + Field("Status", "Open"));
        string[] others = [.. Enumerable.Range(0, 96).Select(i => Row("mx_Custom_1", "Or", $"nobody {i}"))];

        // (((no or yes) or 96 times no) and open), and the same but lost.
        var open = await Search(
            $$"""{"Type":"Activity","RowCondition":[{{string.Join(',', [Row("mx_Custom_1", "And", "none"), Row("mx_Custom_1", "or", name), .. others, Row("Status", "and", "Open")])}}]}""");
        var lost = await Search(
            $$"""{"Type":"Activity","RowCondition":[{{string.Join(',', [Row("mx_Custom_1", "And", name), .. others, Row("Status", "And", "Lost")])}}]}""");

        Assert.Equal([id], open.Json.Items("List").Select(row => row.Text("OpportunityId")));
        Assert.Empty(lost.Json.Items("List"));
    }

    [Theory]
    [InlineData("Status", "in")]
    [InlineData("mx_Custom_1", "in")]
    public async Task A2_an_IN_of_too_many_values_is_refused(string field, string op)
    {
        var values = string.Join(',', Enumerable.Range(0, 1_001));
        var row = $$"""{"LSO":"{{field}}","Operator":"{{op}}","RSO":"{{values}}"}""";

        var searched = await Search($$"""{"Type":"Activity","RowCondition":[{{row}}]}""");
        var leads = await server.Post(
            "/v2/LeadManagement.svc/Leads.Get",
            $$"""{"Parameter":{"LookupName":"FirstName","LookupValue":"{{values}}","SqlOperator":"IN" } }""");

        Assert.All([searched, leads], answer =>
            Assert.Equal("Invalid Input! Parameter Name: IN takes at most 1000 values.", answer.Json.Text("ExceptionMessage")));
    }

    [Fact]
    public async Task A2_a_read_by_ids_takes_so_many_types()
    {
        var type = """{"EventCode":"12231","ProspectActivityId":[],"Columns":{"Include_CSV":"Status"}}""";
        var answer = await server.Post(
            Service + "GetOpportunitiesById", $$"""{ "SearchParameters": [{{string.Join(',', Enumerable.Repeat(type, 101))}}] }""");

        Assert.Equal("Invalid Input! Parameter Name: You can not pass more than 100 types.", answer.Json.Text("ExceptionMessage"));
    }

    [Theory]
    [InlineData("[{\"Attribute\":\"FirstName\",\"Value\":[", "0,", "]}]")]
    [InlineData("[", "{},", "{}]")]
    [InlineData("[", "[],", "[],]")]
    public async Task A2_a_body_of_too_many_values_is_refused_whoever_reads_it(string begin, string item, string end)
    {
        var body = begin + string.Concat(Enumerable.Repeat(item, 260_000)) + end;

        foreach (var path in (string[])
                 ["LeadManagement.svc/Lead.Capture", "LeadManagement.svc/Lead/Bulk/Create", "ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId"])
        {
            var answer = await server.Post("/v2/" + path, body);
            Assert.Equal((400, "The body has more than 250000 values."), ((int)answer.Status, answer.Json.Text("ExceptionMessage")));
        }
    }

    private static string Row(string field, string join, string value) =>
        $$"""{"SubConOp":"{{join}}","LSO":"{{field}}","LSO_Type":"PA","Operator":"eq","RSO":"{{value}}"}""";

    private Task<Answer> Search(string groups)
    {
        var criteria = $$"""{"GrpConOp":"And","Conditions":[{{groups}}]}""";
        return server.Post(
            Service + "Retrieve/BySearchParameter",
            $$"""{"OpportunityEventCode":{{Sample}},"AdvancedSearch":{{JsonSerializer.Serialize(criteria)}}}""");
    }
}
