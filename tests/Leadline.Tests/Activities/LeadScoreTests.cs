using System.Text.Json;
using Dapper;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Activities.ActivityCalls;

namespace Leadline.Tests.Activities;

/// <summary>Each activity adds its type's points to the lead.</summary>
public sealed class LeadScoreTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Each_activity_adds_its_points_and_the_answer_tells_the_sum()
    {
        var leadId = await server.NewLead("points@example.com");
        var code = await server.NewType("Five points");
        await Update(leadId, "50");

        Assert.Equal("55", await PostedScore(leadId, code));
        Assert.Equal("60", await PostedScore(leadId, code));

        Assert.Equal("60", await server.LeadValue(leadId, "Score"));
        Assert.Equal("10", await server.LeadValue(leadId, "EngagementScore"));
        Assert.Equal(
            """{"Score": {"After": "60", "Before": "55"}, "EngagementScore": {"After": "10", "Before": "5"}}""",
            await LastChange(leadId));
    }

    [Fact]
    public async Task A_lead_made_with_its_first_activity_has_the_points_at_once()
    {
        var code = await server.NewType("First points");

        var answer = await server.Post(
            Service + "CreateCustom",
            $$$"""
            {"LeadDetails":[{"Attribute":"EmailAddress","Value":"firstpoints@example.com"},{"Attribute":"SearchBy","Value":"EmailAddress"}],
             "Activity":{"ActivityEvent":{{{code}}},"ActivityNote":"n"}}
            """).Ok();

        Assert.Equal("Success", answer.GetProperty("Status").GetString());
        var found = await server.Get("/v2/LeadManagement.svc/Leads.GetByEmailaddress?emailaddress=firstpoints@example.com");
        Assert.Equal("5", found.Json[0].GetProperty("Score").GetString());
    }

    [Fact]
    public async Task Racing_activities_lose_no_points()
    {
        var leadId = await server.NewLead("racingpoints@example.com");
        var code = await server.NewType("Racing points");

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => server.NewActivity(leadId, code)));

        Assert.Equal("500", await server.LeadValue(leadId, "Score"));
    }

    [Fact]
    public async Task Leads_are_found_by_the_score_that_they_came_to()
    {
        var leadId = await server.NewLead("foundbyscore@example.com");
        await Update(leadId, "9001");
        var code = await server.NewType("Found by score");
        await server.NewActivity(leadId, code);

        var found = await server.Post(
            "/v2/LeadManagement.svc/Leads.Get",
            """{"Parameter":{"LookupName":"Score","LookupValue":"9006","SqlOperator":"="},"Columns":{"Include_CSV":"ProspectID"}}""").Ok();

        Assert.Equal(leadId, Assert.Single(found.EnumerateArray()).GetProperty("ProspectID").GetString());
    }

    [Fact]
    public async Task Points_edit_nobody()
    {
        var leadId = await server.NewLead("unedited@example.com");
        var before = await Times(leadId);
        await server.NewActivity(leadId, await server.NewType("Unedited"));
        var after = await Times(leadId);

        Assert.Equal(before.Modified, after.Modified);
        Assert.True(after.LastModified > before.LastModified);
    }

    private async Task Update(string leadId, string score) =>
        await server.Post($"/v2/LeadManagement.svc/Lead.Update?leadId={leadId}", $$"""[{"Attribute":"Score","Value":"{{score}}"}]""").Ok();

    private async Task<string?> PostedScore(string leadId, int code)
    {
        var answer = await server.Post(
            Service + "Create", $$"""{"RelatedProspectId":"{{leadId}}","ActivityEvent":{{code}},"IncludeLeadScore":true}""").Ok();
        return answer.GetProperty("Message").GetProperty("LeadScore").GetString();
    }

    private async Task<string?> LastChange(string leadId)
    {
        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId));
        return await connection.ExecuteScalarAsync<string?>(
            """
            SELECT data::text FROM event WHERE account_id = @accountId AND lead_id = @id AND kind = 'lead.updated'
            ORDER BY tx DESC, event_id DESC LIMIT 1
            """,
            new { accountId = int.Parse(server.Credentials.OrgId), id = Guid.Parse(leadId) });
    }

    private async Task<(DateTime Modified, DateTime LastModified)> Times(string leadId)
    {
        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId));
        return await connection.QuerySingleAsync<(DateTime, DateTime)>(
            "SELECT modified_on, last_modified_on FROM lead WHERE account_id = @accountId AND lead_id = @id",
            new { accountId = int.Parse(server.Credentials.OrgId), id = Guid.Parse(leadId) });
    }
}
