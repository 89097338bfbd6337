using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Activities;

/// <summary>Activities by what they hold, by whom they name, and how they came to be so (core §3.7).</summary>
public sealed class ActivitySearchTests(TestServer server) : IClassFixture<TestServer>
{
    private const string SetField =
        """[{"SchemaName":"mx_Custom_1","DisplayName":"Amount","DataType":"Number"},{"SchemaName":"mx_Custom_2","DisplayName":"Set","DataType":"CustomObject"}]""";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task An_advanced_search_finds_by_fields_of_the_activity_and_of_its_lead()
    {
        var code = await server.NewType("Searched", """[{"SchemaName":"mx_Custom_1","DisplayName":"Amount","DataType":"Number"}]""");
        var (pune, delhi) = (await Lead("pune.search@example.com", "Pune"), await Lead("delhi.search@example.com", "Delhi"));
        var small = await server.NewActivity(pune, code, """[{"SchemaName":"mx_Custom_1","Value":"5"}]""", on: "2026-11-01 10:00:00");
        var large = await server.NewActivity(pune, code, """[{"SchemaName":"mx_Custom_1","Value":"50"}]""", on: "2026-11-02 10:00:00");
        var other = await server.NewActivity(delhi, code, """[{"SchemaName":"mx_Custom_1","Value":"70"}]""", on: "2026-11-03 10:00:00");

        var found = await Search(code, Group("Activity", Row("mx_Custom_1", "gt", "10")));
        Assert.Equal(2, found.GetProperty("RecordCount").GetInt32());
        Assert.Equal([other, large], Ids(found));
        Assert.Equal([large], Ids(await Search(code, Group("Activity", Row("mx_Custom_1", "gt", "10")), Group("Lead", Row("mx_City", "eq", "Pune")))));
        Assert.Equal([small, large, other], Ids(await Search(code, [Group("Activity")], ",\"Sorting\":{\"ColumnName\":\"CreatedOn\",\"Direction\":0}")));
        Assert.Equal([other], Ids(await Search(code, [Group("Activity", Row("ActivityEvent", "eq", $"{code}", "PAEvent"))], ",\"Paging\":{\"PageIndex\":1,\"PageSize\":1}")));

        var whole = found.Items("List")[0];
        Assert.Equal((other, delhi, "70", $"{code}", "Note"), (whole.Text("ProspectActivityId"), whole.Text("RelatedProspectId"), whole.Text("mx_Custom_1"), whole.Text("ActivityEvent"), whole.Text("ActivityEvent_Note")));
        var asked = (await Search(code, [Group("Activity", Row("mx_Custom_1", "eq", "70"))], ",\"Columns\":{\"Include_CSV\":\"mx_Custom_1,CreatedOn,EmailAddress,P_mx_City,mx_Nothing\"}")).Items("List").Single();
        Assert.Equal(
            $$"""{"ProspectActivityId":"{{other}}","RelatedProspectId":"{{delhi}}","mx_Custom_1":"70","CreatedOn":"2026-11-03 10:00:00","EmailAddress":"delhi.search@example.com","P_mx_City":"Delhi","mx_Nothing":null}""",
            asked.GetRawText());
    }

    [Theory]
    [InlineData("""{"AdvancedSearch":"{}"}""", "MXInvalidInputException", "Invalid Input! Parameter Name: You have not passed any ActivityEvent.")]
    [InlineData("""{"ActivityEvent":105}""", "MXInvalidInputException", "Invalid Input! Parameter Name: AdvancedSearch")]
    [InlineData("""{"ActivityEvent":12231,"AdvancedSearch":"{}"}""", "MXInvalidActivityException", "Event Code is invalid or empty")]
    [InlineData("""{"ActivityEvent":105,"AdvancedSearch":"{}","Paging":{"PageSize":1001}}""", "MXInvalidInputException", "Invalid Input! Parameter Name: PageSize can not be more than 1000.")]
    [InlineData(
        """{"ActivityEvent":105,"AdvancedSearch":"{\"Conditions\":[{\"RowCondition\":[{\"LSO\":\"ActivityEvent\",\"LSO_Type\":\"PAEvent\",\"Operator\":\"eq\",\"RSO\":\"30\"}]}]}"}""",
        "MXInvalidInputException",
        "AdvancedSearch criteria does not match ActivityEvent passed")]
    public Task A_search_that_cannot_be_made_is_refused(string body, string type, string message) =>
        server.Post(ActivityCalls.Service + "Activity/Retrieve/BySearchParameter", body).Refused(type, message);

    [Fact]
    public async Task Leadlines_own_search_pages_through_all_of_them()
    {
        var code = await server.NewType("Paged", """[{"SchemaName":"mx_Custom_1","DisplayName":"Amount","DataType":"Number"}]""");
        var lead = await Lead("paged.search@example.com", "Pune");
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
            made.Add(await server.NewActivity(lead, code, $$"""[{"SchemaName":"mx_Custom_1","Value":"{{i}}"}]""", on: "2026-11-01 10:00:00"));
        var seen = new List<string>();
        for (string? after = null; ;)
        {
            var page = await server.Post(
                "/leadline/v1/activities/search",
                $$$"""{"type":{{{code}}},"limit":2,"filter":{"all":[{"field":"mx_Custom_1","operator":"<>","value":"3"},{"field":"mx_City","value":"Pune"}]}{{{(after is null ? "" : $",\"after\":\"{after}\"")}}}}""").Ok();
            seen.AddRange(page.Items("activities").Select(one => one.Text("id")!));
            if ((after = page.Text("next")) is null)
                break;
        }

        Assert.Equal(made.Where((_, index) => index != 3).Order(), seen.Order());
        Assert.Equal(4, seen.Distinct().Count());
        foreach (var (body, status, name) in new[]
                 {
                     ("{}", HttpStatusCode.BadRequest, "missingAttribute"),
                     ("""{"type":12231}""", HttpStatusCode.NotFound, "unknownActivityType"),
                     ($$"""{"type":{{code}},"limit":201}""", HttpStatusCode.BadRequest, "limitExceeded"),
                     ($$$"""{"type":{{{code}}},"filter":{"field":"mx_Nothing","value":"1"}}""", HttpStatusCode.BadRequest, "invalidInput"),
                 })
        {
            var answer = await server.Post("/leadline/v1/activities/search", body);
            Assert.Equal((status, name), (answer.Status, answer.Json.Text("code")));
        }
    }

    [Fact]
    public async Task Activities_that_name_a_lead_in_a_field_set_are_its_references()
    {
        var code = await server.NewType("Referring", SetField);
        var (named, writer) = (await Lead("named.reference@example.com", "Pune"), await Lead("writer.reference@example.com", "Pune"));
        string Fields(string lead) =>
            $$"""[{"SchemaName":"mx_Custom_2","Value":"","Fields":[{"SchemaName":"mx_CustomObject_1","Value":"{{lead}}"}]}]""";
        var first = await server.NewActivity(writer, code, Fields(named), on: "2026-11-01 10:00:00");
        var second = await server.NewActivity(writer, code, Fields(named), on: "2026-11-02 10:00:00");
        await server.NewActivity(writer, code, Fields(writer));
        await server.NewActivity(named, 105, note: named);

        var found = await References(named, $$$"""{"Parameter":{"ActivityEvent":{{{code}}}},"Paging":{"PageIndex":1,"PageSize":50},"Sorting":{"ColumnName":"CreatedOn","Direction":1}}""");
        Assert.Equal(2, found.GetProperty("RecordCount").GetInt32());
        Assert.Equal([second, first], found.Items("ProspectActivities").Select(one => one.Text("ID")));
        Assert.Contains("mx_Custom_2", found.Items("ProspectActivities")[0].Items("Fields").Select(field => field.Text("SchemaName")));
        Assert.Equal([first, second], (await References(named, """{"Sorting":{"ColumnName":"CreatedOn","Direction":0}}""")).Items("ProspectActivities").Select(one => one.Text("ID")));
        Assert.Equal(0, (await References(named, """{"Parameter":{"ActivityEvent":105}}""")).GetProperty("RecordCount").GetInt32());
        Assert.Equal(0, (await References(Guid.NewGuid().ToString(), "")).GetProperty("RecordCount").GetInt32());

        var page = await server.Get($"/leadline/v1/leads/{named}/references?limit=1").Ok();
        Assert.Equal(second, page.Items("activities").Single().Text("id"));
        var next = await server.Get($"/leadline/v1/leads/{named}/references?limit=1&after={page.Text("next")}").Ok();
        Assert.Equal(first, next.Items("activities").Single().Text("id"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"/leadline/v1/leads/{Guid.NewGuid()}/references")).Status);

        var parent = await Lead("parent.reference@example.com", "Pune");
        await server.Post($"/v2/LeadManagement.svc/Lead.Merge?masterId={parent}&childId={named}", "").Ok();
        Assert.Equal(2, (await References(parent, "")).GetProperty("RecordCount").GetInt32());
        await server.Post(ActivityCalls.Service + $"GetLeadReferences?leadId={parent}", """{"Paging":{"PageSize":51}}""")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: PageSize can not be more than 50.");
        await server.Post(ActivityCalls.Service + "GetLeadReferences", "{}")
            .Refused("MXMandatoryAttributeMissingException", "'leadId' is mandatory for retrieving activities");
    }

    [Fact]
    public async Task What_changed_of_an_activity_is_told_with_the_values_before_and_after()
    {
        var code = await server.NewType("Changing", """[{"SchemaName":"mx_Custom_1","DisplayName":"Amount","DataType":"Number"}]""");
        var lead = await Lead("changing@example.com", "Pune");
        var activity = await server.NewActivity(lead, code, """[{"SchemaName":"mx_Custom_1","Value":"1"}]""");
        var still = await server.NewActivity(lead, code);
        await Change(activity, code, """{"ActivityNote":"other","Fields":[{"SchemaName":"mx_Custom_1","Value":"2"}]""");
        await Change(activity, code, """{"Fields":[{"SchemaName":"mx_Custom_1","Value":""}]""");

        var found = await History($"\"ActivityID\":\"{activity}\"");
        Assert.Equal(2, found.GetProperty("RecordCount").GetInt32());
        var (last, first) = (found.Items("Activities")[0], found.Items("Activities")[1]);
        Assert.Equal((activity, lead, $"{code}", "5"), (last.GetProperty("Activity").Text("ProspectActivityId"), last.GetProperty("Activity").Text("RelatedProspectId"), last.GetProperty("Activity").Text("ActivityEvent"), last.GetProperty("Activity").Text("Score")));
        Assert.Equal("""[{"SchemaName":"mx_Custom_1","OldValue":"2","NewValue":null}]""", last.GetProperty("Changes").GetRawText());
        Assert.Equal(
            ["ActivityEvent_Note: Note -> other", "mx_Custom_1: 1 -> 2"],
            first.Items("Changes").Select(one => $"{one.Text("SchemaName")}: {one.Text("OldValue")} -> {one.Text("NewValue")}").Order());
        ActivityCalls.AssertDate(first.Text("ModifiedOn"));
        Assert.False(string.IsNullOrEmpty(first.Text("ModifiedByName")));

        Assert.Equal(2, (await History($"\"ActivityEvents\":[{code}]")).GetProperty("RecordCount").GetInt32());
        Assert.Equal(0, (await History("\"ActivityEvents\":[104]")).GetProperty("RecordCount").GetInt32());
        Assert.Equal(0, (await History($"\"ActivityID\":\"{still}\"")).GetProperty("RecordCount").GetInt32());
        Assert.InRange((await History("\"ActivityEvents\":null")).GetProperty("RecordCount").GetInt32(), 2, int.MaxValue);
        var paged = await server.Post(
            ActivityCalls.Service + "RetrieveActivityChange",
            $$$"""{"Parameter":{"FromDate":"2020-01-01 00:00:00","ToDate":"2099-01-01 00:00:00","ActivityID":"{{{activity}}}"},"Paging":{"PageIndex":2,"PageSize":1}}""").Ok();
        Assert.Equal(first.GetRawText(), paged.Items("Activities").Single().GetRawText());

        var own = await server.Get($"/leadline/v1/activities/{activity}/changes?limit=1").Ok();
        Assert.Equal("""{"mx_Custom_1":{"Before":"2","After":null}}""", own.Items("changes").Single().GetProperty("fields").GetRawText());
        var rest = await server.Get($"/leadline/v1/activities/{activity}/changes?limit=5&after={own.Text("next")}").Ok();
        Assert.Equal("other", rest.Items("changes").Single().GetProperty("fields").GetProperty("ActivityEvent_Note").Text("After"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"/leadline/v1/activities/{Guid.NewGuid()}/changes")).Status);
    }

    [Theory]
    [InlineData("{}", "MXInvalidInputException", "Invalid Input! Parameter Name: You have not passed Parameter.")]
    [InlineData("""{"Parameter":{"ToDate":"2026-01-01 00:00:00"}}""", "MXInvalidInputException", "Invalid Input! Parameter Name: FromDate value is not correct.")]
    [InlineData("""{"Parameter":{"FromDate":"2026-01-02 00:00:00","ToDate":"2026-01-01 00:00:00"}}""", "MXInvalidInputException", "Invalid Input! Parameter Name: FromDate can't be greater than ToDate.")]
    [InlineData("""{"Parameter":{"FromDate":"2026-01-01 00:00:00","ToDate":"2026-01-02 00:00:00","ActivityID":"b7d1c2a0-0000-4000-8000-000000000000","ActivityEvents":[105]}}""", "MXInvalidInputException", "Invalid Input! Parameter Name: You can not pass both ActivityID and ActivityEvents.")]
    [InlineData("""{"Parameter":{"FromDate":"2026-01-01 00:00:00","ToDate":"2026-01-02 00:00:00","ActivityID":"nothing"}}""", "MXUnknownProspectActivityException", "Activity does not exist.")]
    [InlineData("""{"Parameter":{"FromDate":"2026-01-01 00:00:00","ToDate":"2026-01-02 00:00:00"},"Paging":{"PageSize":1001}}""", "MXInvalidInputException", "Invalid Input! Parameter Name: PageSize can not be more than 1000.")]
    public Task A_history_that_cannot_be_told_is_refused(string body, string type, string message) =>
        server.Post(ActivityCalls.Service + "RetrieveActivityChange", body).Refused(type, message);

    private Task<JsonElement> References(string lead, string body) =>
        server.Post(ActivityCalls.Service + $"GetLeadReferences?leadId={lead}", body).Ok();

    private Task<JsonElement> History(string which) => server.Post(
        ActivityCalls.Service + "RetrieveActivityChange",
        $$$"""{"Parameter":{"FromDate":"2020-01-01 00:00:00","ToDate":"2099-01-01 00:00:00",{{{which}}}}}""").Ok();

    private Task<JsonElement> Change(string activity, int code, string members) => server.Post(
        ActivityCalls.Service + "CustomActivity/Update", $$"""{"ProspectActivityId":"{{activity}}","ActivityEvent":{{code}},{{members[1..]}}}""").Ok();

    private Task<JsonElement> Search(int code, params string[] groups) => Search(code, groups, "");

    private Task<JsonElement> Search(int code, string[] groups, string more) => server.Post(
        ActivityCalls.Service + "Activity/Retrieve/BySearchParameter",
        $$"""{"ActivityEvent":{{code}},"AdvancedSearch":{{JsonSerializer.Serialize($$"""{"GrpConOp":"And","Conditions":[{{string.Join(',', groups)}}]}""")}}{{more}}}""").Ok();

    private static string Group(string type, params string[] rows) => $$"""{"Type":"{{type}}","ConOp":"and","RowCondition":[{{string.Join(',', rows)}}]}""";

    private static string Row(string name, string op, string value, string type = "String") =>
        $$"""{"SubConOp":"And","LSO":"{{name}}","LSO_Type":"{{type}}","Operator":"{{op}}","RSO":"{{value}}"}""";

    private static string[] Ids(JsonElement found) => [.. found.Items("List").Select(row => row.Text("ProspectActivityId")!)];

    private async Task<string> Lead(string email, string city) => (await rows.Lead(email, ("mx_City", city))).ToString();
}
