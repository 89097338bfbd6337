using System.Text.Json;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Activities.ActivityCalls;

namespace Leadline.Tests.Activities;

public sealed class ActivityReadTests(TestServer server) : IClassFixture<TestServer>
{
    private const string ByEvent = Service + "CustomActivity/RetrieveByActivityEvent";
    private const string Recent = Service + "RetrieveRecentlyModified";

    [Fact]
    public async Task Retrieve_prints_a_row()
    {
        var leadId = await server.NewLead("row@example.com");
        var id = await server.NewActivity(
            leadId, 105, """[{"SchemaName":"mx_Custom_1","Value":"x"},{"SchemaName":"mx_Custom_2","Value":"2016-07-07 10:55:00"}]""");

        var page = await server.Post($"{Service}Retrieve?leadId={leadId}&getFileURL=true", "").Ok();

        Assert.Equal(["RecordCount", "ProspectActivities"], page.Names());
        Assert.Equal(1, page.GetProperty("RecordCount").GetInt32());
        var row = Assert.Single(page.Items("ProspectActivities"));
        Assert.Equal(
            [
                "Id", "EventCode", "EventName", "ActivityScore", "CreatedOn", "ModifiedOn", "RelatedProspectId", "ActivityType",
                "IsEmailType", "Type", "SessionId", "TrackLocation", "Latitude", "Longitude", "Data", "ActivityFields",
            ],
            row.Names());
        Assert.Equal(id, row.Text("Id"));
        Assert.Equal(105, row.GetProperty("EventCode").GetInt32());
        Assert.Equal("2026-07-31 05:33:50", row.Text("CreatedOn"));
        AssertDate(row.Text("ModifiedOn"));
        Assert.Equal(leadId, row.Text("RelatedProspectId"));
        Assert.Equal("Inbound", row.Text("Type"));
        var fields = row.GetProperty("ActivityFields");
        Assert.True(fields.GetProperty("ProspectActivityAutoId").GetInt64() > 0);
        Assert.Equal("Note", fields.Text("ActivityEvent_Note"));
        Assert.Equal("7/31/2026 5:33:50 AM", fields.Text("CreatedOn"));
        Assert.Equal("Active", fields.Text("Status"));
        Assert.Equal("x", fields.Text("mx_Custom_1"));
        Assert.Equal("2016-07-07 10:55:00", fields.Text("mx_Custom_2"));
    }

    [Fact]
    public async Task Retrieve_pages_by_offset_and_by_index_the_latest_first()
    {
        var leadId = await server.NewLead("pages@example.com");
        var code = await server.NewType("Paged");
        for (var day = 1; day <= 30; day++)
            await server.NewActivity(leadId, day % 2 == 0 ? 105 : code, on: $"2026-01-{day:00} 00:00:00");

        Assert.Equal((30, Days(30, 6)), await Page("{}"));
        Assert.Equal((30, Days(30, 21)), await Page("""{"Paging":{"Offset":"0","RowCount":"10"}}"""));
        Assert.Equal((30, Days(20, 11)), await Page("""{"Paging":{"Offset":1,"RowCount":10}}"""));
        Assert.Equal((30, Days(20, 11)), await Page("""{"Paging":{"PageIndex":2,"PageSize":10}}"""));
        Assert.Equal(
            (30, "1,2,3"), await Page("""{"Paging":{"PageIndex":1,"PageSize":3},"Sorting":{"ColumnName":"CreatedOn","Direction":"0"}}"""));
        Assert.Equal(
            (15, "29,27"), await Page($$$"""{"Parameter":{"ActivityEvent":{{{code}}}},"Paging":{"Offset":0,"RowCount":2}}"""));
        Assert.Equal((30, ""), await Page("""{"Paging":{"PageIndex":9,"PageSize":10}}"""));

        static string Days(int from, int to) => string.Join(",", Enumerable.Range(to, from - to + 1).Reverse());

        async Task<(int Total, string Days)> Page(string body)
        {
            var page = await server.Post($"{Service}Retrieve?leadId={leadId}", body).Ok();
            return (
                page.GetProperty("RecordCount").GetInt32(),
                string.Join(",", page.Items("ProspectActivities").Select(row => int.Parse(row.Text("CreatedOn")!.Substring(8, 2)))));
        }
    }

    [Fact]
    public async Task A_phone_call_note_becomes_data()
    {
        var leadId = await server.NewLead("call@example.com");
        await server.NewActivity(
            leadId,
            22,
            """[{"SchemaName":"mx_Custom_3","Value":73}]""",
            note: "Caller{=}Asha{next}UserId{=}{next}UserId{=}U1{next}Duration{=}73{next}Status{=}Answered{next}");

        var row = Assert.Single((await server.Post($"{Service}Retrieve?leadId={leadId}", "{}").Ok()).Items("ProspectActivities"));

        var data = row.Items("Data").ToDictionary(item => item.Text("Key")!, item => item.Text("Value"));
        Assert.Equal("Asha", data["Caller"]);
        Assert.Equal("U1", data["UserId"]);
        Assert.Equal("73", data["Duration"]);
        Assert.Equal(3, row.GetProperty("ActivityType").GetInt32());
        Assert.Equal("73", row.GetProperty("ActivityFields").Text("mx_Custom_3"));
    }

    [Fact]
    public async Task RetrieveByActivityEvent_prints_flat_rows_of_strings()
    {
        var code = await server.NewType(
            "Flat", """[{"SchemaName":"mx_Custom_1","DataType":"Number"},{"SchemaName":"mx_Custom_2","DataType":"String"}]""");
        var leadId = await server.NewLead("flat@example.com");
        var id = await server.NewActivity(leadId, code, """[{"SchemaName":"mx_Custom_1","Value":12}]""");
        var today = $"\"FromDate\":\"{DateTime.UtcNow.AddHours(-1):yyyy-MM-dd HH:mm:ss}\",\"ToDate\":\"{DateTime.UtcNow.AddHours(1):yyyy-MM-dd HH:mm:ss}\"";

        var full = await server.Post(ByEvent, $$$"""{"Parameter":{{{{today}}},"ActivityEvent":{{{code}}}}}""").Ok();
        var bare = await server.Post(ByEvent, $$$"""{"Parameter":{{{{today}}},"ActivityEvent":"{{{code}}}","RemoveEmptyValue":true}}""").Ok();

        Assert.Equal(1, full.GetProperty("RecordCount").GetInt32());
        var row = Assert.Single(full.Items("List"));
        Assert.Equal(
            [
                "ProspectActivityId", "RelatedProspectId", "ActivityType", "ActivityEvent", "ActivityEvent_Note", "Status", "Owner",
                "mx_Custom_1", "mx_Custom_2", "CreatedOn", "CreatedBy", "CreatedByName", "CreatedByEmailAddress", "ModifiedOn", "ModifiedBy",
                "ModifiedByName", "ModifiedByEmailAddress",
            ],
            row.Names());
        Assert.Equal(id, row.Text("ProspectActivityId"));
        Assert.Equal(leadId, row.Text("RelatedProspectId"));
        Assert.Equal("2", row.Text("ActivityType"));
        Assert.Equal(code.ToString(), row.Text("ActivityEvent"));
        Assert.Equal("2026-07-31 05:33:50", row.Text("CreatedOn"));
        AssertDate(row.Text("ModifiedOn"));
        Assert.Equal(server.Credentials.AdminEmail, row.Text("CreatedByEmailAddress"));
        Assert.Equal("12", row.Text("mx_Custom_1"));
        Assert.Equal(JsonValueKind.Null, row.GetProperty("mx_Custom_2").ValueKind);
        Assert.DoesNotContain("mx_Custom_2", Assert.Single(bare.Items("List")).Names());
    }

    [Fact]
    public async Task The_window_is_on_ModifiedOn_to_the_whole_second_with_both_ends()
    {
        var code = await server.NewType("Window");
        var leadId = await server.NewLead("window@example.com");
        await server.NewActivity(leadId, code, on: "2001-01-01 00:00:00");
        var all = await server.Post(ByEvent, $$$"""{"Parameter":{"ActivityEvent":{{{code}}}}}""").Ok();
        var second = DateTime.Parse(Assert.Single(all.Items("List")).Text("ModifiedOn")!);

        Assert.Equal(1, await Count(second, second));
        Assert.Equal(0, await Count(second.AddSeconds(1), second.AddSeconds(5)));
        Assert.Equal(0, await Count(second.AddSeconds(-5), second.AddSeconds(-1)));

        async Task<int> Count(DateTime from, DateTime to)
        {
            var window = $$$"""{"Parameter":{"FromDate":"{{{from:yyyy-MM-dd HH:mm:ss}}}","ToDate":"{{{to:yyyy-MM-dd HH:mm:ss}}}","ActivityEvent":{{{code}}}}}""";
            var recent = (await server.Post(Recent, window).Ok()).GetProperty("RecordCount").GetInt32();
            var byEvent = (await server.Post(ByEvent, window).Ok()).GetProperty("RecordCount").GetInt32();
            Assert.Equal(recent, byEvent);
            return byEvent;
        }
    }

    [Fact]
    public async Task Without_rows_there_is_no_List()
    {
        var code = await server.NewType("Empty");
        var leadId = await server.NewLead("empty@example.com");

        var empty = await server.Post(ByEvent, $$$"""{"Parameter":{"ActivityEvent":{{{code}}}}}""");
        await server.NewActivity(leadId, code);
        var past = await server.Post(ByEvent, $$$"""{"Parameter":{"ActivityEvent":{{{code}}}},"Paging":{"PageIndex":2,"PageSize":10}}""");

        Assert.Equal("""{"RecordCount":0}""", empty.Body);
        Assert.Equal("""{"RecordCount":1}""", past.Body);
    }

    [Fact]
    public async Task RetrieveByActivityEvent_sorts_and_pages()
    {
        var code = await server.NewType("Sorted");
        var leadId = await server.NewLead("sorted@example.com");
        var ids = new List<string>();
        foreach (var on in new[] { "2026-01-02 00:00:00", "2026-01-03 00:00:00", "2026-01-01 00:00:00" })
            ids.Add(await server.NewActivity(leadId, code, on: on));

        Assert.Equal([ids[2], ids[1], ids[0]], await Ids(""));
        Assert.Equal([ids[0], ids[1], ids[2]], await Ids(",\"Sorting\":{\"ColumnName\":\"ModifiedOn\",\"Direction\":0}"));
        Assert.Equal([ids[1], ids[0], ids[2]], await Ids(",\"Sorting\":{\"ColumnName\":\"CreatedOn\",\"Direction\":\"1\"}"));
        Assert.Equal([ids[0]], await Ids(",\"Paging\":{\"PageIndex\":\"2\",\"PageSize\":\"2\"}"));

        async Task<IEnumerable<string?>> Ids(string more) =>
            (await server.Post(ByEvent, $$$"""{"Parameter":{"ActivityEvent":{{{code}}}}{{{more}}}}""").Ok())
            .Items("List").Select(row => row.Text("ProspectActivityId"));
    }

    [Theory]
    [InlineData("", "You have not passed Parameter.")]
    [InlineData("{}", "You have not passed Parameter.")]
    [InlineData("""{"Parameter":{}}""", "You have not passed any ActivityEvent.")]
    [InlineData("""{"Parameter":{"ActivityEvent":""}}""", "You have not passed any ActivityEvent.")]
    [InlineData("""{"Parameter":{"ActivityEvent":105},"Paging":{"PageSize":1001}}""", "PageSize can not be more than 1000.")]
    [InlineData("""{"Parameter":{"ActivityEvent":105,"FromDate":"yesterday"}}""", "FromDate value is not correct.")]
    [InlineData("""{"Parameter":{"ActivityEvent":105,"ToDate":"31/12/2026"}}""", "ToDate value is not correct.")]
    [InlineData(
        """{"Parameter":{"ActivityEvent":105,"FromDate":"2026-01-02 00:00:00","ToDate":"2026-01-01 00:00:00"}}""",
        "FromDate can't be greater than ToDate.")]
    public Task RetrieveByActivityEvent_refuses(string body, string text) => server.Post(ByEvent, body)
        .Refused("MXInvalidInputException", $"Invalid Input! Parameter Name: {text}");

    [Fact]
    public async Task RetrieveRecentlyModified_prints_fields_and_data()
    {
        var leadId = await server.NewLead("recent@example.com");
        var id = await server.NewActivity(leadId, 105, """[{"SchemaName":"mx_Custom_1","Value":"x"}]""");
        var from = DateTime.UtcNow.AddMinutes(-5).ToString("yyyy-MM-dd HH:mm:ss");

        var page = await server.Post(
            Recent, $$$"""{"Parameter":{"FromDate":"{{{from}}}","ToDate":"2100-01-01 00:00:00","IncludeCustomFields":1},"Paging":{"PageIndex":1,"PageSize":5000}}""").Ok();

        var row = page.Items("ProspectActivities").Single(row => row.Text("Id") == id);
        Assert.Equal(
            [
                "Id", "EventCode", "EventName", "CreatedOn", "ModifiedOn", "RelatedProspectId", "ActivityType", "Type",
                "RelatedOpportunityId", "CreatedBy", "ModifiedBy", "Fields", "Data",
            ],
            row.Names());
        var fields = row.Items("Fields").ToDictionary(field => field.Text("Key")!, field => field.Text("Value"));
        Assert.Equal("x", fields["mx_Custom_1"]);
    }

    [Fact]
    public async Task GetActivityDetails_prints_every_field_with_its_value()
    {
        var leadId = await server.NewLead("details@example.com");
        var id = await server.NewActivity(leadId, 105, """[{"SchemaName":"mx_Custom_1","Value":"x"}]""");

        var details = await server.Get($"{Service}GetActivityDetails?activityId={id}").Ok();

        Assert.Equal(id, details.Text("ID"));
        var values = details.Items("Fields").ToDictionary(field => field.Text("SchemaName")!, field => field.Text("Value"));
        Assert.Equal("Note", values["ActivityEvent_Note"]);
        Assert.Equal("x", values["mx_Custom_1"]);
        Assert.Null(values["mx_Custom_2"]);
        Assert.Equal("Active", values["Status"]);
    }

    [Fact]
    public async Task A_custom_field_set_is_written_in_parts_and_printed_as_a_JSON_string()
    {
        var code = await server.NewType("Set");
        var leadId = await server.NewLead("set@example.com");
        var field = SampleLeadFields.All.Single(field => field.Type == FieldType.FieldSet) with { SchemaName = "mx_Custom_20" };
        var added = await server.Services.GetRequiredService<FieldOperations>()
            .Add(int.Parse(server.Credentials.OrgId), within: null, AccountFields.ActivityOwner(code), field);
        Assert.Null(added.Failure);

        var id = await server.NewActivity(
            leadId,
            code,
            """[{"SchemaName":"mx_Custom_20","Value":"","Fields":[{"SchemaName":"Status","Value":"Pending"},{"Attribute":"mx_CustomObject_2","Value":"7"}]}]""");

        var page = await server.Post(ByEvent, $$$"""{"Parameter":{"ActivityEvent":{{{code}}}}}""").Ok();
        var printed = Assert.Single(page.Items("List")).GetProperty("mx_Custom_20");
        Assert.Equal("""{"Status":"Pending","mx_CustomObject_2":"7"}""", printed.GetString());
        await server.Post(
                Service + "CustomActivity/Update",
                $$"""{"ProspectActivityId":"{{id}}","Fields":[{"SchemaName":"mx_Custom_20","Value":{{printed.GetRawText()}}}]}""")
            .Ok();
        await server.Post(
                Service + "Create",
                $$"""
                {"RelatedProspectId":"{{leadId}}","ActivityEvent":{{code}},
                 "Fields":[{"SchemaName":"mx_Custom_20","Fields":[{"SchemaName":"Status","Value":"Odd"}]}]}
                """)
            .Refused(
                "MXInvalidActivityFieldsException",
                "Invalid value for attribute 'mx_Custom_20~Status': it is not among the field's options.");
    }

    [Theory]
    [InlineData("?activityId=b7bd9a2c-0000-4000-8000-000000000001")]
    [InlineData("?activityId=x")]
    [InlineData("")]
    public Task GetActivityDetails_of_nothing(string query) => server.Get(Service + "GetActivityDetails" + query)
        .Refused("MXUnknownProspectActivityException", "Activity does not exist.");
}
