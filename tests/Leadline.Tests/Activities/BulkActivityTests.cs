using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Activities.ActivityCalls;

namespace Leadline.Tests.Activities;

public sealed class BulkActivityTests(TestServer server) : IClassFixture<TestServer>
{
    private const string ByLeadId = Service + "Bulk/CustomActivity/Add/ByLeadId";
    private const string ByLeadField = Service + "Bulk/CustomActivity/Add/ByLeadField";
    private const string Update = Service + "Bulk/CustomActivity/Update";

    [Fact]
    public async Task Each_row_has_an_outcome_of_its_own()
    {
        var leadId = await server.NewLead("bulk@example.com");

        var answer = await server.Post(ByLeadId, $$"""
            [{"RelatedProspectId":"{{leadId}}","ActivityEvent":105,"ActivityNote":"1","ActivityOwnerEmail":"{{server.Credentials.AdminEmail}}","ActivityDateTime":"2026-01-01 00:00:00"},
             {"RelatedProspectId":"b7bd9a2c-0000-4000-8000-000000000001","ActivityEvent":105},
             {"RelatedProspectId":"x","ActivityEvent":105},
             {"RelatedProspectId":"{{leadId}}","ActivityEvent":105,"ActivityDateTime":"soon"},
             {"RelatedProspectId":"{{leadId}}","ActivityEvent":105,"Fields":[{"SchemaName":"mx_Custom_1","Value":"5"}]}]
            """).Ok();

        var rows = answer.Items("Response");
        Assert.Equal([1, 2, 3, 4, 5], rows.Select(row => row.GetProperty("RowNumber").GetInt32()));
        Assert.Equal([true, false, false, false, true], rows.Select(row => row.GetProperty("ActivityCreated").GetBoolean()));
        Assert.Equal("Lead does not exist in the system", rows[1].Text("ExceptionMessage"));
        Assert.Equal("Lead does not exist in the system", rows[2].Text("ExceptionMessage"));
        Assert.Equal("Invalid Input! Parameter Name: ActivityDateTime", rows[3].Text("ExceptionMessage"));
        var stored = (await server.Post($"{Service}Retrieve?leadId={leadId}", "{}").Ok()).Items("ProspectActivities");
        Assert.Equal(
            new[] { rows[0], rows[4] }.Select(row => row.Text("ProspectActivityId")).Order(),
            stored.Select(row => row.Text("Id")).Order());
    }

    [Fact]
    public async Task By_a_unique_field_finds_leads_and_neither_makes_nor_changes_any()
    {
        var leadId = await server.NewLead("Field@example.com");

        var answer = await server.Post(ByLeadField + "?searchBy=EmailAddress", """
            [{"SearchByValue":"field@EXAMPLE.com","ActivityEvent":105},{"SearchByValue":"nobody@example.com","ActivityEvent":105},{"ActivityEvent":105}]
            """).Ok();

        Assert.Equal(
            [true, false, false], answer.Items("Response").Select(row => row.GetProperty("ActivityCreated").GetBoolean()));
        Assert.Equal("Field@example.com", await server.LeadValue(leadId, "EmailAddress"));
        var created = await server.Post(
            "/v2/LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"nobody@example.com"}]""");
        Assert.True(created.Json.GetProperty("Message").GetProperty("IsCreated").GetBoolean());
    }

    [Fact]
    public async Task An_unusable_searchBy()
    {
        await server.Post(ByLeadField, "[]").Refused("MXInvalidInputException", "Invalid SearchBy value provided");
        var answer = await server.Post(ByLeadField + "?searchBy=FirstName", """[{"SearchByValue":"x","ActivityEvent":105}]""").Ok();
        Assert.Equal("Invalid SearchBy value provided", answer.Items("Response")[0].Text("ExceptionMessage"));
    }

    [Theory]
    [InlineData(ByLeadId)]
    [InlineData(Update)]
    public Task At_most_25(string path) => server
        .Post(path, $"[{string.Join(",", Enumerable.Repeat("{}", 26))}]")
        .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: You can not pass more than 25 activities.");

    [Fact]
    public async Task Updates_in_bulk_even_of_one_activity_twice()
    {
        var leadId = await server.NewLead("bulkupdate@example.com");
        var first = await server.NewActivity(leadId, 105);
        var second = await server.NewActivity(leadId, 105);

        var answer = await server.Post(Update, $$"""
            [{"ProspectActivityId":"{{first}}","ActivityNote":"one"},
             {"ProspectActivityId":"b7bd9a2c-0000-4000-8000-000000000001"},
             {"ProspectActivityId":"{{second}}","Fields":[{"SchemaName":"mx_Custom_1","Value":"two"}]},
             {"ProspectActivityId":"{{first}}","Fields":[{"SchemaName":"mx_Custom_1","Value":"again"}]}]
            """).Ok();

        var rows = answer.Items("Response");
        Assert.Equal([true, false, true, true], rows.Select(row => row.GetProperty("ActivityUpdated").GetBoolean()));
        Assert.Equal("Activity does not exist.", rows[1].Text("ExceptionMessage"));
        var stored = (await server.Post($"{Service}Retrieve?leadId={leadId}", "{}").Ok()).Items("ProspectActivities")
            .ToDictionary(row => row.Text("Id")!, row => row.GetProperty("ActivityFields"));
        Assert.Equal(("one", "again"), (stored[first].Text("ActivityEvent_Note"), stored[first].Text("mx_Custom_1")));
        Assert.Equal(("Note", "two"), (stored[second].Text("ActivityEvent_Note"), stored[second].Text("mx_Custom_1")));
    }

    [Fact]
    public async Task An_idempotency_key_makes_the_rows_once()
    {
        var leadId = await server.NewLead("bulkonce@example.com");
        var body = $$"""[{"RelatedProspectId":"{{leadId}}","ActivityEvent":105},{"RelatedProspectId":"x","ActivityEvent":105},{"RelatedProspectId":"{{leadId}}","ActivityEvent":105}]""";

        var first = await server.Send(HttpMethod.Post, ByLeadId, body, ("Idempotency-Key", "bulk-1"));
        var second = await server.Send(HttpMethod.Post, ByLeadId, body, ("Idempotency-Key", "bulk-1"));

        Assert.Equal(first.Body, second.Body);
        Assert.Equal(2, (await server.Post($"{Service}Retrieve?leadId={leadId}", "{}").Ok()).GetProperty("RecordCount").GetInt32());
    }
}
