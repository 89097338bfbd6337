using System.Net;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Accounts;

public sealed class CredentialTests(TestServer server) : IClassFixture<TestServer>
{
    private const string WhoAmI = "/v2/Authentication.svc/UserByAccessKey.Get";
    private const string Refused =
        """{"Status":"Error","ExceptionType":"MXInvalidAccessDetailsException","ExceptionMessage":"Invalid Access Details provided."}""";

    private readonly LeadRows rows = new(server);
    private readonly AccountOperations accounts = server.Services.GetRequiredService<AccountOperations>();

    [Theory]
    [InlineData("accessKey={0}&secretKey={1}")]
    [InlineData("secretkey={1}&ACCESSKEY={0}&leadId=1")]
    public async Task Keys_in_the_query_have_names_in_any_case_and_a_dollar_raw_or_escaped(string query)
    {
        var (access, secret) = (server.Credentials.AccessKey, server.Credentials.SecretKey);
        Assert.Contains('$', access);

        Assert.Equal(HttpStatusCode.OK, (await Ask("?" + string.Format(query, access, secret))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask("?" + string.Format(query, access.Replace("$", "%24"), secret))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask("?" + string.Format(query, access, secret[1..]))).Status);
    }

    [Fact]
    public async Task Keys_in_headers_have_names_in_any_case_with_a_bare_question_mark_or_without()
    {
        var (access, secret) = (server.Credentials.AccessKey, server.Credentials.SecretKey);

        Assert.Equal(HttpStatusCode.OK, (await Ask("?", ("X-lsq-ACCESSKEY", access), ("x-lsq-secretkey", secret))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask("", ("x-LSQ-AccessKey", access), ("x-LSQ-SecretKey", secret))).Status);
        Assert.Equal(
            HttpStatusCode.OK,
            (await Ask($"?accessKey={access}&secretKey={secret}", ("x-LSQ-AccessKey", access), ("x-LSQ-SecretKey", secret))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?accessKey=LeadManagement.svc/Lead.Capture")]
    [InlineData("?accessKey=u$r10001-00&secretKey=x")]
    [InlineData("?accessKey=u$r99999-00&secretKey=x")]
    public async Task Every_refusal_reads_the_same(string query)
    {
        var answer = await Ask(query);

        Assert.Equal((HttpStatusCode.Unauthorized, Refused), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task A_user_may_have_two_live_keys_and_loses_only_the_revoked_one()
    {
        var user = await User("keys@example.com");
        var first = await accounts.CreateAccessKey(rows.AccountId, user.Id);
        var second = await accounts.CreateAccessKey(rows.AccountId, user.Id);

        Assert.Equal(HttpStatusCode.OK, (await Ask(first)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask(second)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask((first.AccessKey, second.Secret))).Status);
        Assert.True(await accounts.RevokeKey(rows.AccountId, first.AccessKey));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(first)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask(second)).Status);
        Assert.False(await accounts.RevokeKey(rows.AccountId, first.AccessKey));
    }

    [Fact]
    public async Task A_disabled_user_is_refused_from_the_next_call_on_until_enabled()
    {
        var user = await User("disabled@example.com");
        var key = await accounts.CreateAccessKey(rows.AccountId, user.Id);

        Assert.Equal(HttpStatusCode.OK, (await Ask(key)).Status);
        await accounts.SetUserActive(rows.AccountId, user.Id, isActive: false);
        Assert.Equal((HttpStatusCode.Unauthorized, Refused), ((await Ask(key)).Status, (await Ask(key)).Body));
        await accounts.SetUserActive(rows.AccountId, user.Id, isActive: true);
        Assert.Equal(HttpStatusCode.OK, (await Ask(key)).Status);
    }

    [Fact]
    public async Task A_key_of_another_kind_is_no_access_key()
    {
        var token = server.Credentials.AsyncApiKey.Split('.');

        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask((token[0], token[1]))).Status);
    }

    [Theory]
    [InlineData("10.0.0.0/8", HttpStatusCode.Unauthorized)]
    [InlineData("2001:db8::/32", HttpStatusCode.Unauthorized)]
    [InlineData("10.0.0.0/8,127.0.0.0/8", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    public async Task Calls_come_from_the_allowed_addresses_only(string ranges, HttpStatusCode status)
    {
        await Allow(ranges.Split(','));
        try
        {
            Assert.Equal(status, (await server.Get(WhoAmI)).Status);
        }
        finally
        {
            await Allow([]);
        }
    }

    private Task<User> User(string email) => accounts
        .CreateUser(rows.AccountId, email, "Asha", "Rao", "Sales_User", "secret-secret")
        .ContinueWith(created => created.Result.Value, TaskScheduler.Default);

    private Task<Answer> Ask((string AccessKey, string Secret) key) =>
        Ask("", ("x-LSQ-AccessKey", key.AccessKey), ("x-LSQ-SecretKey", key.Secret));

    private async Task<Answer> Ask(string query, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, WhoAmI + query);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task Allow(string[] ranges)
    {
        await rows.Execute(
            "UPDATE account SET allowed_addresses = @ranges, version = version + 1 WHERE account_id = @AccountId",
            new { rows.AccountId, ranges });
        server.Services.GetRequiredService<AccountChanges>().Announce(rows.AccountId);
    }
}
