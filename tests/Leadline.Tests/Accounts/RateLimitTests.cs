using System.Net;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Leadline.Tests.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Accounts;

public sealed class LimitedServer : TestServer
{
    internal override ServerOptions Options => new() { RateLimitOff = false };
}

public sealed class RateLimitTests(LimitedServer server) : IClassFixture<LimitedServer>
{
    private const string WhoAmI = "/v2/Authentication.svc/UserByAccessKey.Get";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task Calls_over_the_limit_are_refused_in_the_documented_words_until_the_window_has_passed()
    {
        await Limit(calls: 3, bulkCalls: null);
        await AdmittedAgain();
        await Task.WhenAll(Ask(WhoAmI), Ask(WhoAmI));

        using var refused = await Ask(WhoAmI);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(
            """{"Status":"Error","ExceptionType":"MXAPIRateLimitExceededException","ExceptionMessage":"API calls exceeded the limit of 3 in 5 second(s)"}""",
            await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("3", Header(refused, "RateLimit-Limit"));
        Assert.Equal("0", Header(refused, "RateLimit-Remaining"));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        Assert.InRange(int.Parse(Header(refused, "RateLimit-Reset")), 1, 5);

        using var admitted = await AdmittedAgain();
        Assert.InRange(int.Parse(Header(admitted, "RateLimit-Remaining")), 0, 2);
        Assert.Null(admitted.Headers.RetryAfter);
    }

    [Fact]
    public async Task Bulk_calls_are_counted_apart()
    {
        await Limit(calls: 0, bulkCalls: 1);

        var statuses = new[] { await Bulk(), await Bulk() };
        using var other = await Ask(WhoAmI);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.False(other.Headers.Contains("RateLimit-Limit"));
    }

    [Fact]
    public async Task Each_session_is_counted_by_itself()
    {
        await Limit(calls: 1, bulkCalls: null);
        using UserBrowser busy = new(server.Url), other = new(server.Url);
        foreach (var browser in new[] { busy, other })
            Assert.Equal(
                HttpStatusCode.OK,
                (await browser.SignIn(server.Credentials.AdminEmail, server.Credentials.AdminPassword)).Status);

        var called = 0;
        await Eventually.Holds(async () =>
        {
            var asked = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => busy.Send(HttpMethod.Get, "session")));
            called += asked.Count(answer => answer.Status == HttpStatusCode.OK);
            return asked.Any(answer => answer.Status == HttpStatusCode.TooManyRequests);
        });

        Assert.InRange(called, RateLimits.CallsOfSession, int.MaxValue);
        Assert.Equal(HttpStatusCode.OK, (await other.Send(HttpMethod.Get, "session")).Status);
        await AdmittedAgain();
    }

    [Fact]
    public async Task Refused_credentials_count_for_nobody()
    {
        await Limit(calls: 1000, bulkCalls: null);
        using var before = await Ask(WhoAmI);
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync(WhoAmI, TestContext.Current.CancellationToken)).StatusCode);

        using var after = await Ask(WhoAmI);

        Assert.True(int.Parse(Header(after, "RateLimit-Remaining")) >= int.Parse(Header(before, "RateLimit-Remaining")) - 1);
    }

    [Fact]
    public void An_account_without_limits_of_its_own_has_those_of_the_documentation() =>
        Assert.Equal((25, 5), (new RateLimitDefaults(Off: false).For(bulk: false), new RateLimitDefaults(Off: false).For(bulk: true)));

    private async Task<HttpResponseMessage> AdmittedAgain()
    {
        while (true)
        {
            var response = await Ask(WhoAmI);
            if (response.StatusCode == HttpStatusCode.OK)
                return response;
            await Task.Delay(response.Headers.RetryAfter!.Delta!.Value, TestContext.Current.CancellationToken);
            response.Dispose();
        }
    }

    private async Task<HttpStatusCode> Bulk() => (await server.Post(
        "/v2/LeadManagement.svc/Lead/Bulk/Create", """[[{"Attribute":"FirstName","Value":"Bulk"}]]""")).Status;

    private Task<HttpResponseMessage> Ask(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        return server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private async Task Limit(int? calls, int? bulkCalls)
    {
        await rows.Execute(
            "UPDATE account SET call_limit = @calls, bulk_call_limit = @bulkCalls, version = version + 1 WHERE account_id = @AccountId",
            new { rows.AccountId, calls, bulkCalls });
        server.Services.GetRequiredService<AccountChanges>().Announce(rows.AccountId);
    }
}
