using System.Net;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Opportunities.OpportunityCalls;

namespace Leadline.Tests.Opportunities;

/// <summary>Update and Delete (extended §2.2, §2.10), single and in bulk (§2.9).</summary>
public sealed class ChangeOpportunityTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Sample = 12231;

    [Fact]
    public async Task The_printed_update_changes_only_what_it_passes()
    {
        var id = await server.NewOpportunity("update@example.com", Sample, Field("mx_Custom_1", "A") + "," + Field("mx_Custom_3", "Web"));

        var answer = await server.Post(
            Service + "Update",
            $$"""
            {"ProspectOpportunityId":"{{id}}","OpportunityNote":"Update note",
             "Fields":[{"SchemaName":"mx_Custom_6","Value":"200,000"},{"SchemaName":"mx_Custom_7","Value":"180,000"},{"SchemaName":"mx_Custom_8","Value":"2020-09-16 12:13:44"}]}
            """);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal($$$"""{"Status":"Success","Message":{"Id":"{{{id}}}"}}""", answer.Body);
        var details = await server.Details(id);
        Assert.Equal("Update note", details.FieldValue("ActivityEvent_Note"));
        Assert.Equal("A", details.FieldValue("mx_Custom_1"));
        Assert.Equal("Web", details.FieldValue("mx_Custom_3"));
        Assert.Equal("200,000", details.FieldValue("mx_Custom_6"));
        Assert.Equal("2020-09-16 12:13:44", details.FieldValue("mx_Custom_8"));
        Assert.Equal(["opportunity.created", "opportunity.updated"], await server.Events(id));
    }

    [Fact]
    public async Task An_update_that_changes_nothing_leaves_no_event()
    {
        var id = await server.NewOpportunity("nothing@example.com", Sample, Field("mx_Custom_1", "A"));

        await Update(id, Field("mx_Custom_1", "A") + "," + Field("Status", "Open")).Ok();

        Assert.Equal(["opportunity.created"], await server.Events(id));
    }

    [Fact]
    public async Task The_owner_is_changed_by_an_update()
    {
        var owner = await server.NewUser("new-owner@example.com");
        var id = await server.NewOpportunity("owner@example.com", Sample);

        await Update(id, Field("Owner", owner)).Ok();

        Assert.Equal(owner, (await server.Details(id)).FieldValue("Owner"));
    }

    [Fact]
    public async Task An_opportunity_with_an_automatic_number_is_known_by_that_too()
    {
        var code = await server.NewOpportunityType("Numbered", ""","fields":[{"schemaName":"mx_Custom_4","type":"autoId"}]""");
        var id = await server.NewOpportunity("numbered@example.com", code, Field("mx_Custom_4", "7"));
        var other = await server.NewOpportunity("numbered@example.com", code);
        var number = (await server.Details(id)).FieldValue("mx_Custom_4")!;

        Assert.Equal(id, (await server.Post(
            Service + "Update", $$"""{"ProspectOpportunityId":"{{number}}","OpportunityNote":"By number"}""")).Id);

        Assert.Equal("By number", (await server.Details(id)).FieldValue("ActivityEvent_Note"));
        Assert.Equal(number, (await server.Details(id)).FieldValue("mx_Custom_4"));
        Assert.NotEqual(number, (await server.Details(other)).FieldValue("mx_Custom_4"));
        await Update("999999999", "").Refused("MXUnknownProspectActivityException", "Opportunity does not exist.");
    }

    [Fact]
    public async Task Updates_that_are_refused_change_nothing()
    {
        var id = await server.NewOpportunity("refused@example.com", Sample, Field("mx_Custom_1", "A"));

        await server.Post(Service + "Update", """{"OpportunityNote":"x","Fields":[]}""")
            .Refused("ArgumentNullException", "Value cannot be null. Parameter name: ProspectOpportunityId");
        await Update(Guid.NewGuid().ToString(), "").Refused("MXUnknownProspectActivityException", "Opportunity does not exist.");
        await Update("4711000", "").Refused("MXUnknownProspectActivityException", "Opportunity does not exist.");
        await Update(id, "", ""","OpportunityEventCode":12000""").Refused("MXInvalidActivityException", "Event Code is invalid or empty");
        await Update(id, Field("mx_Custom_3", "Web") + "," + Field("mx_Custom_99", "x"))
            .Refused("MXInvalidActivityFieldsException", "Activity field(s) does not exist - mx_Custom_99");
        await Update(id, Field("mx_Custom_3", "Web") + "," + Field("Status", "Maybe")).Refused(
            "MXInvalidActivityFieldsException", "Invalid value for attribute 'Status': it is not among the field's options.");

        Assert.Null((await server.Details(id)).FieldValue("mx_Custom_3"));
        Assert.Equal(["opportunity.created"], await server.Events(id));
    }

    [Fact]
    public async Task A_change_of_status_or_stage_needs_a_comment_where_the_type_asks_for_one()
    {
        var code = await server.NewOpportunityType("Explained", ""","requireComment":true,"stages":["New","Old"]""");
        var id = await server.NewOpportunity("explained@example.com", code, Field("mx_Custom_19", "First contact"));
        const string missing = "Field name : 'mx_Custom_19' of datatype : 'String' is mandatory.";

        await Update(id, Field("Status", "Won")).Refused("MXInvalidActivityFieldsException", missing);
        await Update(id, Field("mx_Custom_2", "Old")).Refused("MXInvalidActivityFieldsException", missing);
        await Update(id, Field("mx_Custom_1", "Renamed")).Ok();
        await Update(id, Field("Status", "Won") + "," + Field("mx_Custom_19", "They signed")).Ok();

        var details = await server.Details(id);
        Assert.Equal("Won", details.FieldValue("Status"));
        Assert.Equal("New", details.FieldValue("mx_Custom_2"));
        Assert.Equal("They signed", details.FieldValue("mx_Custom_19"));
    }

    [Fact]
    public async Task An_update_that_would_make_a_duplicate_is_refused_and_a_freed_value_is_free()
    {
        var code = await server.NewOpportunityType("Kept apart", ""","duplicateFields":["mx_Custom_1"]""");
        var first = await server.NewOpportunity("apart@example.com", code, Field("mx_Custom_1", "One"));
        var second = await server.NewOpportunity("apart@example.com", code, Field("mx_Custom_1", "Two"));

        await Update(second, Field("mx_Custom_1", "one"))
            .Refused("MXDuplicateEntryException", "An Opportunity with same Opportunity Name already exists.");
        await Update(first, Field("mx_Custom_1", "Three")).Ok();
        await Update(second, Field("mx_Custom_1", "one")).Ok();

        Assert.Equal(second, (await server.Capture("apart@example.com", code, Field("mx_Custom_1", "ONE"))).Text("ConflictedOpportunityId"));
        Assert.Equal(first, (await server.Capture("apart@example.com", code, Field("mx_Custom_1", "three"))).Text("ConflictedOpportunityId"));
    }

    [Fact]
    public async Task Racing_updates_of_one_opportunity_all_count()
    {
        var id = await server.NewOpportunity("race-update@example.com", Sample);
        string[] fields = ["mx_Custom_3", "mx_Custom_6", "mx_Custom_7"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Update(id, Field(fields[i % 3], $"value {i}"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var details = await server.Details(id);
        Assert.All(fields, field => Assert.StartsWith("value ", details.FieldValue(field)));
        Assert.Equal(61, (await server.Events(id)).Count);
    }

    [Fact]
    public async Task A_deleted_opportunity_is_gone_with_what_was_posted_on_it_and_may_come_again()
    {
        var captured = await server.Capture("delete@example.com", Sample, Field("mx_Custom_1", "A"));
        var (lead, id) = (captured.Text("RelatedProspectId")!, captured.Text("CreatedOpportunityId")!);
        await server.Post(
            "/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId?opportunityId=" + id,
            """[{"ActivityEvent":102,"ActivityNote":"Met","ActivityOwnerEmail":"admin@example.com"}]""").Ok();
        Assert.Equal([Sample, 33, 102], await server.Timeline(lead));

        var deleted = await server.Get(Service + "Delete?Id=" + id);

        Assert.Equal("""{"Status":"Success","Message":{"IsSuccessful":true}}""", deleted.Body);
        Assert.Equal([33], await server.Timeline(lead));
        Assert.Equal(["opportunity.created", "opportunity.deleted"], await server.Events(id));
        await server.Get(Service + "Delete?Id=" + id).Refused("MXUnknownProspectActivityException", "Opportunity does not exist.");
        await server.Get(Service + "Delete").Refused("MXUnknownProspectActivityException", "Opportunity does not exist.");
        Assert.True((await server.Capture("delete@example.com", Sample, Field("mx_Custom_1", "A"))).GetProperty("IsUnique").GetBoolean());
    }

    [Fact]
    public async Task A_type_may_forbid_deletion()
    {
        var code = await server.NewOpportunityType("Undeletable");
        var id = await server.NewOpportunity("undeletable@example.com", code);

        await server.Get(Service + "Delete?Id=" + id)
            .Refused("MXUnAuthorizedAccessException", "Delete is not enabled for this opportunity type");
        Assert.Equal(["opportunity.created"], await server.Events(id));
    }

    [Fact]
    public async Task Bulk_adds_meet_leads_and_make_none()
    {
        await new LeadRows(server).Lead("bulk-add@example.com");

        var answer = await server.Post(
            Service + "Bulk/Add/ByLeadField?SearchBy=EmailAddress",
            """
            [{"SearchByValue":"bulk-add@example.com","OpportunityEventCode":12231,"OpportunityNote":"Bulk","OpportunityOwnerEmail":"admin@example.com","Fields":[{"SchemaName":"mx_Custom_1","Value":"A"}]},
             {"SearchByValue":"bulk-none@example.com","OpportunityEventCode":12231,"Fields":[{"SchemaName":"mx_Custom_1","Value":"A"}]},
             {"SearchByValue":"bulk-add@example.com","OpportunityEventCode":9,"Fields":[]},
             {"SearchByValue":"bulk-add@example.com","OpportunityEventCode":12231,"UpdateEmptyFields":true,"Fields":[{"SchemaName":"mx_Custom_1","Value":"A"},{"SchemaName":"mx_Custom_3","Value":"Web"}]},
             {"SearchByValue":"bulk-add@example.com","OpportunityEventCode":12231,"OpportunityOwnerEmail":"nobody@example.com"}]
            """);

        var rows = answer.Json.Items("Response");
        var id = rows[0].Text("ProspectOpportunityId");
        Assert.Equal(
            $$"""
            {"Response":[{"RowNumber":1,"OpportunityCreated":true,"ProspectOpportunityId":"{{id}}"},{"RowNumber":2,"OpportunityCreated":false,"ExceptionMessage":"Lead does not exist in the system"},{"RowNumber":3,"OpportunityCreated":false,"ExceptionMessage":"Event Code is invalid or empty"},{"RowNumber":4,"OpportunityCreated":false,"ProspectOpportunityId":"{{id}}"},{"RowNumber":5,"OpportunityCreated":false,"ExceptionMessage":"Invalid Input! Parameter Name: OpportunityOwnerEmail"}]}
            """,
            answer.Body);
        Assert.Equal("Web", (await server.Details(id!)).FieldValue("mx_Custom_3"));
        Assert.Null(await new LeadRows(server).Find("bulk-none@example.com"));
    }

    [Fact]
    public async Task Bulk_updates_fail_row_by_row()
    {
        var first = await server.NewOpportunity("bulk1@example.com", Sample);
        var second = await server.NewOpportunity("bulk2@example.com", Sample);
        var unknown = Guid.NewGuid().ToString();

        var answer = await server.Post(
            Service + "Bulk/Update/ByOpportunityId",
            $$"""
            [{"ProspectOpportunityId":"{{first}}","OpportunityEventCode":12231,"Fields":[{"SchemaName":"Status","Value":"Won"}]},
             {"ProspectOpportunityId":"{{unknown}}","OpportunityEventCode":12231,"Fields":[]},
             {"ProspectOpportunityId":"{{second}}","OpportunityEventCode":12231,"Fields":[{"SchemaName":"Status","Value":"Maybe"}]},
             {"OpportunityEventCode":12231},
             {"ProspectOpportunityId":"{{first}}","OpportunityEventCode":12231,"Fields":[{"SchemaName":"mx_Custom_3","Value":"Later row"}]}]
            """);

        Assert.Equal(
            $$"""
            {"Response":[{"RowNumber":1,"OpportunityUpdated":true,"ProspectOpportunityId":"{{first}}"},{"RowNumber":2,"OpportunityUpdated":false,"ExceptionMessage":"Opportunity does not exist."},{"RowNumber":3,"OpportunityUpdated":false,"ExceptionMessage":"Invalid value for attribute 'Status': it is not among the field's options."},{"RowNumber":4,"OpportunityUpdated":false,"ExceptionMessage":"Value cannot be null. Parameter name: ProspectOpportunityId"},{"RowNumber":5,"OpportunityUpdated":true,"ProspectOpportunityId":"{{first}}"}]}
            """,
            answer.Body);
        var details = await server.Details(first);
        Assert.Equal("Won", details.FieldValue("Status"));
        Assert.Equal("Later row", details.FieldValue("mx_Custom_3"));
        Assert.Equal("Open", (await server.Details(second)).FieldValue("Status"));
    }

    [Theory]
    [InlineData("OpportunityManagement.svc/Bulk/Add/ByLeadField?SearchBy=EmailAddress", "You can not pass more than 25 opportunities.")]
    [InlineData("OpportunityManagement.svc/Bulk/Update/ByOpportunityId", "You can not pass more than 25 opportunities.")]
    [InlineData("ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId", "You can not pass more than 25 activities.")]
    public async Task Bulk_calls_take_25_rows(string path, string message) =>
        await server.Post("/v2/" + path, $"[{string.Join(',', Enumerable.Repeat("{}", 26))}]")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: " + message);

    [Fact]
    public async Task Bulk_adds_need_a_unique_field_to_search_by() =>
        await server.Post(Service + "Bulk/Add/ByLeadField", "[]").Refused("MXInvalidInputException", "Invalid SearchBy value provided");

    private Task<Answer> Update(string id, string fields, string more = "") => server.Post(
        Service + "Update", $$"""{"ProspectOpportunityId":"{{id}}"{{more}},"Fields":[{{fields}}]}""");
}
