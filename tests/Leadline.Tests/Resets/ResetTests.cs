using System.Net;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Leadline.Tests.Tasks;
using Xunit;

namespace Leadline.Tests.Resets;

/// <summary>Leads that are made new again (core §2.11).</summary>
public sealed class ResetTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Management = "/v2/LeadManagement.svc/";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task Only_what_is_named_goes()
    {
        var (lead, meeting) = await Recorded("reset.some@example.com");

        var answer = await server.Post(
            $"{Management}Lead.Reset",
            $$"""{"ProspectId":"{{lead}}","TaskTypeList":[],"ActivityEventList":[105],"ShouldDeleteProspectNotes":false,"AuditActivityList":["StageChange"],"FromDate":"2020-10-14 18:30:00","ToDate":"2099-10-16 18:29:59"}""");

        Assert.Equal("""{"Status":"Success","Message":{"Message":"Your request for lead reset has been queued."}}""", answer.Body);
        Assert.Equal((0, 1, 0, 1, 1, 1), await Left(lead));
        Assert.Equal(2, await rows.One<long>("SELECT count(*) FROM event WHERE lead_id = @id AND kind = 'activity.deleted'", new { id = Guid.Parse(lead) }));

        await server.Post(
            $"{Management}Lead.Reset",
            $$"""{"ProspectId":"{{lead}}","TaskTypeList":["{{meeting}}"],"ActivityEventList":["102"],"ShouldDeleteProspectNotes":true,"AuditActivityList":["OwnerChange"]}""").Ok();
        Assert.Equal((0, 0, 0, 0, 0, 0), await Left(lead));
    }

    [Fact]
    public async Task What_lies_outside_the_window_stays()
    {
        var (lead, meeting) = await Recorded("reset.window@example.com");

        await server.Post(
            $"{Management}Lead.Reset",
            $$"""{"ProspectId":"{{lead}}","TaskTypeList":["{{meeting}}"],"ActivityEventList":[105,102],"ShouldDeleteProspectNotes":true,"AuditActivityList":["StageChange","OwnerChange"],"ToDate":"2020-01-01 00:00:00"}""").Ok();

        Assert.Equal((1, 1, 1, 1, 1, 1), await Left(lead));
    }

    [Fact]
    public async Task Leadlines_own_api_resets_too()
    {
        var (lead, meeting) = await Recorded("reset.own@example.com");

        await server.Post(
            $"/leadline/v1/leads/{lead}/reset",
            $$"""{"taskTypes":["{{meeting}}"],"activityTypes":[105],"notes":true,"ownerChanges":true,"from":"2020-01-01T00:00:00Z"}""").Ok();
        Assert.Equal((0, 1, 1, 0, 0, 0), await Left(lead));

        foreach (var (path, body, status, code) in new[]
                 {
                     (lead, "{}", HttpStatusCode.BadRequest, "missingAttribute"),
                     (lead, """{"notes":true,"activityTypes":[3002]}""", HttpStatusCode.NotFound, "unknownActivityType"),
                     (lead, """{"notes":true,"from":"2026-01-02T00:00:00Z","to":"2026-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest, "invalidInput"),
                     (Guid.NewGuid().ToString(), """{"notes":true}""", HttpStatusCode.NotFound, "unknownLead"),
                 })
        {
            var answer = await server.Post($"/leadline/v1/leads/{path}/reset", body);
            Assert.Equal((status, code), (answer.Status, answer.Json.Text("code")));
        }
    }

    [Theory]
    [InlineData("""{"ShouldDeleteProspectNotes":true}""", "MXMandatoryAttributeMissingException", "'ProspectId' is mandatory for resetting lead")]
    [InlineData("""{"ProspectId":"nobody","ShouldDeleteProspectNotes":true}""", "MXInvalidEntityException", "Lead does not exist in the system")]
    [InlineData("""{"ProspectId":"b7d1c2a0-0000-4000-8000-000000000000"}""", "MXMandatoryAttributeMissingException", "You have not passed anything that is to be reset.")]
    [InlineData("""{"ProspectId":"b7d1c2a0-0000-4000-8000-000000000000","AuditActivityList":["Merge"]}""", "MXInvalidInputException", "Invalid Input! Parameter Name: AuditActivityList")]
    [InlineData("""{"ProspectId":"b7d1c2a0-0000-4000-8000-000000000000","TaskTypeList":["Meeting"]}""", "MXInvalidInputException", "Invalid Input! Parameter Name: TaskTypeList")]
    [InlineData("""{"ProspectId":"b7d1c2a0-0000-4000-8000-000000000000","ActivityEventList":["x"]}""", "MXInvalidInputException", "Invalid Input! Parameter Name: ActivityEventList")]
    [InlineData("""{"ProspectId":"b7d1c2a0-0000-4000-8000-000000000000","ActivityEventList":[21]}""", "MXInvalidActivityException", "Event Code is invalid or empty")]
    [InlineData("""{"ProspectId":"b7d1c2a0-0000-4000-8000-000000000000","ShouldDeleteProspectNotes":true,"FromDate":"soon"}""", "MXInvalidInputException", "Invalid Input! Parameter Name: FromDate value is not correct.")]
    public Task What_cannot_be_reset_is_refused(string body, string type, string message) =>
        server.Post($"{Management}Lead.Reset", body).Refused(type, message);

    private async Task<(string Lead, string Meeting)> Recorded(string email)
    {
        var lead = await server.NewLead(email);
        await server.NewActivity(lead, 105, on: "2026-11-20 10:00:00");
        await server.NewActivity(lead, 102, on: "2026-11-20 10:00:00");
        await server.Post($"{Management}Lead.Update?leadId={lead}", """[{"Attribute":"ProspectStage","Value":"Customer"}]""").Ok();
        await server.Post($"{Management}Lead.Update?leadId={lead}", $$"""[{"Attribute":"OwnerId","Value":"{{await rows.NewUser()}}"}]""").Ok();
        await server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":"note"}""").Ok();
        await server.NewTask(TaskCalls.Body("Meet", more: TaskCalls.OnLead(lead)));
        var types = await server.Get("/v2/Task.svc/RetrieveTaskType").Ok();
        var meeting = types.EnumerateArray().Single(type => type.Text("Name") == "Meeting");
        return (lead, meeting.EnumerateObject().First(member => Guid.TryParse(member.Value.ToString(), out _)).Value.GetString()!);
    }

    private async Task<(long Meetings, long Calls, long Stages, long Owners, long Notes, long Tasks)> Left(string lead)
    {
        var id = Guid.Parse(lead);
        Task<long> Activities(int code) =>
            rows.One<long>("SELECT count(*) FROM activity WHERE lead_id = @id AND event_code = @code", new { id, code });
        return (
            await Activities(105), await Activities(102), await Activities(3002), await Activities(3001),
            await rows.One<long>("SELECT count(*) FROM lead_note WHERE lead_id = @id", new { id }),
            await rows.One<long>("SELECT count(*) FROM task WHERE lead_id = @id", new { id }));
    }
}
