using System.Net;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Opportunities.OpportunityCalls;

namespace Leadline.Tests.Opportunities;

/// <summary>The body of seeds/async-capture-opportunities.txt, first as printed, and every rule of a capture (extended §2.1).</summary>
public sealed class CaptureOpportunityTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Sample = 12231;

    private const string Printed =
        """
        {
           "LeadDetails":[
              {
                 "Attribute":"EmailAddress",
                 "Value":"johndoe@example.com"
              },
              {
                 "Attribute":"mx_City",
                 "Value":"Bangalore"
              },
              {
                 "Attribute":"SearchBy",
                 "Value":"EmailAddress"
              }
           ],
           "Opportunity":{
              "OpportunityEventCode":12231,
              "OpportunityNote":"Opportunity capture api",
              "OpportunityDateTime":"2020-12-05 12:13:44",
              "Fields":[
                 {
                    "SchemaName":"mx_Custom_1",
                    "Value":"1"
                 },
                 {
                    "SchemaName":"mx_Custom_2",
                    "Value":"1"
                 }
              ]
           }
        }
        """;

    [Fact]
    public async Task The_printed_request_makes_a_lead_with_an_opportunity_and_the_second_one_meets_it()
    {
        var first = await server.Post(Service + "Capture", Printed);
        var second = await server.Post(Service + "Capture", Printed);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        var (lead, opportunity) = (first.Json.Text("RelatedProspectId")!, first.Json.Text("CreatedOpportunityId")!);
        Assert.Equal(
            $$"""
            {"Status":0,"PrimaryAction":0,"SecondaryAction":0,"ExceptionType":null,"ExceptionMessage":null,"RequestId":"{{first.Json.Text("RequestId")}}","RelatedProspectId":"{{lead}}","IsUnique":true,"CreatedOpportunityId":"{{opportunity}}","ConflictedOpportunityId":null,"AdditionalDetails":[{"PostDeDupActionPerformed":1,"ActivityId":"{{Recorded(first)}}"}],"OverwriteFields":false,"UpdateEmptyFields":false,"DoNotPostDuplicateActivity":false,"DoNotChangeOwner":false}
            """,
            first.Body);
        Assert.Equal(
            $$"""
            {"Status":0,"PrimaryAction":0,"SecondaryAction":0,"ExceptionType":null,"ExceptionMessage":null,"RequestId":"{{second.Json.Text("RequestId")}}","RelatedProspectId":"{{lead}}","IsUnique":false,"CreatedOpportunityId":null,"ConflictedOpportunityId":"{{opportunity}}","AdditionalDetails":[{"PostDeDupActionPerformed":3,"ActivityId":"{{Recorded(second)}}"}],"OverwriteFields":false,"UpdateEmptyFields":false,"DoNotPostDuplicateActivity":false,"DoNotChangeOwner":false}
            """,
            second.Body);
        Assert.NotEqual(first.Json.Text("RequestId"), second.Json.Text("RequestId"));
        Assert.Equal([12231, 33, 33, 32], await server.Timeline(lead));
        Assert.Equal("Bangalore", await server.LeadValue(lead, "mx_City"));
        Assert.Equal(["opportunity.created"], await server.Events(opportunity));
        Assert.Equal(["activity.created"], await server.Events(Recorded(second)));

        var details = await server.Details(opportunity);
        Assert.Equal("Opportunity capture api", details.FieldValue("ActivityEvent_Note"));
        Assert.Equal("1", details.FieldValue("mx_Custom_1"));
        Assert.Equal("1", details.FieldValue("mx_Custom_2"));
        Assert.Equal("Open", details.FieldValue("Status"));
        Assert.Equal("/Date(1607170424000+0000)/", details.Text("CreatedOn"));
    }

    [Fact]
    public async Task An_opportunity_shows_on_the_timeline_of_its_lead()
    {
        var captured = await server.Capture("timeline@example.com", Sample, Field("mx_Custom_1", "Loan"));

        var page = await server.Post(
            "/v2/ProspectActivity.svc/Retrieve?leadId=" + captured.Text("RelatedProspectId"), "{}").Ok();

        var rows = page.Items("ProspectActivities");
        Assert.Equal(2, page.GetProperty("RecordCount").GetInt32());
        var opportunity = rows.Single(row => row.GetProperty("EventCode").GetInt32() == Sample);
        Assert.Equal(captured.Text("CreatedOpportunityId"), opportunity.Text("Id"));
        Assert.Equal("Opportunity", opportunity.Text("EventName"));
        Assert.Equal("Loan", opportunity.GetProperty("ActivityFields").Text("mx_Custom_1"));
        var recorded = rows.Single(row => row.GetProperty("EventCode").GetInt32() == 33);
        Assert.Equal(captured.GetProperty("AdditionalDetails")[0].Text("ActivityId"), recorded.Text("Id"));
        Assert.Equal("Opportunity Captured", recorded.Text("EventName"));
    }

    [Fact]
    public async Task Without_a_rule_like_opportunities_are_many()
    {
        var code = await server.NewOpportunityType("Many");

        var first = await server.Capture("many@example.com", code, Field("mx_Custom_1", "Same"));
        var second = await server.Capture("many@example.com", code, Field("mx_Custom_1", "Same"));

        Assert.Equal(first.Text("RelatedProspectId"), second.Text("RelatedProspectId"));
        Assert.NotEqual(first.Text("CreatedOpportunityId"), second.Text("CreatedOpportunityId"));
        Assert.Equal([code, 33, code, 33], await server.Timeline(first.Text("RelatedProspectId")!));
    }

    [Fact]
    public async Task A_rule_compares_all_its_fields_and_only_within_a_lead_and_only_where_none_is_blank()
    {
        var code = await server.NewOpportunityType("Pair", ""","duplicateFields":["mx_Custom_1","mx_Custom_2"]""");
        var both = Field("mx_Custom_1", "Home Loan") + "," + Field("mx_Custom_2", "New");

        Assert.True(await IsNew("pair@example.com", both));
        Assert.False(await IsNew("pair@example.com", Field("mx_Custom_1", "HOME LOAN ") + "," + Field("mx_Custom_2", "new")));
        Assert.True(await IsNew("pair@example.com", Field("mx_Custom_1", "Home Loan") + "," + Field("mx_Custom_2", "Old")));
        Assert.True(await IsNew("pair2@example.com", both));
        Assert.True(await IsNew("pair@example.com", Field("mx_Custom_1", "Home Loan")));
        Assert.True(await IsNew("pair@example.com", Field("mx_Custom_1", "Home Loan")));

        async Task<bool> IsNew(string email, string fields) =>
            (await server.Capture(email, code, fields)).GetProperty("IsUnique").GetBoolean();
    }

    [Fact]
    public async Task Racing_captures_of_one_opportunity_make_one()
    {
        var code = await server.NewOpportunityType("Raced", ""","duplicateFields":["mx_Custom_1"]""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => server.Post(
            Service + "Capture", CaptureBody($"raced{i % 4}@example.com", code, Field("mx_Custom_1", "Same")))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        foreach (var ofLead in answers.GroupBy(answer => answer.Json.Text("RelatedProspectId")))
        {
            Assert.Equal(30, ofLead.Count());
            var made = Assert.Single(ofLead, answer => answer.Json.GetProperty("IsUnique").GetBoolean());
            Assert.All(ofLead.Where(answer => answer != made), answer =>
                Assert.Equal(made.Json.Text("CreatedOpportunityId"), answer.Json.Text("ConflictedOpportunityId")));
            Assert.Equal(1 + 30 + 29, (await server.Timeline(ofLead.Key!)).Count);
        }

        Assert.Equal(4, answers.Select(answer => answer.Json.Text("RelatedProspectId")).Distinct().Count());
    }

    [Fact]
    public async Task A_duplicate_is_untouched_overwritten_or_filled_as_the_flags_say()
    {
        var code = await server.NewOpportunityType("Flags", ""","duplicateFields":["mx_Custom_1"],"fields":[{"schemaName":"mx_Custom_3"},{"schemaName":"mx_Custom_4"}]""");
        var key = Field("mx_Custom_1", "A");
        var id = await server.NewOpportunity("flags@example.com", code, key + "," + Field("mx_Custom_3", "first"), ""","OpportunityNote":"one" """);

        var plain = await server.Capture("flags@example.com", code, key + "," + Field("mx_Custom_3", "second"), ""","OpportunityNote":"two" """);
        await AssertHolds("one", "first", null);

        await server.Capture(
            "flags@example.com", code, key + "," + Field("mx_Custom_3", "second") + "," + Field("mx_Custom_4", "filled"),
            ""","UpdateEmptyFields":"true","OpportunityNote":"two" """);
        await AssertHolds("one", "first", "filled");

        var overwritten = await server.Capture(
            "flags@example.com", code, key + "," + Field("mx_Custom_3", "third") + "," + Field("Status", "Won"),
            ""","OverwriteFields":true,"OpportunityNote":"three" """);
        await AssertHolds("three", "third", "filled");

        Assert.Equal("Won", (await server.Details(id)).FieldValue("Status"));
        Assert.Equal(id, plain.Text("ConflictedOpportunityId"));
        Assert.Equal(id, overwritten.Text("ConflictedOpportunityId"));
        Assert.True(overwritten.GetProperty("OverwriteFields").GetBoolean());
        Assert.Equal(["opportunity.created", "opportunity.updated", "opportunity.updated"], await server.Events(id));

        async Task AssertHolds(string note, string third, string? fourth)
        {
            var details = await server.Details(id);
            Assert.Equal(note, details.FieldValue("ActivityEvent_Note"));
            Assert.Equal(third, details.FieldValue("mx_Custom_3"));
            Assert.Equal(fourth, details.FieldValue("mx_Custom_4"));
        }
    }

    [Fact]
    public async Task The_duplicate_activity_and_the_change_of_owner_can_be_declined()
    {
        var other = await server.NewUser("opp-owner@example.com");
        var email = "declined@example.com";
        var first = await server.Capture(email, Sample, Field("mx_Custom_1", "A"));
        var (lead, id) = (first.Text("RelatedProspectId")!, first.Text("CreatedOpportunityId")!);
        var owner = (await server.Details(id)).FieldValue("Owner");
        var handOver = Field("mx_Custom_1", "A") + "," + Field("Owner", other);

        var declined = await server.Capture(
            email, Sample, handOver, ""","OverwriteFields":true,"DoNotChangeOwner":true,"DoNotPostDuplicateActivity":true""");

        Assert.Equal(owner, (await server.Details(id)).FieldValue("Owner"));
        Assert.Equal([Sample, 33, 33], await server.Timeline(lead));
        Assert.Equal(0, declined.GetProperty("AdditionalDetails")[0].GetProperty("PostDeDupActionPerformed").GetInt32());
        Assert.True(declined.GetProperty("DoNotChangeOwner").GetBoolean());
        Assert.True(declined.GetProperty("DoNotPostDuplicateActivity").GetBoolean());

        await server.Capture(email, Sample, handOver, ""","OverwriteFields":true""");
        Assert.Equal(other, (await server.Details(id)).FieldValue("Owner"));
        Assert.Equal([Sample, 33, 33, 33, 32], await server.Timeline(lead));
    }

    [Fact]
    public async Task Field_sets_and_field_names_are_read_in_both_spellings()
    {
        var code = await server.NewOpportunityType(
            "Sets",
            ""","fields":[{"schemaName":"mx_Custom_20","type":"fieldSet","parts":[{"schemaName":"Status","type":"dropdown","options":["Pending","Done"]},{"schemaName":"mx_CustomObject_1"}]}]""");

        var id = await server.NewOpportunity(
            "sets@example.com",
            code,
            """{"Attribute":"mx_Custom_20","Value":"","Fields":[{"SchemaName":"mx_CustomObject_1","Value":"a"},{"Attribute":"Status","Value":"Pending"}]}""");

        Assert.Equal("""{"Status":"Pending","mx_CustomObject_1":"a"}""", (await server.Details(id)).FieldValue("mx_Custom_20"));
    }

    [Fact]
    public async Task A_lead_is_named_by_its_id_under_one_spelling()
    {
        var id = Guid.NewGuid().ToString();
        var body = $$$"""
            {"LeadDetails":[{"Attribute":"ProspectID","Value":"{{{id}}}"},{"Attribute":"FirstName","Value":"Asha"},
              {"Attribute":"SearchBy","Value":"ProspectId"},{"Attribute":"__UseUserDefinedGuid__","Value":"true"}],
             "Opportunity":{"OpportunityEventCode":"12231","Fields":[]}}
            """;

        Assert.Equal(id, (await server.Post(Service + "Capture", body).Ok()).Text("RelatedProspectId"));
        Assert.Equal(id, (await server.Post(Service + "Capture", body).Ok()).Text("RelatedProspectId"));
        await server.Post(Service + "Capture", body.Replace("\"SearchBy\",\"Value\":\"ProspectId\"", "\"SearchBy\",\"Value\":\"ProspectID\""))
            .Refused("MXInvalidInputException", "Invalid SearchBy value provided");
    }

    [Theory]
    [InlineData("""{"Opportunity":{"OpportunityEventCode":12231}}""", "MXInvalidInputException", "Invalid Input! Parameter Name: LeadDetails")]
    [InlineData("""{"LeadDetails":[]}""", "MXInvalidInputException", "Invalid Input! Parameter Name: Opportunity")]
    [InlineData("""{"LeadDetails":[],"Opportunity":{}}""", "MXInvalidActivityException", "Event Code is invalid or empty")]
    [InlineData("""{"LeadDetails":[],"Opportunity":{"OpportunityEventCode":105}}""", "MXInvalidActivityException", "Event Code is invalid or empty")]
    [InlineData(
        """{"LeadDetails":[{"Attribute":"EmailAddress","Value":"no@example.com"}],"Opportunity":{"OpportunityEventCode":12231}}""",
        "MXInvalidInputException",
        "'SearchBy' is mandatory in LeadDetails")]
    [InlineData(
        """{"LeadDetails":[{"Attribute":"EmailAddress","Value":"no@example.com"},{"Attribute":"SearchBy","Value":"FirstName"}],"Opportunity":{"OpportunityEventCode":12231}}""",
        "MXInvalidInputException",
        "Invalid SearchBy value provided")]
    [InlineData(
        """{"LeadDetails":[{"Attribute":"FirstName","Value":"No"},{"Attribute":"SearchBy","Value":"EmailAddress"}],"Opportunity":{"OpportunityEventCode":12231}}""",
        "MXInvalidInputException",
        "At least one unique field is mandatory in LeadDetails")]
    public async Task Bodies_that_are_refused(string body, string exceptionType, string message) =>
        await server.Post(Service + "Capture", body).Refused(exceptionType, message);

    [Theory]
    [InlineData(""","OverwriteFields":true,"UpdateEmptyFields":true""", "", "MXInvalidInputException", "OverwriteFields and UpdateEmptyFields both cannot be true")]
    [InlineData(""","OpportunityDateTime":"soon" """, "", "MXInvalidInputException", "Invalid Input! Parameter Name: OpportunityDateTime")]
    [InlineData(""","OpportunityOwnerEmail":"nobody@example.com" """, "", "MXInvalidInputException", "Invalid Input! Parameter Name: OpportunityOwnerEmail")]
    [InlineData("", """{"SchemaName":"Owner","Value":"somebody"}""", "MXInvalidInputException", "Invalid Input! Parameter Name: Owner")]
    [InlineData(
        "", """{"SchemaName":"Status","Value":"Maybe"}""", "MXInvalidActivityFieldsException",
        "Invalid value for attribute 'Status': it is not among the field's options.")]
    [InlineData(
        "", """{"SchemaName":"mx_Custom_2","Value":"99"}""", "MXInvalidActivityFieldsException",
        "Invalid value for attribute 'mx_Custom_2': it is not among the field's options.")]
    [InlineData(
        "", """{"SchemaName":"mx_Custom_98","Value":"x"},{"SchemaName":"mx_Custom_99","Value":"x"}""", "MXInvalidActivityFieldsException",
        "Activity field(s) does not exist - mx_Custom_98,mx_Custom_99")]
    public async Task Opportunities_that_are_refused_leave_no_lead(string more, string fields, string exceptionType, string message)
    {
        var email = $"{Guid.NewGuid():N}@example.com";

        await server.Post(Service + "Capture", CaptureBody(email, Sample, fields, more)).Refused(exceptionType, message);

        Assert.Null(await new LeadRows(server).Find(email));
    }

    [Fact]
    public async Task A_type_may_ask_for_a_comment()
    {
        var code = await server.NewOpportunityType("Commented", ""","requireComment":true,"stages":["New","Old"]""");

        await server.Post(Service + "Capture", CaptureBody("comment@example.com", code, Field("mx_Custom_1", "A"))).Refused(
            "MXInvalidActivityFieldsException", "Field name : 'mx_Custom_19' of datatype : 'String' is mandatory.");
        Assert.NotNull(await server.NewOpportunity("comment@example.com", code, Field("mx_Custom_19", "First contact")));
    }

    [Fact]
    public async Task Opportunities_are_no_business_of_the_calls_for_activities()
    {
        var captured = await server.Capture("activity-calls@example.com", Sample);
        var (lead, id) = (captured.Text("RelatedProspectId")!, captured.Text("CreatedOpportunityId")!);
        const string service = "/v2/ProspectActivity.svc/";

        await server.Post(service + "Create", $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":{{Sample}}}""")
            .Refused("MXInvalidActivityException", "Event Code is invalid or empty");
        await server.Post(service + "CustomActivity/Update", $$"""{"ProspectActivityId":"{{id}}","ActivityNote":"x"}""")
            .Refused("MXUnknownProspectActivityException", "Activity does not exist.");
        await server.Get(service + "CustomActivity/Lock?activityId=" + id)
            .Refused("MXUnknownProspectActivityException", "Activity does not exist.");
        await server.Post(service + "DeleteActivities", $$"""{"ProspectId":"{{lead}}","ActivityEventList":["{{Sample}}"]}""")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: ActivityEventList");
        await server.Post(service + "ActivityField/Dropdown/Options/Get", """{"Parameter":{"SchemaName":"mx_Custom_2","ActivityEventCode":12231}}""")
            .Refused("MXInvalidInputException", "Activity field should be of type independent dropdown");
        Assert.Equal([Sample, 33], await server.Timeline(lead));
    }

    [Fact]
    public async Task Captures_go_by_the_rule_that_holds_while_the_rule_changes()
    {
        var code = await server.NewOpportunityType("Changing rule");
        var captures = Enumerable.Range(0, 150).Select(i => server.Post(
            Service + "Capture", CaptureBody($"rule{i % 3}@example.com", code, Field("mx_Custom_1", "Same")))).ToList();
        var change = server.Send(
            HttpMethod.Patch, "/leadline/v1/opportunity-types/" + code, """{"duplicateFields":["mx_Custom_1"]}""");
        captures.AddRange(Enumerable.Range(0, 150).Select(i => server.Post(
            Service + "Capture", CaptureBody($"rule{i % 3}@example.com", code, Field("mx_Custom_1", "Same")))));

        var answers = await Task.WhenAll(captures);
        await change.Ok();
        var last = await server.Capture("rule0@example.com", code, Field("mx_Custom_1", "Same"));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.False(last.GetProperty("IsUnique").GetBoolean());
        var ofLead = answers.Where(answer => answer.Json.Text("RelatedProspectId") == last.Text("RelatedProspectId")).ToList();

        // Duplicates are told from the change on, and all of one opportunity: the one that the change left the key to.
        Assert.All(
            ofLead.Where(answer => !answer.Json.GetProperty("IsUnique").GetBoolean()),
            answer => Assert.Equal(last.Text("ConflictedOpportunityId"), answer.Json.Text("ConflictedOpportunityId")));
        Assert.Contains(ofLead, answer => answer.Json.Text("CreatedOpportunityId") == last.Text("ConflictedOpportunityId"));
    }

    [Fact]
    public async Task An_idempotency_key_makes_one_opportunity_of_two_calls()
    {
        var code = await server.NewOpportunityType("Once");
        var body = CaptureBody("once-opportunity@example.com", code);

        var first = await server.Send(HttpMethod.Post, Service + "Capture", body, ("Idempotency-Key", "capture-1"));
        var second = await server.Send(HttpMethod.Post, Service + "Capture", body, ("Idempotency-Key", "capture-1"));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal([code, 33], await server.Timeline(first.Json.Text("RelatedProspectId")!));
    }

    [Fact]
    public async Task With_its_lead_an_opportunity_goes()
    {
        var captured = await server.Capture("gone@example.com", Sample, Field("mx_Custom_1", "A"));
        var lead = captured.Text("RelatedProspectId")!;

        await server.Get("/v2/LeadManagement.svc/Lead/Delete/ById?leadId=" + lead).Ok();

        Assert.Empty(await server.Timeline(lead));
        await server.Get(Service + "GetOpportunityDetails?OpportunityId=" + captured.Text("CreatedOpportunityId"))
            .Refused("MXUnknownProspectActivityException", "Opportunity does not exist.");
    }

    private static string Recorded(Answer answer) => answer.Json.GetProperty("AdditionalDetails")[0].Text("ActivityId")!;
}
