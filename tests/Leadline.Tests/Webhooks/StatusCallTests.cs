using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Webhooks;

/// <summary>A call's StatusWebhookURL is told what came of its work, until it takes it.</summary>
public sealed class StatusCallTests(WebhookServer server) : IClassFixture<WebhookServer>
{
    [Theory]
    [InlineData("ProspectActivity.svc/DeleteActivities", ",\"ActivityEventList\":[\"105\"]", "Delete activities")]
    [InlineData("LeadManagement.svc/DeleteStageChangeHistory", "", "Delete stage change history")]
    [InlineData("LeadManagement.svc/DeleteUserAssignmentChangeHistory", "", "Delete user assignment change history")]
    public async Task Work_that_is_told_to_be_queued_is_reported_when_it_is_done(string call, string more, string operation)
    {
        await using var receiver = await WebhookReceiver.Start();
        var lead = await server.Lead($"status{Guid.NewGuid():N}@example.com");

        var answer = await server.Post($"/v2/{call}", $$"""{"ProspectId":"{{lead}}","StatusWebhookURL":"{{receiver.Url}}"{{more}}}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        await receiver.Received(1);

        Assert.Equal($$"""{"Status":"Success","Operation":"{{operation}}","FailureReason":null}""", receiver.Calls[0].Body);
        Assert.StartsWith("application/json", receiver.Calls[0].Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bulk/Create", "\"TaskList\":[{\"Name\":\"x\",\"TaskType\":{\"Name\":\"Nap\"}}]")]
    [InlineData("DeleteTasks", "\"TaskIds\":[\"3f2504e0-4f89-11d3-9a0c-0305e82c3301\"]")]
    public async Task Other_calls_report_what_they_answered(string call, string body)
    {
        await using var receiver = await WebhookReceiver.Start();

        var answer = await server.Post($"/v2/Task.svc/{call}", $$"""{{{body}},"StatusWebhookURL":"{{receiver.Url}}"}""");
        await receiver.Received(1);

        Assert.Equal((HttpStatusCode.OK, answer.Body), (answer.Status, receiver.Calls[0].Body));
    }

    [Fact]
    public async Task A_receiver_that_is_down_is_told_later_and_no_refused_call_is_reported()
    {
        await using var receiver = await WebhookReceiver.Start();
        receiver.Answer = _ => Task.FromResult(receiver.Calls.Count < 3 ? 503 : 200);
        var body = new { TaskIds = new[] { Guid.NewGuid() }, StatusWebhookURL = receiver.Url };

        await server.Post("/v2/Task.svc/DeleteTasks", JsonSerializer.Serialize(body));
        var refused = await server.Post("/v2/Task.svc/DeleteTasks", $$"""{"TaskIds":[],"StatusWebhookURL":"{{receiver.Url}}"}""");
        var nowhere = await server.Post("/v2/Task.svc/DeleteTasks", $$"""{"TaskIds":["{{Guid.NewGuid()}}"],"StatusWebhookURL":"ftp://a/b"}""");
        await Eventually.Seen(
            async () =>
            {
                // What other tests leave to receivers that are gone stays.
                await Do($"UPDATE status_call SET due_on = now() - interval '1 minute' WHERE url = '{receiver.Url}' AND due_on > now()");
                return await Do($"SELECT count(*) FROM status_call WHERE url = '{receiver.Url}'");
            },
            left => left == 0);

        Assert.Equal(3, receiver.Calls.Count);
        Assert.NotEqual(HttpStatusCode.OK, refused.Status);
        Assert.NotEqual(HttpStatusCode.OK, nowhere.Status);
    }

    private async Task<long> Do(string sql)
    {
        await using var connection = await server.Database.OpenAcrossAccounts();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is long count ? count : 0;
    }
}
