using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Leadline.Tests.Intake;

/// <summary>The queue as a whole: order, nodes that share it, pauses, replays, who may look after it.</summary>
public sealed class QueueTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly AsyncCalls calls = new(server);
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task Requests_about_a_lead_run_in_arrival_order_whatever_names_it()
    {
        const int count = 300;
        var leads = new List<Guid>();
        for (var i = 0; i < 3; i++)
            leads.Add(await rows.Lead($"order{i}@example.com", ("Phone", $"+91-910000000{i}")));
        await calls.Pause();
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++)
            ids.Add(await SubmitStep(i, i % 3, leads));
        await calls.Resume();
        foreach (var id in ids)
            await calls.Answer(id);

        for (var lead = 0; lead < leads.Count; lead++)
            await AssertSteps(leads[lead], Enumerable.Range(0, count).Where(i => i % 3 == lead));
    }

    [Fact]
    public async Task Two_nodes_share_the_work_and_each_request_has_one_effect()
    {
        const int count = 400;
        await using var node = Server.Build(
            server.Options with { Urls = "http://127.0.0.1:0" }, server.Database, builder => builder.Logging.ClearProviders());
        await node.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(node.Urls.First()) };
        var leads = new List<Guid>();
        for (var i = 0; i < 4; i++)
            leads.Add(await rows.Lead($"shared{i}@example.com", ("Phone", $"+91-920000000{i}")));

        // A sender a lead, each with every other request to the other node.
        var ids = await Task.WhenAll(Enumerable.Range(0, leads.Count).Select(async lead =>
        {
            var mine = new List<Guid>();
            for (var i = lead; i < count; i += leads.Count)
                mine.Add(i / leads.Count % 2 == 0 ? await SubmitStep(i, lead, leads, "92") : await SubmitStep(i, lead, leads, "92", client));
            return mine;
        }));
        foreach (var id in ids.SelectMany(mine => mine))
            await calls.Answer(id);

        for (var lead = 0; lead < leads.Count; lead++)
            await AssertSteps(leads[lead], Enumerable.Range(0, count).Where(i => i % leads.Count == lead));
        await node.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_paused_account_takes_requests_in_and_works_on_none()
    {
        await calls.Pause();
        var id = await calls.Submit("/lead/capture", AsyncCalls.Lead("paused@example.com"));
        var standing = (await calls.Own(HttpMethod.Get, "intake")).Json;
        Assert.True(standing.GetProperty("paused").GetBoolean());
        Assert.True(standing.GetProperty("pending").GetInt64() >= 1);
        var waiting = await calls.Now(id);
        Assert.Equal("In-Queue", waiting.GetProperty("Status").GetString());
        Assert.Equal("In-Process-Queue", waiting.GetProperty("TaskCurrentStep").GetString());
        Assert.Equal(JsonValueKind.Null, waiting.GetProperty("Message").ValueKind);
        await Eventually.Holds(async () =>
            (await calls.Own(HttpMethod.Get, "intake")).Json.GetProperty("oldestSeconds").GetDouble() > 0);
        Assert.Null(await rows.Find("paused@example.com"));

        await calls.Resume();
        await calls.Answer(id);
        await Eventually.Seen(
            async () => (await calls.Own(HttpMethod.Get, "intake")).Json.GetProperty("pending").GetInt64(),
            pending => pending == 0);
        Assert.True((await calls.Own(HttpMethod.Get, "intake")).Json.GetProperty("perMinute").GetDouble() > 0);
    }

    [Fact]
    public async Task What_failed_is_listed_and_replayed_once_its_cause_is_gone()
    {
        var body = """[{"Attribute":"EmailAddress","Value":"early@example.com"},{"Attribute":"mx_Early_Bird","Value":"came first"}]""";
        var early = await calls.Submit("/lead/capture", body);
        Assert.Equal("FAILURE", (await calls.Final(early)).GetProperty("Status").GetString());
        var entry = (await calls.Own(HttpMethod.Get, $"intake/requests/{early}")).Json;
        Assert.Equal(body, entry.GetProperty("body").GetString());
        Assert.Contains("mx_Early_Bird", entry.GetProperty("reason").GetString(), StringComparison.Ordinal);

        var made = await server.Post(
            "/v2/LeadManagement.svc/CreateLeadField", """{"DisplayName":"Early Bird","DataType":"Text","RenderTypeTextValue":"Textbox"}""");
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);
        var replayed = (await calls.Own(HttpMethod.Post, "intake/failures/replay")).Json;
        Assert.True(replayed.GetProperty("replayed").GetInt32() >= 1);
        await calls.Answer(early);
        Assert.Equal("came first", await rows.Value((await rows.Find("early@example.com"))!.Value, "mx_Early_Bird"));
        Assert.Equal(HttpStatusCode.NotFound, (await calls.Own(HttpMethod.Post, $"intake/requests/{Guid.NewGuid()}/replay")).Status);
    }

    [Fact]
    public async Task The_days_to_come_have_their_partitions_before_the_first_request()
    {
        var tomorrow = DateTime.UtcNow.AddDays(1);
        foreach (var table in (string[])["intake_request", "intake_result"])
            Assert.True(await calls.One<bool>("SELECT to_regclass(@name) IS NOT NULL", new { name = $"{table}_{tomorrow:yyyyMMdd}" }));
    }

    [Fact]
    public async Task Only_administrators_look_after_the_queue()
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var user = await accounts.CreateUser(calls.AccountId, "clerk@example.com", "Clerk", "", "Sales_User", "a password of hers");
        var (accessKey, secret) = await accounts.CreateAccessKey(calls.AccountId, user.Value.Id);
        foreach (var (method, path) in new[] { (HttpMethod.Get, "intake"), (HttpMethod.Post, "intake/pause"), (HttpMethod.Get, "intake/failures") })
        {
            using var request = new HttpRequestMessage(method, $"/leadline/v1/{path}");
            request.Headers.Add("x-LSQ-AccessKey", accessKey);
            request.Headers.Add("x-LSQ-SecretKey", secret);
            using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("""[{"Attribute":"EmailAddress","Value":"secretive@example.com"},{"Attribute":"mx_Portal_Password","Value":"hunter-two-2"}]""")]
    [InlineData("""[{"Attribute":"EmailAddress","Value":"secretive@example.com"},{"attribute":"MX_PORTAL_PASSWORD","Value":"hunter-two-2"}]""")]
    [InlineData("""[{"Attribute":"EmailAddress","Value":"secretive@example.com"},{'Attribute':'mx_Portal_P\u0061ssword','Value':'hunter-two-2'},]""")]
    public async Task A_password_is_not_stored(string body)
    {
        var id = await calls.Submit("/lead/capture", body);
        var task = await calls.Final(id);
        Assert.DoesNotContain("hunter-two-2", task.ToString(), StringComparison.Ordinal);
        await PasswordIsNowhere();
    }

    [Theory]
    [InlineData("""{"mx_Portal_Password":"hunter-two-2"}""")]
    [InlineData("""[{"Attribute":"mx_Portal_Password","Value":"hunter-two-2" """)]
    public async Task A_password_in_a_body_that_cannot_be_read_is_not_stored(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await calls.Send("/lead/capture", body)).Status);
        var task = await calls.Final(await calls.Unread(Encoding.UTF8.GetBytes(body)));
        Assert.DoesNotContain("hunter-two-2", task.ToString(), StringComparison.Ordinal);
        await PasswordIsNowhere();
    }

    private async Task PasswordIsNowhere()
    {
        Assert.Equal(
            0,
            await calls.One<long>(
                "SELECT count(*) FROM intake_request WHERE account_id > 0 AND position(convert_to('hunter-two-2', 'UTF8') IN body) > 0",
                new { }));
    }

    /// <summary>Step i of a lead, named by e-mail address, by phone or by id in turn.</summary>
    private async Task<Guid> SubmitStep(int step, int lead, List<Guid> leads, string prefix = "91", HttpClient? node = null)
    {
        var name = prefix == "91" ? $"order{lead}@example.com" : $"shared{lead}@example.com";
        var change = $$"""{"Attribute":"FirstName","Value":"Step {{step}}"}""";
        var (path, body) = (step % 7 % 3) switch
        {
            0 => ("/lead/capture", $$"""[{"Attribute":"EmailAddress","Value":"{{name}}"},{{change}}]"""),
            1 => ("/lead/capture", $$"""[{"Attribute":"Phone","Value":"{{prefix}}0000000{{lead}}"},{{change}}]"""),
            _ => ($"/lead/update?leadId={leads[lead]}", $"[{change}]"),
        };
        if (node is null)
            return await calls.Submit(path, body);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        request.Headers.Add("x-api-key", server.Credentials.AsyncApiKey);
        using var answer = await node.SendAsync(request);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("RequestID").GetGuid();
    }

    private async Task AssertSteps(Guid lead, IEnumerable<int> steps) => Assert.Equal(
        string.Join('>', steps.Select(step => $"Step {step}")),
        await rows.One<string>(
            """
            SELECT string_agg(data->'FirstName'->>'After', '>' ORDER BY tx, event_id) FROM event
            WHERE account_id > 0 AND lead_id = @lead AND kind = 'lead.updated' AND data ? 'FirstName'
            """,
            new { lead }));
}
