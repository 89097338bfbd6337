using Dapper;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Activities.ActivityCalls;

namespace Leadline.Tests.Activities;

public sealed class ActivityChangeTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Update = Service + "CustomActivity/Update";
    private const string UnknownId = "b7bd9a2c-0000-4000-8000-000000000001";

    [Fact]
    public async Task An_update_changes_what_it_passes_and_leaves_an_event()
    {
        var leadId = await server.NewLead("update@example.com");
        var id = await server.NewActivity(
            leadId, 105, """[{"SchemaName":"mx_Custom_1","Value":"old"},{"SchemaName":"mx_Custom_2","Value":"2026-01-01 00:00:00"}]""");

        var answer = await server.Post(Update, $$"""
            {"ProspectActivityId":"{{id}}","ActivityEvent":105,"ActivityNote":"New note","ProcessFilesAsync":true,
             "Fields":[{"SchemaName":"mx_Custom_1","Value":"new"},{"SchemaName":"mx_Custom_2","Value":""},{"SchemaName":"Status","Value":"Done"}]}
            """).Ok();

        Assert.Equal(id, answer.GetProperty("Message").Text("Id"));
        var values = await Values(id);
        Assert.Equal("New note", values["ActivityEvent_Note"]);
        Assert.Equal("new", values["mx_Custom_1"]);
        Assert.Null(values["mx_Custom_2"]);
        Assert.Equal("Done", values["Status"]);
        var data = Assert.Single(await EventData(id, "activity.updated"));
        Assert.Contains("""{"After": "new", "Before": "old"}""", data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_that_changes_nothing_leaves_no_event()
    {
        var id = await server.NewActivity(await server.NewLead("same@example.com"), 105);

        await server.Post(Update, $$"""{"ProspectActivityId":"{{id}}","ActivityNote":"Note"}""").Ok();

        Assert.Empty(await EventData(id, "activity.updated"));
    }

    [Fact]
    public async Task Racing_updates_of_different_fields_all_stay()
    {
        var code = await server.NewType(
            "Racing fields", $"[{string.Join(",", Enumerable.Range(1, 20).Select(i => $$"""{"SchemaName":"mx_Custom_{{i}}"}"""))}]");
        var id = await server.NewActivity(await server.NewLead("racing@example.com"), code);

        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => server.Post(
            Update, $$"""{"ProspectActivityId":"{{id}}","Fields":[{"SchemaName":"mx_Custom_{{i}}","Value":"{{i}}"}]}""").Ok()));

        var values = await Values(id);
        Assert.All(Enumerable.Range(1, 20), i => Assert.Equal(i.ToString(), values[$"mx_Custom_{i}"]));
    }

    [Fact]
    public async Task Refused_updates_change_nothing()
    {
        var code = await server.NewType("Refusing", """[{"SchemaName":"mx_Custom_1","IsMandatory":true},{"SchemaName":"mx_Custom_2"}]""");
        var id = await server.NewActivity(
            await server.NewLead("refused@example.com"), code, """[{"SchemaName":"mx_Custom_1","Value":"kept"}]""");

        await server.Post(Update, $$"""{"ProspectActivityId":"{{UnknownId}}"}""")
            .Refused("MXUnknownProspectActivityException", "Activity does not exist.");
        await server.Post(Update, "{}").Refused("MXUnknownProspectActivityException", "Activity does not exist.");
        await server.Post(Update, $$"""{"ProspectActivityId":"{{id}}","ActivityEvent":105}""")
            .Refused("MXInvalidActivityException", "Event Code is invalid or empty");
        await server.Post(Update, $$"""{"ProspectActivityId":"{{id}}","Fields":[{"SchemaName":"mx_Custom_9","Value":"x"}]}""")
            .Refused("MXInvalidActivityFieldsException", "Activity field(s) does not exist - mx_Custom_9");
        await server.Post(
                Update,
                $$"""{"ProspectActivityId":"{{id}}","Fields":[{"SchemaName":"mx_Custom_2","Value":"half"},{"SchemaName":"mx_Custom_1","Value":""}]}""")
            .Refused("MXInvalidActivityFieldsException", "Field name : 'mx_Custom_1' of datatype : 'String' is mandatory.");

        var values = await Values(id);
        Assert.Equal("kept", values["mx_Custom_1"]);
        Assert.Null(values["mx_Custom_2"]);
    }

    [Fact]
    public async Task A_locked_activity_stays_as_it_is()
    {
        var leadId = await server.NewLead("locked@example.com");
        var id = await server.NewActivity(leadId, 105);

        var answer = await server.Get($"{Service}CustomActivity/Lock?activityId={id}");

        Assert.Equal($$$"""{"Status":"Success","Message":{"Id":"{{{id}}}"}}""", answer.Body);
        await server.Get($"{Service}CustomActivity/Lock?activityId={id}").Ok();
        await server.Post(Update, $$"""{"ProspectActivityId":"{{id}}","ActivityNote":"x"}""")
            .Refused("MXInvalidInputException", "Activity is locked.");
        await server.Post(Service + "DeleteActivities", $$"""{"ProspectId":"{{leadId}}","ActivityEventList":["105"]}""").Ok();
        Assert.Equal("Note", (await Values(id))["ActivityEvent_Note"]);
        await server.Get($"{Service}CustomActivity/Lock?activityId={UnknownId}")
            .Refused("MXUnknownProspectActivityException", "Activity does not exist.");
    }

    [Fact]
    public async Task DeleteActivities_deletes_the_named_types_within_the_window()
    {
        var leadId = await server.NewLead("delete@example.com");
        var other = await server.NewType("Not deleted");
        var early = await server.NewActivity(leadId, 105, on: "2026-01-01 00:00:00");
        var gone = await server.NewActivity(leadId, 105, on: "2026-01-02 00:00:00");
        var kept = await server.NewActivity(leadId, other, on: "2026-01-02 00:00:00");

        var answer = await server.Post(Service + "DeleteActivities", $$"""
            {"ProspectId":"{{leadId}}","ActivityEventList":["105"],"FromDate":"2026-01-02 00:00:00","ToDate":"2026-01-02 00:00:00"}
            """);

        Assert.Equal("""{"Status":"Success","Message":{"Message":"Your request for delete activities has been queued."}}""", answer.Body);
        await server.Get($"{Service}GetActivityDetails?activityId={gone}")
            .Refused("MXUnknownProspectActivityException", "Activity does not exist.");
        Assert.Single(await EventData(gone, "activity.deleted"));
        await Values(early);
        await Values(kept);
    }

    [Theory]
    [InlineData("DeleteStageChangeHistory", "stage change history", 3002, 3001)]
    [InlineData("DeleteUserAssignmentChangeHistory", "user assignment change history", 3001, 3002)]
    public async Task A_history_of_changes_is_deleted_within_the_window(string call, string what, int gone, int kept)
    {
        var leadId = await server.NewLead($"{call}@example.com");
        await server.Post(
            $"/v2/LeadManagement.svc/Lead.Update?leadId={leadId}",
            $$"""[{"Attribute":"ProspectStage","Value":"Opportunity"},{"Attribute":"OwnerId","Value":"{{await new LeadRows(server).NewUser()}}"}]""").Ok();

        await server.Post(
            $"/v2/LeadManagement.svc/{call}",
            $$"""{"ProspectId":"{{leadId}}","FromDate":"2026-01-01 00:00:00","ToDate":"2026-01-02 00:00:00"}""").Ok();
        Assert.Equal((1, 1), (await Changes(gone), await Changes(kept)));
        var answer = await server.Post($"/v2/LeadManagement.svc/{call}", $$"""{"ProspectId":"{{leadId}}","FromDate":"2026-01-01 00:00:00"}""");

        Assert.Equal($$$"""{"Status":"Success","Message":{"Message":"Your request for delete {{{what}}} has been queued."}}""", answer.Body);
        Assert.Equal((0, 1), (await Changes(gone), await Changes(kept)));
        Assert.Equal("Error", (await server.Post($"/v2/LeadManagement.svc/{call}", """{"ProspectId":"nobody"}""")).Json.GetProperty("Status").GetString());

        async Task<int> Changes(int code) =>
            (await server.Post($"{Service}Retrieve?leadId={leadId}", $$"""{"Parameter":{"ActivityEvent":{{code}} } }""")).Json
                .GetProperty("RecordCount").GetInt32();
    }

    [Fact]
    public async Task A_deleted_lead_takes_its_activities_along()
    {
        var leadId = await server.NewLead("gone@example.com");
        var gone = await server.NewActivity(leadId, 105);
        var kept = await server.NewActivity(await server.NewLead("stays@example.com"), 105);

        await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={leadId}").Ok();

        await server.Get($"{Service}GetActivityDetails?activityId={gone}")
            .Refused("MXUnknownProspectActivityException", "Activity does not exist.");
        await Values(kept);
    }

    [Theory]
    [InlineData("""{"ActivityEventList":["105"]}""", "ProspectId")]
    [InlineData("""{"ProspectId":"b7bd9a2c-0000-4000-8000-000000000001"}""", "ActivityEventList")]
    [InlineData("""{"ProspectId":"b7bd9a2c-0000-4000-8000-000000000001","ActivityEventList":["22"]}""", "ActivityEventList")]
    [InlineData("""{"ProspectId":"b7bd9a2c-0000-4000-8000-000000000001","ActivityEventList":["x"]}""", "ActivityEventList")]
    public Task DeleteActivities_refuses(string body, string parameter) => server.Post(Service + "DeleteActivities", body)
        .Refused("MXInvalidInputException", $"Invalid Input! Parameter Name: {parameter}");

    private async Task<Dictionary<string, string?>> Values(string id) =>
        (await server.Get($"{Service}GetActivityDetails?activityId={id}").Ok()).Items("Fields")
        .ToDictionary(field => field.Text("SchemaName")!, field => field.Text("Value"));

    private async Task<IReadOnlyList<string?>> EventData(string id, string kind)
    {
        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId));
        return [.. await connection.QueryAsync<string?>(
            "SELECT data::text FROM event WHERE account_id = @accountId AND record_id = @id AND kind = @kind",
            new { accountId = int.Parse(server.Credentials.OrgId), id = Guid.Parse(id), kind })];
    }
}
