using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Opportunities.OpportunityCalls;

namespace Leadline.Tests.Opportunities;

/// <summary>Reading opportunities (extended §2.3 - §2.7) and what was posted on them (§2.11), and sharing them (§2.12).</summary>
public sealed class OpportunityReadTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Sample = 12231;

    [Fact]
    public async Task Details_have_the_documented_members_first()
    {
        var id = await server.NewOpportunity("details@example.com", Sample, Field("mx_Custom_1", "Loan"), ""","OpportunityNote":"Notes here" """);

        var details = await server.Details(id);

        Assert.Equal(
            ["ID", "Name", "DisplayName", "Fields", "RelatedProspectId", "OpportunityNote", "CreatedOn", "ModifiedOn", "CreatedByName", "ModifiedByName"],
            details.Names());
        Assert.Equal(id, details.Text("ID"));
        Assert.Equal("Notes here", details.Text("OpportunityNote"));
        Assert.Matches(@"^/Date\(\d{13}\+0000\)/$", details.Text("CreatedOn"));
        Assert.Equal("ActivityEvent_Note", details.Items("Fields")[0].Text("SchemaName"));
        await server.Get(Service + "GetOpportunityDetails?opportunityid=" + id).Ok();
        await server.Get(Service + "GetOpportunityDetails?OpportunityId=" + Guid.NewGuid())
            .Refused("MXUnknownProspectActivityException", "Opportunity does not exist.");
        await server.Get(Service + "GetOpportunityDetails").Refused("MXUnknownProspectActivityException", "Opportunity does not exist.");
    }

    [Fact]
    public async Task A_leads_opportunities_come_as_strings_in_pages_and_orders()
    {
        var other = await server.NewOpportunityType("Other of lead");
        var captured = await server.Capture("oflead@example.com", Sample, Field("mx_Custom_1", "B"), ""","OpportunityDateTime":"2024-01-02 03:04:05" """);
        var lead = captured.Text("RelatedProspectId")!;
        var first = captured.Text("CreatedOpportunityId")!;
        var second = await server.NewOpportunity("oflead@example.com", Sample, Field("mx_Custom_1", "A"), ""","OpportunityDateTime":"2024-01-03 03:04:05" """);
        var third = await server.NewOpportunity("oflead@example.com", other, more: ""","OpportunityDateTime":"2024-01-04 03:04:05" """);
        var path = Service + "GetOpportunitiesOfLead?leadId=" + lead;

        var all = await server.Post(path, "").Ok();

        Assert.Equal(["RecordCount", "List"], all.Names());
        Assert.Equal(3, all.GetProperty("RecordCount").GetInt32());
        Assert.Equal([third, second, first], Ids(all));
        var row = all.Items("List")[2];
        Assert.Equal(
            [
                "ProspectId", "FirstName", "LastName", "EmailAddress", "Phone", "DoNotCall", "DoNotEmail", "LeadName", "LeadOwner",
                "OpportunityEventType", "OpportunityEvent", "OpportunityNote", "Score", "PACreatedOn", "PAModifiedOn", "IP_Latitude",
                "IP_Longitude", "PACreatedByName", "Status", "Owner", "OwnerName", "OpportunityId", "Total",
                "CreatedOn", "ModifiedOn", "StatusReason", "OpportunityAge", "CreatedByName", "CreatedByEmail", "ModifiedByName",
                "ModifiedByEmail", "PACreatedByEmail", "PAOwnerEmail", "P_FirstName", "P_LastName", "P_DoNotCall", "P_DoNotEmail",
                "P_OwnerIdName", "P_CreatedOn", "POwnerEmail", "PCreatedByEmail", "PModifiedByEmail",
                "mx_Custom_1", "mx_Custom_2", "mx_Custom_3", "mx_Custom_6", "mx_Custom_7", "mx_Custom_8",
            ],
            row.Names());
        Assert.All(row.EnumerateObject(), member => Assert.True(member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null));
        Assert.Equal("oflead@example.com", row.Text("EmailAddress"));
        Assert.Equal("0", row.Text("DoNotCall"));
        Assert.Equal("12231", row.Text("OpportunityEvent"));
        Assert.Equal("2", row.Text("OpportunityEventType"));
        Assert.Equal("2024-01-02 03:04:05", row.Text("PACreatedOn"));
        Assert.Equal("3", row.Text("Total"));
        Assert.Equal("B", row.Text("mx_Custom_1"));

        var sorted = await server.Post(
            path + "&opportunityType=12231",
            """{"Columns":{"Include_CSV":"mx_Custom_1,Status"},"Paging":{"PageIndex":1,"PageSize":1},"Sorting":{"ColumnName":"mx_Custom_1","Direction":"0"}}""").Ok();
        Assert.Equal(
            $$"""{"RecordCount":2,"List":[{"ProspectId":"{{lead}}","mx_Custom_1":"A","Status":"Open","OpportunityId":"{{second}}","Total":"2"}]}""",
            sorted.GetRawText());
        Assert.Equal(
            [first],
            Ids(await server.Post(path + "&opportunityType=12231", """{"Paging":{"PageIndex":"2","PageSize":"1"}}""").Ok()));
        Assert.Equal([second], Ids(await server.Post(path, """{"Paging":{"Offset":"2","RowCount":"1"}}""").Ok()));
        Assert.Equal(
            """{"RecordCount":0,"List":[]}""",
            (await server.Post(Service + "GetOpportunitiesOfLead?leadId=" + Guid.NewGuid(), "{}")).Body);
        await server.Post(Service + "GetOpportunitiesOfLead", "{}")
            .Refused("MXMandatoryAttributeMissingException", "'leadId' is mandatory for retrieving opportunities");
        await server.Post(path, """{"Paging":{"PageSize":1001}}""")
            .Refused("MXInvalidInputException", "PageSize can't be greater than 1000");
        Assert.Equal(3, (await server.Post(path + "&opportunityType=", "{}").Ok()).GetProperty("RecordCount").GetInt32());
        await server.Post(path + "&opportunityType=12231,12232", "{}")
            .Refused("MXInvalidActivityException", "Event Code is invalid or empty");
        Assert.Equal(405, (int)(await server.Get(path)).Status);
    }

    [Fact]
    public async Task Opportunities_are_found_by_what_identifies_their_lead()
    {
        await new LeadRows(server).Lead("unique@example.com", ("FirstName", "Sam"), ("Mobile", "+91-8271229832"));
        var captured = await server.Capture("unique@example.com", Sample);
        var (lead, id) = (captured.Text("RelatedProspectId"), captured.Text("CreatedOpportunityId"));

        var found = await server.Post(
            Service + "GetOpportunitiesByUniqueLeadField",
            """{"Parameter":{"LookupName":"Mobile","LookupValue":"+91-8271229832","SqlOperator":"="},"Columns":{"Include_CSV":"ProspectId,FirstName"},"Sorting":{"ColumnName":"CreatedOn","Direction":"1"},"Paging":{"PageIndex":1,"PageSize":25}}""");

        Assert.Equal(
            $$"""{"RecordCount":1,"List":[{"ProspectId":"{{lead}}","FirstName":"Sam","RelatedProspectId":"{{lead}}","OpportunityEvent":"12231","OpportunityEventType":"2","TrackingNormalized":null,"OpportunityId":"{{id}}"}]}""",
            found.Body);
        var whole = await server.Post(
            Service + "GetOpportunitiesByUniqueLeadField", """{"Parameter":{"LookupName":"EmailAddress","LookupValue":"UNIQUE@example.com"}}""").Ok();
        Assert.Equal(id, whole.Items("List")[0].Text("OpportunityId"));
        Assert.True(whole.Items("List")[0].TryGetProperty("mx_Custom_8", out _));
        await server.Post(Service + "GetOpportunitiesByUniqueLeadField", """{"Parameter":{"LookupName":"EmailAddress","LookupValue":"x","SqlOperator":"LIKE"}}""")
            .Refused("MXInvalidEntityException", "SqlOperator is not valid: only = is allowed.");
        await server.Post(Service + "GetOpportunitiesByUniqueLeadField", """{"Parameter":{"LookupName":"FirstName","LookupValue":"x"}}""")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: 'FirstName' does not identify a lead.");
        await server.Post(Service + "GetOpportunitiesByUniqueLeadField", "{}")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: Parameter");
    }

    [Fact]
    public async Task The_advanced_search_of_the_documentation_and_a_range_of_dates()
    {
        var code = await server.NewOpportunityType("Searched", ""","fields":[{"schemaName":"mx_Custom_9","type":"dateTime"},{"schemaName":"mx_Custom_5","type":"decimal"}]""");
        await new LeadRows(server).Lead("search1@example.com", ("mx_City", "Pune"));
        var january = await server.NewOpportunity("search1@example.com", code, Field("mx_Custom_9", "2026-01-01 11:00:00") + "," + Field("mx_Custom_5", "9"));
        var february = await server.NewOpportunity("search2@example.com", code, Field("mx_Custom_9", "2026-02-01 11:00:00") + "," + Field("mx_Custom_5", "10"));
        await server.NewOpportunity("search3@example.com", Sample);
        var ofType = Row("ActivityEvent", "PAEvent", "eq", code.ToString());

        Assert.Equal([february, january], Ids(await Search(code, Group("Activity", ofType))));
        Assert.Equal([january], Ids(await Search(
            code, Group("Activity", ofType, Row("mx_Custom_9", "DateTime", "between", "2026-01-01 12:00:00 AM TO 2026-01-01 11:59:59 PM")))));
        Assert.Equal([february], Ids(await Search(code, Group("Activity", ofType, Row("mx_Custom_5", "Number", "gt", "9")))));
        Assert.Equal([january], Ids(await Search(code, Group("Activity", ofType) + "," + Group("Lead", Row("mx_City", "String", "eq", "Pune")))));
        Assert.Equal(2, (await Search(code, Group("Activity", ofType), ""","Paging":{"PageIndex":1,"PageSize":1}""")).GetProperty("RecordCount").GetInt32());
        Assert.Equal([january, february], Ids(await Search(
            code, Group("Activity", ofType), ""","Sorting":{"ColumnName":"mx_Custom_5","Direction":0},"Columns":{"Include_CSV":"mx_Custom_5"}""")));
    }

    [Theory]
    [InlineData("""{"AdvancedSearch":"{}"}""", 500, "Invalid Input! Parameter Name: OpportunityEventCode")]
    [InlineData("""{"OpportunityEventCode":12231}""", 500, "Invalid Input! Parameter Name: AdvancedSearch")]
    [InlineData("""{"OpportunityEventCode":12231,"AdvancedSearch":"{["}""", 400, "request body contains malformed or unexpected JSON")]
    [InlineData(
        """{"OpportunityEventCode":12231,"AdvancedSearch":"{\"Conditions\":[{\"RowCondition\":[{\"LSO\":\"ActivityEvent\",\"LSO_Type\":\"PAEvent\",\"Operator\":\"eq\",\"RSO\":\"12000\"}]}]}"}""",
        500,
        "AdvancedSearch criteria does not match ActivityEvent passed")]
    [InlineData(
        """{"OpportunityEventCode":12231,"AdvancedSearch":"{\"Conditions\":[{\"RowCondition\":[{\"LSO\":\"Status\",\"Operator\":\"sounds like\",\"RSO\":\"x\"}]}]}"}""",
        500,
        "Operator 'sounds like' is not valid.")]
    [InlineData(
        """{"OpportunityEventCode":12231,"AdvancedSearch":"{\"Conditions\":[{\"RowCondition\":[{\"LSO\":\"mx_No\",\"Operator\":\"eq\",\"RSO\":\"x\"}]}]}"}""",
        500,
        "Invalid Input! Parameter Name: 'mx_No' is no field to search by.")]
    [InlineData("""{"OpportunityEventCode":12231,"AdvancedSearch":"{}","Paging":{"PageSize":1001}}""", 500, "PageSize can't be greater than 1000")]
    public async Task Searches_that_are_refused(string body, int status, string message)
    {
        var answer = await server.Post(Service + "Retrieve/BySearchParameter", body);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(message, answer.Json.Text("ExceptionMessage"));
    }

    [Fact]
    public async Task Opportunities_are_read_in_bulk_by_id()
    {
        var captured = await server.Capture("byid@example.com", Sample, Field("mx_Custom_1", "A"), ""","OpportunityDateTime":"2023-04-06 03:23:35" """);
        var (lead, id) = (captured.Text("RelatedProspectId"), captured.Text("CreatedOpportunityId"));

        var found = await server.Post(
            Service + "GetOpportunitiesById",
            $$$"""{"SearchParameters":[{"EventCode":"12231","ProspectActivityId":["{{{id}}}","{{{Guid.NewGuid()}}}","x"],"Columns":{"Include_CSV":"CreatedOn,mx_Custom_1,FirstName"}}]}""");

        Assert.Equal(
            $$"""[{"EventCode":"12231","RecordCount":1,"Opportunities":[{"ProspectId":"{{lead}}","EmailAddress":"byid@example.com","ProspectActivityId":"{{id}}","CreatedOn":"4/6/2023 3:23:35 AM","mx_Custom_1":"A","FirstName":null}]}]""",
            found.Body);
        await server.Post(Service + "GetOpportunitiesById", "{}")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: SearchParameters");
        await server.Post(Service + "GetOpportunitiesById", """{"SearchParameters":[{"EventCode":"12231","ProspectActivityId":[]}]}""")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: EventCode, ProspectActivityId and Columns are mandatory.");
        var many = string.Join(',', Enumerable.Repeat("\"x\"", 2001));
        await server.Post(
            Service + "GetOpportunitiesById",
            "{\"SearchParameters\":[{\"EventCode\":\"12231\",\"ProspectActivityId\":[" + many + "],\"Columns\":{\"Include_CSV\":\"Owner\"}}]}")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: You can not pass more than 2000 opportunities.");
    }

    [Fact]
    public async Task What_is_posted_on_an_opportunity_is_listed_with_it()
    {
        var captured = await server.Capture("posted@example.com", Sample);
        var (lead, id) = (captured.Text("RelatedProspectId")!, captured.Text("CreatedOpportunityId")!);

        var posted = await server.Post(
            "/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId?opportunityId=" + id,
            """
            [{"ActivityEvent":105,"ActivityNote":"PAN collected","ActivityOwnerEmail":"admin@example.com","Fields":[{"SchemaName":"mx_Custom_1","Value":"AAAAA1111A"}]},
             {"ActivityEvent":102,"ActivityNote":"Meeting completed"},
             {"ActivityEvent":102,"ActivityNote":"Meeting completed","ActivityOwnerEmail":"admin@example.com"}]
            """);

        var rows = posted.Json.Items("Response");
        Assert.Equal("Invalid Input! Parameter Name: ActivityOwnerEmail", rows[1].Text("ExceptionMessage"));
        Assert.Equal([true, false, true], rows.Select(row => row.GetProperty("ActivityCreated").GetBoolean()));
        var path = Service + "GetActivitiesOfOpportunity?opportunityId=" + id;
        var all = await server.Post(path, "").Ok();
        Assert.Equal(2, all.GetProperty("RecordCount").GetInt32());
        Assert.Equal(
            rows.Where(row => row.TryGetProperty("ProspectActivityId", out _)).Select(row => row.Text("ProspectActivityId")).Order(),
            all.Items("List").Select(row => row.Text("ProspectActivityId")).Order());
        Assert.All(all.Items("List"), row => Assert.Equal(lead, row.Text("ProspectId")));
        var some = await server.Post(path + "&activityEventCode=105", """{"Columns":{"Include_CSV":"ActivityEvent,ActivityEvent_Note,mx_Custom_1"}}""");
        Assert.Equal(
            $$"""{"RecordCount":1,"List":[{"ProspectId":"{{lead}}","ActivityEvent":"105","ActivityEvent_Note":"PAN collected","mx_Custom_1":"AAAAA1111A"}]}""",
            some.Body);
        Assert.Single((await server.Post(path, """{"Paging":{"Offset":"2","RowCount":"1"}}""").Ok()).Items("List"));
        Assert.Equal(405, (int)(await server.Get(path)).Status);
        await server.Post(path + "&activityEventCode=105,102", "{}").Refused("MXInvalidActivityException", "Event Code is invalid or empty");
        await server.Post(Service + "GetActivitiesOfOpportunity", "{}")
            .Refused("MXMandatoryAttributeMissingException", "'opportunityId' is mandatory for retrieving activities");

        var recent = await server.Post(
            "/v2/ProspectActivity.svc/RetrieveRecentlyModified", """{"Parameter":{"FromDate":"2020-01-01 00:00:00","ActivityEvent":12231},"Paging":{"PageSize":1000}}""").Ok();
        Assert.Contains(recent.Items("ProspectActivities"), row => row.Text("Id") == id);
    }

    [Theory]
    [InlineData("number", ""","ContextEntity":1,"ContextEntityId":"01a1fe02-35b7-7000-809c-440000000001","DurationInMinutes":30""", 30)]
    [InlineData("id", "", 90 * 24 * 60)]
    [InlineData("id", ""","ContextEntity":null,"ContextEntityId":"","DurationInMinutes":"60" """, 60)]
    public async Task C6_a_lead_is_shared_by_administrators(string name, string more, int minutes)
    {
        var user = await server.NewUser($"{name}{minutes}@example.com");
        var opportunity = await server.NewOpportunity($"c6-{name}{minutes}@example.com", Sample);
        var lead = (await server.Get($"/v2/LeadManagement.svc/Leads.GetByEmailaddress?emailaddress=c6-{name}{minutes}@example.com").Ok())[0];
        var named = lead.Text(name == "id" ? "ProspectID" : "ProspectAutoId");
        string Body(string entityId, int entity = 1) =>
            $$"""
            [{"UserId":"{{user}}","Entity":{{entity}},"EntityType":3,"EntityId":"{{entityId}}","AccessType":2{{more}} },
             {"UserId":"{{user}}","Entity":5,"EntityType":3,"EntityId":"{{opportunity}}","AccessType":1}]
            """;

        var shared = await server.Post("/v2/EntityAccess.svc/Share", Body(named!)).Ok();

        var shareId = shared.GetProperty("Message").Text("Id");
        Assert.Matches("^[0-9a-f]{32}$", shareId);
        Assert.Equal([minutes], await server.Rows<int>(
            """
            SELECT extract(epoch FROM s.expires_on - s.shared_on)::int / 60
            FROM lead_share s JOIN opportunity_share o ON o.account_id = s.account_id AND o.share_id = s.share_id
            WHERE s.account_id = @accountId AND s.lead_id = @id AND s.can_write AND NOT o.can_write
            """,
            lead.Text("ProspectID")!));
        await server.Post("/v2/EntityAccess.svc/Share", Body(Guid.NewGuid().ToString()))
            .Refused("MXInvalidEntityException", "Lead does not exist in the system");
        await server.Post("/v2/EntityAccess.svc/Share", Body("999999999")).Refused("MXInvalidEntityException", "Lead does not exist in the system");
        foreach (var nothing in (string[])["", "-1", "none"])
            await server.Post("/v2/EntityAccess.svc/Share", Body(nothing)).Refused("MXInvalidInputException", "Invalid Input! Parameter Name: EntityId");
        await server.Post("/v2/EntityAccess.svc/Share", Body(named!, 2)).Refused("MXInvalidInputException", "Invalid Input! Parameter Name: Entity");

        await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={lead.Text("ProspectID")}").Ok();
        Assert.Equal([0], await server.Rows<int>("SELECT count(*)::int FROM lead_share WHERE account_id = @accountId AND lead_id = @id", lead.Text("ProspectID")!));
    }

    [Fact]
    public async Task An_opportunity_is_shared_by_administrators()
    {
        var user = await server.NewUser("shared-with@example.com");
        var id = await server.NewOpportunity("share@example.com", Sample);
        string Body(int access) =>
            $$"""[{"UserId":"{{user}}","Entity":5,"EntityType":3,"EntityId":"{{id}}","AccessType":{{access}},"DurationInMinutes":30}]""";

        var shared = await server.Post("/v2/EntityAccess.svc/Share", Body(2)).Ok();

        Assert.Matches("^[0-9a-f]{32}$", shared.GetProperty("Message").Text("Id"));
        Assert.Equal(["opportunity.created", "opportunity.shared"], await server.Events(id));
        Assert.Equal([30], await server.Rows<int>(
            """
            SELECT extract(epoch FROM expires_on - shared_on)::int / 60 FROM opportunity_share
            WHERE account_id = @accountId AND opportunity_id = @id AND can_write
            """,
            id));
        await server.Post("/v2/EntityAccess.svc/Share", Body(3)).Refused("MXInvalidInputException", "Invalid Input! Parameter Name: AccessType");
        await server.Post("/v2/EntityAccess.svc/Share", Body(1).Replace(id, Guid.NewGuid().ToString()))
            .Refused("MXUnknownProspectActivityException", "Opportunity does not exist.");
        await server.Get(Service + "Delete?Id=" + id).Ok();
        Assert.Empty(await server.Rows<int>(
            "SELECT 1 FROM opportunity_share WHERE account_id = @accountId AND opportunity_id = @id", id));
    }

    private Task<JsonElement> Search(int code, string groups, string more = "")
    {
        var criteria = $$"""{"GrpConOp":"And","Conditions":[{{groups}}],"QueryTimeZone":"India Standard Time"}""";
        return server.Post(
            Service + "Retrieve/BySearchParameter",
            $$"""{"OpportunityEventCode":{{code}},"AdvancedSearch":{{JsonSerializer.Serialize(criteria)}}{{more}}}""").Ok();
    }

    private static string Group(string type, params string[] rows) =>
        $$"""{"Type":"{{type}}","ConOp":"and","RowCondition":[{{string.Join(',', rows)}}]}""";

    private static string Row(string field, string type, string op, string value) =>
        $$"""{"SubConOp":"And","LSO":"{{field}}","LSO_Type":"{{type}}","Operator":"{{op}}","RSO":"{{value}}"}""";

    private static IEnumerable<string?> Ids(JsonElement answer) => answer.Items("List").Select(row => row.Text("OpportunityId"));
}
