using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Intake;

/// <summary>Each call of the Async API: what it does, and what its status and metrics say in its own words and casing.</summary>
public sealed class SubmitTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly AsyncCalls calls = new(server);
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_capture_makes_a_lead_and_its_status_has_the_documented_form()
    {
        var body = AsyncCalls.Lead("captured@example.com", ("FirstName", "Asha"), ("SearchBy", "EmailAddress"));
        var id = await calls.Submit("/lead/capture", body);
        await calls.Final(id);

        var status = (await calls.Look($"/lead/status?RequestID={id}")).Json;
        Assert.Equal(["RequestId", "TaskStatus"], status.EnumerateObject().Select(member => member.Name));
        Assert.Equal(id, status.GetProperty("RequestId").GetGuid());
        var task = status.GetProperty("TaskStatus");
        Assert.Equal(
            ["TaskType", "Status", "StatusReason", "TaskCurrentStep", "TaskLastStep", "RequestBody", "Message"],
            task.EnumerateObject().Select(member => member.Name));
        Assert.Equal("Lead Capture", task.GetProperty("TaskType").GetString());
        Assert.Equal("Success", task.GetProperty("Status").GetString());
        Assert.Equal("Request was successfully completed", task.GetProperty("StatusReason").GetString());
        Assert.Equal(JsonValueKind.Null, task.GetProperty("TaskCurrentStep").ValueKind);
        Assert.Equal("In-Process-Queue", task.GetProperty("TaskLastStep").GetString());
        Assert.Equal(body, task.GetProperty("RequestBody").GetString());

        var message = JsonDocument.Parse(task.GetProperty("Message").GetString()!).RootElement;
        Assert.True(message.GetProperty("Message").GetProperty("IsCreated").GetBoolean());
        Assert.Equal(await rows.Find("captured@example.com"), message.GetProperty("Message").GetProperty("Id").GetGuid());
    }

    [Fact]
    public async Task An_update_changes_the_lead_that_the_query_names()
    {
        var lead = await rows.Lead("updated@example.com");
        var id = await calls.Submit($"/lead/update?leadId={lead}&postUpdatedLead=true", """[{"Attribute":"FirstName","Value":"Asynchronous"}]""");

        Assert.Equal(1, (await calls.Answer(id)).GetProperty("Message").GetProperty("AffectedRows").GetInt32());
        Assert.Equal("Asynchronous", await rows.Value(lead, "FirstName"));
        var status = (await calls.Look($"/lead/update/status?requestid={id}")).Json;
        Assert.Equal(id, status.GetProperty("RequestID").GetGuid());
        Assert.Equal("Lead Update", status.GetProperty("TaskStatus").GetProperty("TaskType").GetString());
    }

    [Theory]
    [InlineData("?leadId=nobody", "Lead does not exist")]
    [InlineData("?leadId=00000000-0000-0000-0000-000000000001", "Lead does not exist")]
    public async Task An_update_of_no_lead_fails(string query, string reason)
    {
        var task = await calls.Final(await calls.Submit($"/lead/update{query}", """[{"Attribute":"FirstName","Value":"Nobody at all"}]"""));

        Assert.Equal("FAILURE", task.GetProperty("Status").GetString());
        Assert.Contains(reason, task.GetProperty("StatusReason").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, task.GetProperty("Message").ValueKind);
    }

    [Fact]
    public async Task Activities_are_posted_on_leads()
    {
        var lead = await rows.Lead("active@example.com");
        var created = await calls.Submit("/activity/create", $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":105,"ActivityNote":"posted later"}""");
        var custom = await calls.Submit(
            "/activity/createcustom",
            $$"""
            {"LeadDetails":{{AsyncCalls.Lead("active2@example.com", ("SearchBy", "EmailAddress"))}},
             "Activity":{"ActivityEvent":105,"ActivityNote":"with a lead"}
            }
            """);

        var createdId = (await calls.Answer(created)).GetProperty("Message").GetProperty("Id").GetGuid();
        var customId = (await calls.Answer(custom)).GetProperty("Message").GetProperty("Id").GetGuid();
        Assert.Equal(lead, await LeadOf(createdId));
        Assert.Equal(await rows.Find("active2@example.com"), await LeadOf(customId));
        Assert.Equal("Activity Create", (await calls.Now(created, "activity/create")).GetProperty("TaskType").GetString());
        Assert.Equal("Activity Create Custom", (await calls.Now(custom, "activity")).GetProperty("TaskType").GetString());
        Assert.True((await calls.Look($"/activity/createcustom/status?RequestID={custom}")).Json.TryGetProperty("RequestId", out _));
    }

    [Fact]
    public async Task The_documented_opportunity_is_captured_and_changed()
    {
        var captured = await calls.Submit(
            "/opportunity/capture",
            """
            {
               "LeadDetails":[
                  {"Attribute":"EmailAddress","Value":"johndoe@example.com"},
                  {"Attribute":"mx_City","Value":"Bangalore"},
                  {"Attribute":"SearchBy","Value":"EmailAddress"}],
               "Opportunity":{
                  "OpportunityEventCode":12231,
                  "OpportunityNote":"Opportunity capture api",
                  "OpportunityDateTime":"2020-12-05 12:13:44",
                  "Fields":[{"SchemaName":"mx_Custom_1","Value":"1"},{"SchemaName":"mx_Custom_2","Value":"1"}]}}
            """);
        var answer = await calls.Answer(captured);
        Assert.Equal(0, answer.GetProperty("Status").GetInt32());
        Assert.Equal(captured, answer.GetProperty("RequestId").GetGuid());
        Assert.Equal(await rows.Find("johndoe@example.com"), answer.GetProperty("RelatedProspectId").GetGuid());
        var opportunity = answer.GetProperty("CreatedOpportunityId").GetGuid();

        var updated = await calls.Submit(
            "/opportunity/update", $$"""{"ProspectOpportunityId":"{{opportunity}}","OpportunityNote":"changed later"}""");
        Assert.Equal(opportunity, (await calls.Answer(updated)).GetProperty("Message").GetProperty("Id").GetGuid());
        Assert.Equal(
            "changed later",
            await rows.One<string>("SELECT note FROM activity WHERE account_id > 0 AND activity_id = @opportunity", new { opportunity }));

        Assert.True((await calls.Look($"/opportunity/capture/status?RequestID={captured}")).Json.TryGetProperty("RequestId", out _));
        Assert.True((await calls.Look($"/opportunity/status?RequestID={updated}")).Json.TryGetProperty("RequestID", out _));
        Assert.Equal("Opportunity Capture", (await calls.Now(captured, "opportunity")).GetProperty("TaskType").GetString());
        Assert.Equal("Opportunity Update", (await calls.Now(updated, "opportunity/update")).GetProperty("TaskType").GetString());
    }

    [Theory]
    [InlineData("/opportunity/capture", """{"LeadDetails":[{"Attribute":"EmailAddress","Value":"o@example.com"},{"Attribute":"SearchBy","Value":"mx_City"}],"Opportunity":{"OpportunityEventCode":12231}}""", "SearchBy")]
    [InlineData("/opportunity/capture", """{"LeadDetails":[{"Attribute":"SearchBy","Value":"EmailAddress"}],"Opportunity":{"OpportunityEventCode":999}}""", "MXInvalidActivityException")]
    [InlineData("/opportunity/update", """{"ProspectOpportunityId":"00000000-0000-0000-0000-000000000001"}""", "MX")]
    public async Task An_opportunity_that_cannot_be(string path, string body, string reason)
    {
        var task = await calls.Final(await calls.Submit(path, body));
        Assert.Equal("FAILURE", task.GetProperty("Status").GetString());
        Assert.Contains(reason, task.GetProperty("StatusReason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lead/capture", "ProcessingRatePerMinute")]
    [InlineData("lead/update", "ProcessingRatePerMinute")]
    [InlineData("activity/create", "ProcessingRatePerMinute")]
    [InlineData("activity/createcustom", "ProcessingratePerMinute")]
    [InlineData("opportunity/capture", "ProcessingratePerMinute")]
    [InlineData("opportunity/update", "ProcessingRatePerMinute")]
    [InlineData("1/api/telephony/logcallcomplete", "ProcessingRatePerMinute")]
    public async Task Metrics_of_every_call(string path, string rate)
    {
        var metrics = (await calls.Look($"/{path}/metrics")).Json;
        Assert.Equal(["PendingMessages", "MaxDelayInSeconds", rate], metrics.EnumerateObject().Select(member => member.Name));
        Assert.All(metrics.EnumerateObject(), member => Assert.Equal(JsonValueKind.Number, member.Value.ValueKind));
    }

    [Fact]
    public async Task A_phone_call_becomes_an_activity_on_the_lead_with_the_number()
    {
        var token = await ConnectorToken();
        var user = server.Credentials.AdminEmail;
        var id = await SubmitCall(
            token,
            $$"""
            {"SourceNumber":"+91-9812345670","CallerSource":"Hoarding","DestinationNumber":"+91-8012345678","DisplayNumber":"8012345678",
             "StartTime":"2026-11-20 10:00:00","EndTime":"2026-11-20 10:00:41","CallDuration":41,"Status":"Answered",
             "ResourceURL":"https://example.com/recording.mp3","Direction":"inbound","CallSessionId":"s-1","Tag":"first{next}UserId{=}x","UserId":"{{user}}"}
            """);
        var activity = (await calls.Answer(id)).GetProperty("Message").GetProperty("Id").GetGuid();
        var lead = await LeadOf(activity);
        Assert.Equal(lead, await rows.Find("Phone", "919812345670"));
        Assert.Equal("Hoarding", await rows.Value(lead, "Source"));
        Assert.Equal(21, await rows.One<int>("SELECT event_code FROM activity WHERE account_id > 0 AND activity_id = @activity", new { activity }));
        Assert.Equal(
            "41 Answered 8012345678 https://example.com/recording.mp3",
            await rows.One<string>(
                """
                SELECT concat_ws(' ', "values"->>'mx_Custom_3', status, "values"->>'mx_Custom_1', "values"->>'mx_Custom_4')
                FROM activity WHERE account_id > 0 AND activity_id = @activity
                """,
                new { activity }));

        var again = await SubmitCall(
            token,
            """{"SourceNumber":"8012345678","DestinationNumber":"09812345670","CallerSource":"Other","Direction":"Outbound","CallDuration":"5"}""");
        Assert.Equal(lead, await LeadOf((await calls.Answer(again)).GetProperty("Message").GetProperty("Id").GetGuid()));
        Assert.Equal("Hoarding", await rows.Value(lead, "Source"));
        Assert.Equal("Telephony-LogCall", (await calls.Now(again, "1/api/telephony/logcallcomplete")).GetProperty("TaskType").GetString());
    }

    [Theory]
    [InlineData("""{"SourceNumber":"1"}""", "Direction")]
    [InlineData("""{"Direction":"Inbound"}""", "SourceNumber")]
    [InlineData("""{"Direction":"Outbound","SourceNumber":"1"}""", "DestinationNumber")]
    [InlineData("""{"Direction":"Inbound","LeadId":"00000000-0000-0000-0000-000000000001"}""", "Lead does not exist")]
    public async Task A_phone_call_that_cannot_be_logged(string body, string reason)
    {
        var task = await calls.Final(await SubmitCall(await ConnectorToken(), body));
        Assert.Equal("FAILURE", task.GetProperty("Status").GetString());
        Assert.Contains(reason, task.GetProperty("StatusReason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_lacks_a_key_is_refused()
    {
        var lead = AsyncCalls.Lead("refused@example.com");
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Post("/lead/capture", lead)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await calls.Send("/lead/capture", lead, ("x-api-key", "r1-x.y"))).Status);
        using var keyless = new HttpRequestMessage(HttpMethod.Post, "/lead/capture") { Content = new StringContent(lead, Encoding.UTF8) };
        keyless.Headers.Add("x-api-key", server.Credentials.AsyncApiKey);
        using var refused = await server.Client.SendAsync(keyless, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Get("/lead/capture/metrics")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await calls.Send($"/1/api/telephony/logcallcomplete/{server.Credentials.AsyncApiKey}", "{}")).Status);
        Assert.Null(await rows.Find("refused@example.com"));
    }

    [Fact]
    public async Task A_request_that_nobody_sent_has_no_status()
    {
        foreach (var id in (string[])["", "abc", Guid.NewGuid().ToString(), "01a1fe02-35b7-7000-809c-44000fffffff"])
        {
            var answer = await calls.Look($"/lead/status?RequestID={id}");
            Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
            Assert.Equal("MXInvalidInputException", answer.Json.GetProperty("ExceptionType").GetString());
        }
    }

    [Fact]
    public async Task A_retry_with_its_idempotency_key_is_one_request()
    {
        var body = AsyncCalls.Lead("once-only@example.com");
        var first = await calls.Send("/lead/capture", body, ("Idempotency-Key", "async-once"));
        var second = await calls.Send("/lead/capture", body, ("Idempotency-Key", "async-once"));
        Assert.Equal(first, second);
        await calls.Answer(first.Json.GetProperty("RequestID").GetGuid());
    }

    private async Task<string> ConnectorToken()
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var admin = (await accounts.Find(calls.AccountId))!.FindUser(server.Credentials.AdminEmail)!;
        return await accounts.CreateToken(calls.AccountId, admin.Id, KeyKind.Connector);
    }

    /// <summary>C7: as telephone systems do, with the token in the path and no other key, or with the API key in the query.</summary>
    [Theory]
    [InlineData("/1/api/Telephony/LogCallComplete/{0}", true)]
    [InlineData("/2/api/telephony/logcallcomplete/{0}/any-connector", true)]
    [InlineData("/1/api/Telephony/LogCallComplete/{0}?xapikey={1}", true)]
    [InlineData("/1/api/Telephony/LogCallComplete/{0}?xapikey=unknown", true)]
    [InlineData("/1/api/Telephony/LogCallComplete/{0}x", false)]
    [InlineData("/1/api/Telephony/LogCallComplete/{1}?xapikey={1}", false)]
    public async Task C7_a_connectors_token_is_a_credential_by_itself(string path, bool isTaken)
    {
        using var answer = await server.Client.PostAsync(
            string.Format(null, path, await ConnectorToken(), server.Credentials.AsyncApiKey),
            new StringContent("""{"SourceNumber":"+91-9812345679","Direction":"Inbound"}""", Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);
        Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>As a telephone system does: no user's keys, the API key in the query.</summary>
    private async Task<Guid> SubmitCall(string token, string body)
    {
        var path = $"/1/api/Telephony/LogCallComplete/{token}/{Guid.NewGuid()}?xapikey={server.Credentials.AsyncApiKey}";
        using var response = await server.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        var answer = new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json.GetProperty("RequestID").GetGuid();
    }

    private Task<Guid> LeadOf(Guid activity) =>
        rows.One<Guid>("SELECT lead_id FROM activity WHERE account_id > 0 AND activity_id = @activity", new { activity });
}
