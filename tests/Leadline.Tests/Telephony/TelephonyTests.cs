using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Leadline.Tests.Users;
using Xunit;

namespace Leadline.Tests.Telephony;

public sealed class TelephonyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Wire = "/v2/Telephony.svc/";

    private readonly LeadRows rows = new(server);
    private readonly UserCalls users = new(server);

    [Fact]
    public async Task A_call_is_an_activity_on_the_leads_timeline()
    {
        var lead = await rows.Lead("caller@call.example");

        var logged = await server.Post(
            $"{Wire}LogCall",
            $$"""
            {"SourceNumber":"+91-9800011122","CallerSource":"Cov","DestinationNumber":"+91-9812345678","DisplayNumber":"+91-8000000000",
             "StartTime":"2026-11-20 10:00:00","EndTime":"2026-11-20 10:00:34","CallDuration":34,"Status":"Answered",
             "ResourceURL":"https://example.com/a.mp3","Direction":"Inbound","CallSessionId":"s1","LeadId":"{{lead}}","Tag":"t","UserId":"admin@example.com"}
            """);

        Assert.Equal(HttpStatusCode.OK, logged.Status);
        var activity = (await server.Post(
            $"/v2/ProspectActivity.svc/Retrieve?leadId={lead}", """{"Parameter":{"ActivityEvent":21}}""")).Json.GetProperty("ProspectActivities")[0];
        Assert.Equal(logged.Id, activity.GetProperty("Id").GetString());
        Assert.Equal("2026-11-20 10:00:00", activity.GetProperty("CreatedOn").GetString());
        Assert.Contains(
            activity.GetProperty("Data").EnumerateArray(),
            detail => detail.GetProperty("Key").GetString() == "Duration" && detail.GetProperty("Value").GetString() == "34");
    }

    [Fact]
    public async Task Without_a_lead_the_number_finds_or_makes_one()
    {
        var first = await server.Post($"{Wire}LogCall", """{"SourceNumber":"+91-9811100001","CallerSource":"Hotline","Direction":"Inbound"}""");
        var second = await server.Post($"{Wire}LogCall", """{"SourceNumber":"98111 00001","CallerSource":"Other","Direction":"inbound"}""");

        Assert.NotEqual(first.Id, second.Id);
        var leads = (await server.Get("/v2/LeadManagement.svc/RetrieveLeadByPhoneNumber?phone=9811100001")).Json;
        Assert.Equal("Hotline", Assert.Single(leads.EnumerateArray()).GetProperty("Source").GetString());
    }

    [Theory]
    [InlineData("""{"SourceNumber":"+91-9811100002"}""", "MXInvalidInputException")]
    [InlineData("""{"Direction":"Inbound"}""", "MXInvalidInputException")]
    [InlineData("""{"Direction":"Inbound","LeadId":"00000000-0000-0000-0000-000000000001"}""", "MXInvalidEntityException")]
    public async Task What_is_no_call_is_refused(string body, string type) => Assert.Equal(
        type, (await server.Post($"{Wire}LogCall", body)).Json.GetProperty("ExceptionType").GetString());

    [Fact]
    public async Task The_telephony_host_logs_at_once_and_the_asynchronous_one_queues()
    {
        var admin = (await users.Accounts.Find(users.AccountId))!.FindUser(server.Credentials.AdminEmail)!;
        var token = await users.Accounts.CreateToken(users.AccountId, admin.Id, KeyKind.Connector);
        var call = """{"SourceNumber":"+91-9811100003","Direction":"Inbound"}""";

        var atOnce = await Send(call);
        var queued = await Send(call, ("x-api-key", server.Credentials.AsyncApiKey));
        var refused = await Send("""{"Direction":"Sideways"}""");

        var details = await server.Get($"/v2/ProspectActivity.svc/GetActivityDetails?activityId={atOnce.Id}");
        Assert.Equal(21, details.Json.GetProperty("ActivityEvent").GetInt32());
        Assert.StartsWith("Request accepted", queued.Json.GetProperty("Status").GetString());
        Assert.Equal("MXInvalidInputException", refused.Json.GetProperty("ExceptionType").GetString());

        async Task<Answer> Send(string body, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/1/api/Telephony/LogCallComplete/{token}")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            foreach (var (name, value) in headers)
                request.Headers.Add(name, value);
            using var response = await server.Client.SendAsync(request);
            return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_call_that_rings_is_shown_to_its_agent()
    {
        var agent = Guid.Parse(await users.Create("agent@call.example", more: ""","AssociatedPhoneNumbers":"+91-8000000001, +91-8000000002" """));
        var other = Guid.Parse(await users.Create("other@call.example"));
        var (agentKeys, otherKeys) = (
            await users.Accounts.CreateAccessKey(users.AccountId, agent), await users.Accounts.CreateAccessKey(users.AccountId, other));
        var lead = await rows.Lead("ringing@call.example", ("Phone", "+91-9811100004"));

        var byNumber = await Show("""{"SourceNumber":"9811100004","DestinationNumber":"+918000000002","DisplayNumber":"2","Direction":"Inbound","CallSessionId":"12345","Tag":""}""");
        await Show($$"""{"SourceNumber":"+91-9811199999","Direction":"Inbound","UserId":"{{other}}"}""");
        await Show("""{"SourceNumber":"+91-9811199998","Direction":"Outbound"}""");

        Assert.Equal("Message broadcasted successfully", byNumber.Json.GetProperty("Message").GetProperty("Message").GetString());
        var shown = await Popups(agentKeys);
        Assert.Equal([lead.ToString(), null], shown.Select(popup => popup.GetProperty("leadId").GetString()));
        Assert.Equal(byNumber.Id, shown[0].GetProperty("id").GetString());
        Assert.Equal("12345", shown[0].GetProperty("callSessionId").GetString());
        Assert.Equal(2, (await Popups(otherKeys)).Length);
        Assert.Single(await Popups(agentKeys, $"?after={byNumber.Id}"));

        // It goes with its lead.
        await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={lead}");
        Assert.Single(await Popups(agentKeys));

        async Task<Answer> Show(string body)
        {
            var answer = await server.Post($"{Wire}ShowAgentPopup", body);
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
            return answer;
        }

        async Task<JsonElement[]> Popups((string, string) keys, string query = "") =>
            [.. (await users.As(keys, HttpMethod.Get, $"/leadline/v1/call-popups{query}")).Json.GetProperty("popups").EnumerateArray()];
    }

    [Theory]
    [InlineData("""{"SourceNumber":"1"}""", "MXInvalidInputException")]
    [InlineData("""{"Direction":"Inbound","UserId":"nobody@call.example"}""", "MXInvalidInputException")]
    [InlineData("""{"Direction":"Inbound","LeadId":"17"}""", "MXInvalidEntityException")]
    public async Task What_cannot_be_shown_is_refused(string body, string type) => Assert.Equal(
        type, (await server.Post($"{Wire}ShowAgentPopup", body)).Json.GetProperty("ExceptionType").GetString());

    [Fact]
    public async Task A_user_signs_on_with_his_password_only()
    {
        const string password = "Correct-horse-12";
        await users.Create("sso@call.example", more: $""","Password":"{password}" """);

        var signedOn = await server.Get($"{Wire}GetSingleSignOnKey?userName=SSO@call.example&password={password}");
        var key = signedOn.Json.GetProperty("Message").GetProperty("SingleSignOnKey").GetString()!;

        Assert.Contains("sso@call.example", (await users.Bearer(key, "/api/v1/subscriber/getCustomerDetails")).Body);
        foreach (var query in (string[])["userName=sso@call.example&password=wrong", "userName=nobody@call.example&password=x"])
            Assert.Equal(
                new Answer(
                    HttpStatusCode.OK,
                    """{"Status":"Error","ExceptionType":"MXInvalidAccessDetailsException","ExceptionMessage":"Invalid user name or password."}"""),
                await server.Get($"{Wire}GetSingleSignOnKey?{query}"));
        Assert.Contains("MXMandatoryAttributeMissingException", (await server.Get($"{Wire}GetSingleSignOnKey?userName=x")).Body);
    }
}
