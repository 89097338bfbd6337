using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Tests.Activities;
using Leadline.Tests.Intake;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Leadline.Tests.Accounts;

/// <summary>C9: what another node has changed is met at once, even where the news of it is still on its way.</summary>
public sealed class StaleNodeTests(DeafServer server) : IClassFixture<DeafServer>, IAsyncLifetime
{
    private const string Leads = "/v2/LeadManagement.svc/";
    private const string Activities = "/v2/ProspectActivity.svc/";
    private const string Users = "/v2/UserManagement.svc/User/Retrieve/";

    private static int made;

    private readonly AsyncCalls calls = new(server);

    /// <summary>The node has read everything before the other changes it.</summary>
    public async ValueTask InitializeAsync()
    {
        await server.Post(Leads + "Lead.Capture", Lead()).Ok();
        await server.Post(Activities + "Create", """{"EmailAddress":"c9@example.com","ActivityEvent":105,"ActivityNote":"n"}""").Ok();
        Assert.Equal(HttpStatusCode.OK, await ServiceCrm(server.Credentials.AccessKey, server.Credentials.SecretKey));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task C9_a_field_made_on_another_node_is_taken()
    {
        await server.Post(Leads + "Lead.Create", Lead((await NewField(), "1"))).Ok();
        await server.Post(Leads + "Lead.Capture", Lead((await NewField(), "1"))).Ok();
        var bulk = await server.Post(Leads + "Lead/Bulk/Create", $"[{Lead((await NewField(), "1"))}]");
        Assert.True(bulk.Json[0].GetProperty("LeadCreated").GetBoolean(), bulk.Body);
        await calls.Answer(await calls.Submit("/lead/capture", Lead((await NewField(), "1"))));
        await server.Send(HttpMethod.Post, Leads + "Lead.Create", Lead((await NewField(), "1")), ("Idempotency-Key", "c9")).Ok();
        await server.Post(
            Leads + "Leads.Get", $$"""{"Parameter":{"LookupName":"{{await NewField()}}","LookupValue":"1","SqlOperator":"="} }""").Ok();
        await server.Post(
            Activities + "CreateCustom",
            $$"""{"LeadDetails":{{Lead((await NewField(), "1"))}},"Activity":{"ActivityEvent":105} }""").Ok();
    }

    [Fact]
    public async Task C9_a_field_made_unique_on_another_node_identifies()
    {
        var field = await NewField();
        var first = await server.Post(Leads + "Lead.Capture", Lead((field, "own value"))).Ok();
        await server.OnOther($"/leadline/v1/lead-fields/{field}/unique", body: null).Ok();

        var second = await server.Post(
            Leads + "Lead.Capture", $$"""[{"Attribute":"{{field}}","Value":"own value"},{"Attribute":"SearchBy","Value":"{{field}}"}]""").Ok();
        Assert.Equal(
            first.GetProperty("Message").GetProperty("Id").GetGuid(), second.GetProperty("Message").GetProperty("Id").GetGuid());
    }

    [Fact]
    public async Task C9_an_activity_type_made_on_another_node_is_taken()
    {
        await server.Post(Activities + "Create", Activity(await NewType())).Ok();
        await calls.Answer(await calls.Submit("/activity/create", Activity(await NewType())));
        var bulk = await server.Post(
            Activities + "Bulk/CustomActivity/Add/ByLeadField?searchBy=EmailAddress",
            $$"""[{"SearchByValue":"c9@example.com","ActivityEvent":{{await NewType()}},"ActivityNote":"n"}]""").Ok();
        Assert.DoesNotContain("ExceptionMessage\":\"", bulk.ToString(), StringComparison.Ordinal);
        await server.Get(Activities + $"CustomActivity/GetActivitySetting?code={await NewType()}").Ok();
    }

    [Fact]
    public async Task C9_a_user_and_keys_made_on_another_node_are_known()
    {
        var user = await NewUser();
        var (accessKey, secret) = await server.Other.CreateAccessKey(calls.AccountId, user);
        Assert.Equal(HttpStatusCode.OK, await ServiceCrm(accessKey, secret));
        await server.Post(Leads + "Lead.Create", Lead(("OwnerId", (await NewUser()).ToString()))).Ok();
        Assert.Equal(1, (await server.Get(Users + $"ByUserId?UserId={await NewUser()}").Ok()).GetArrayLength());

        var bearer = await server.Other.CreateToken(calls.AccountId, user, KeyKind.Bearer);
        var subscriber = await server.Send(
            HttpMethod.Get, "/api/v1/subscriber/GetCustomerDetails?username=none", body: null, ("Authorization", $"Bearer {bearer}"));
        Assert.NotEqual(HttpStatusCode.Unauthorized, subscriber.Status);

        var async = await server.Other.CreateToken(calls.AccountId, user, KeyKind.Async);
        Assert.Equal(
            HttpStatusCode.OK,
            (await server.Send(HttpMethod.Get, "/lead/capture/metrics", body: null, ("x-api-key", async))).Status);

        var connector = await server.Other.CreateToken(calls.AccountId, user, KeyKind.Connector);
        await calls.Answer((await calls.Send(
            $"/1/api/telephony/logcallcomplete/{connector}",
            """{"SourceNumber":"+91-9822222222","Direction":"Inbound"}""").Ok()).GetProperty("RequestID").GetGuid());
    }

    [Fact]
    public async Task C9_a_user_enabled_on_another_node_may_call()
    {
        var user = await NewUser();
        var (accessKey, secret) = await server.Other.CreateAccessKey(calls.AccountId, user);
        await server.Other.SetUserActive(calls.AccountId, user, isActive: false);
        Assert.Equal(HttpStatusCode.Unauthorized, await ServiceCrm(accessKey, secret));
        await server.Other.SetUserActive(calls.AccountId, user, isActive: true);

        Assert.Equal(HttpStatusCode.OK, await ServiceCrm(accessKey, secret));
    }

    [Fact]
    public async Task C9_a_portal_token_and_a_setting_of_another_node_are_known()
    {
        Assert.Equal(HttpStatusCode.OK, await Portal(server.Credentials.PortalAuthKey));
        var token = await server.OnOther("/leadline/v1/portal-tokens?kind=public", body: null).Ok();
        Assert.Equal(HttpStatusCode.OK, await Portal(token.GetProperty("token").GetString()!));

        await server.OnOther("/leadline/v1/service-desk", """{"apiEnabled":false}""", HttpMethod.Patch).Ok();
        await NewUser();
        await server.Get(Users + $"ByUserId?UserId={await NewUser()}").Ok();
        Assert.Equal(HttpStatusCode.Unauthorized, await ServiceCrm(server.Credentials.AccessKey, server.Credentials.SecretKey));
        await server.OnOther("/leadline/v1/service-desk", """{"apiEnabled":true}""", HttpMethod.Patch).Ok();

        Assert.Equal(HttpStatusCode.OK, await ServiceCrm(server.Credentials.AccessKey, server.Credentials.SecretKey));
    }

    [Fact]
    public async Task C9_what_no_node_knows_is_still_refused()
    {
        var answer = await server.Post(Leads + "Lead.Create", Lead(("mx_Nobody", "1")));
        Assert.Contains("Attribute(s) does not exist - mx_Nobody", answer.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await ServiceCrm(server.Credentials.AccessKey + "0", server.Credentials.SecretKey));
        Assert.Equal("[]", (await server.Get(Users + $"ByUserId?UserId={Guid.NewGuid()}").Ok()).ToString());
    }

    private static string Lead(params (string Attribute, string Value)[] more) =>
        AsyncCalls.Lead($"c9-{Interlocked.Increment(ref made)}@example.com", more);

    private static string Activity(string code) =>
        $$"""{"EmailAddress":"c9@example.com","ActivityEvent":{{code}},"ActivityNote":"n"}""";

    private async Task<string> NewField()
    {
        var name = $"C9 {Interlocked.Increment(ref made)}";
        await server.OnOther(Leads + "CreateLeadField", $$"""{"DisplayName":"{{name}}","DataType":"Text","RenderTypeTextValue":"Textbox"}""").Ok();
        return "mx_" + name.Replace(' ', '_');
    }

    private async Task<string> NewType() => (await server.OnOther(
        Activities + "CreateType", $$"""{"ActivityEventName":"C9 {{Interlocked.Increment(ref made)}}"}""").Ok())
        .GetProperty("Message").GetProperty("Id").ToString();

    private async Task<Guid> NewUser() => (await server.Other.CreateUser(
        calls.AccountId, $"c9-user-{Interlocked.Increment(ref made)}@example.com", "C", "9", Roles.Administrator, "a password of theirs")).Value.Id;

    private async Task<HttpStatusCode> ServiceCrm(string accessKey, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/tenants/{server.Credentials.OrgId}/lookups/Status/values");
        request.Headers.Add("X-LSQ-ACCESS-KEY", accessKey);
        request.Headers.Add("X-LSQ-SECRET-KEY", secret);
        using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> Portal(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/Authentication/v2/SecureForgotPassword")
        {
            Content = new StringContent("""{"EmailAddress":"nobody-c9@example.com"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", key);
        request.Headers.Add("x-lsq-portalid", server.Credentials.PortalId);
        request.Headers.Add("x-lsq-registertoken", server.Credentials.PortalRegisterToken);
        using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}

/// <summary>A node that hears nothing of what another node of its database changes.</summary>
public sealed class DeafServer : TestServer
{
    private WebApplication other = null!;
    private HttpClient client = null!;

    internal AccountOperations Other => other.Services.GetRequiredService<AccountOperations>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        other = Server.Build(
            Options with { Urls = "http://127.0.0.1:0", IntakeWorkers = 0 }, Database, builder => builder.Logging.ClearProviders());
        await other.StartAsync();
        client = new HttpClient { BaseAddress = new Uri(other.Urls.First()) };
    }

    /// <summary>A call of the other node.</summary>
    public async Task<Answer> OnOther(string path, string? body, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("x-LSQ-AccessKey", Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", Credentials.SecretKey);
        using var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        client.Dispose();
        await other.StopAsync();
        await other.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Configure(IHostApplicationBuilder builder)
    {
        base.Configure(builder);
        var listener = builder.Services.Single(service =>
            service.ServiceType == typeof(IHostedService)
            && service.ImplementationType == typeof(Wakes.Listener));
        builder.Services.Remove(listener);
    }
}
