using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Surfaces;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Refusals;

/// <summary>An administrator sees why calls were refused, what the wire hides included.</summary>
public sealed class RefusedCallTests(TestServer server) : IClassFixture<TestServer>
{
    private const string WhoAmI = "/v2/Authentication.svc/UserByAccessKey.Get";
    private const string Capture = "/v2/LeadManagement.svc/Lead.Capture";

    private readonly LeadRows rows = new(server);
    private readonly AccountOperations accounts = server.Services.GetRequiredService<AccountOperations>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("unknown", "was never made, was revoked, or has expired")]
    [InlineData("revoked", "was never made, was revoked, or has expired")]
    [InlineData("secret", "came with a wrong secret")]
    [InlineData("kind", "is for another API")]
    [InlineData("expired", "was never made, was revoked, or has expired")]
    [InlineData("disabled", "is of a user who is disabled")]
    public async Task Each_cause_of_a_401_is_told_apart(string cause, string reason)
    {
        var user = (await accounts.CreateUser(
            rows.AccountId, $"{cause}@example.com", "A", "User", Roles.Administrator, "Correct-horse-12")).Value;
        var (access, secret) = await accounts.CreateAccessKey(rows.AccountId, user.Id);
        switch (cause)
        {
            case "unknown":
                access += "0";
                break;
            case "revoked":
                await accounts.RevokeKey(rows.AccountId, access);
                break;
            case "secret":
                secret = new string('0', secret.Length);
                break;
            case "kind":
                (access, secret) = Halves(await accounts.CreateToken(rows.AccountId, user.Id, KeyKind.Async));
                break;
            case "expired":
                var end = DateTime.Parse("2020-01-02T03:04:05Z", CultureInfo.InvariantCulture).ToUniversalTime();
                (access, secret) = Halves(await accounts.CreateToken(rows.AccountId, user.Id, KeyKind.Bearer, end));
                break;
            default:
                await accounts.SetUserActive(rows.AccountId, user.Id, isActive: false);
                break;
        }

        var (status, id) = cause == "expired"
            ? await Call(HttpMethod.Get, "/api/v1/subscriber/getCustomerDetails", ("Authorization", $"Bearer {access}.{secret}"))
            : await Call(HttpMethod.Get, WhoAmI, ("x-LSQ-AccessKey", access), ("x-LSQ-SecretKey", secret));
        var listed = await Listed(id);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.EndsWith($"The key {access} {reason}.", listed.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, listed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            ("GET", 401, "invalidCredentials", "127.0.0.1"),
            (listed.GetProperty("method").GetString(), listed.GetProperty("status").GetInt32(),
                listed.GetProperty("code").GetString(), listed.GetProperty("address").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refused_write_is_listed_with_its_caller_and_its_reason(bool hasIdempotencyKey)
    {
        (string, string)[] headers = hasIdempotencyKey ? [("Idempotency-Key", "refused-once"), .. Keys()] : Keys();

        var (status, id) = await Call(HttpMethod.Post, Capture, """[{"Attribute":"Nope","Value":"a"}]""", headers);
        var listed = await Listed(id);

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal(
            ("POST", Capture, 500, "unknownAttribute", "Attribute(s) does not exist - Nope", server.Credentials.AdminEmail),
            (listed.GetProperty("method").GetString(), listed.GetProperty("route").GetString(),
                listed.GetProperty("status").GetInt32(), listed.GetProperty("code").GetString(),
                listed.GetProperty("reason").GetString(), listed.GetProperty("user").GetString()));
    }

    [Theory]
    [InlineData("""{"apiAddresses":["203.0.113.0/24"]}""", "Calls from this address are not allowed. API Configurations list others.")]
    [InlineData(
        """{"apiEnabled":false}""",
        "LeadSquared Service CRM APIs are not enabled for the account. They are switched off in API Configurations.")]
    public async Task What_the_service_desk_lets_nobody_call_is_listed(string settings, string reason)
    {
        const string desk = "/leadline/v1/service-desk";
        await server.Send(HttpMethod.Patch, desk, settings);
        try
        {
            var (status, id) = await Call(
                HttpMethod.Get,
                $"/api/tenants/{server.Credentials.OrgId}/lookups/Status/values",
                ("X-LSQ-ACCESS-KEY", server.Credentials.AccessKey),
                ("X-LSQ-SECRET-KEY", server.Credentials.SecretKey));
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Equal(reason, (await Listed(id)).GetProperty("reason").GetString());
        }
        finally
        {
            await server.Send(HttpMethod.Patch, desk, """{"apiEnabled":true,"apiAddresses":[]}""");
        }
    }

    [Fact]
    public async Task Pages_go_back_from_the_newest()
    {
        var ids = new List<string>();
        for (var call = 0; call < 3; call++)
            ids.Add((await Call(HttpMethod.Post, Capture, """[{"Attribute":"Nope","Value":"b"}]""", Keys())).Id);
        await Listed(ids[^1]);

        var first = (await List("?limit=1")).Single();
        var second = (await List($"?limit=1&before={first.GetProperty("id").GetString()}")).Single();

        Assert.True(string.CompareOrdinal(
            first.GetProperty("id").GetString(), second.GetProperty("id").GetString()) > 0);
    }

    [Theory]
    [InlineData("\ud800")]
    [InlineData("\0")]
    [InlineData("x", 999)]
    [InlineData("xx", 999)]
    public async Task A_reason_may_quote_anything(string sent, int before = 0)
    {
        var refused = server.Services.GetRequiredService<RefusedCalls>();
        var http = new DefaultHttpContext { TraceIdentifier = Guid.NewGuid().ToString() };
        var reason = new string('a', before) + sent + string.Concat(Enumerable.Repeat("😀", 100));
        var failure = new Failure(ErrorCode.InvalidInput, reason) { Untold = new UntoldReason("", rows.AccountId) };

        refused.Add(http, failure, failure, 400);

        var listed = (await Listed(http.TraceIdentifier)).GetProperty("reason").GetString()!;
        Assert.NotEmpty(listed);
        Assert.Equal(listed, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(listed)));
    }

    [Fact]
    public async Task Only_administrators_see_it()
    {
        var user = (await accounts.CreateUser(
            rows.AccountId, "sales@example.com", "A", "User", "Sales_User", "Correct-horse-12")).Value;
        var (access, secret) = await accounts.CreateAccessKey(rows.AccountId, user.Id);

        var (status, _) = await Call(
            HttpMethod.Get, "/leadline/v1/refused-calls", ("x-LSQ-AccessKey", access), ("x-LSQ-SecretKey", secret));

        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    private static (string Access, string Secret) Halves(string token) =>
        token.IndexOf('.', StringComparison.Ordinal) is var dot ? (token[..dot], token[(dot + 1)..]) : default;

    private (string Name, string Value)[] Keys() =>
        [("x-LSQ-AccessKey", server.Credentials.AccessKey), ("x-LSQ-SecretKey", server.Credentials.SecretKey)];

    private Task<JsonElement> Listed(string requestId) => Eventually.Seen(
        async () => (await List("")).FirstOrDefault(call => call.GetProperty("requestId").GetString() == requestId),
        call => call.ValueKind == JsonValueKind.Object);

    private async Task<IReadOnlyList<JsonElement>> List(string query) =>
        [.. (await server.Get($"/leadline/v1/refused-calls{query}")).Json.GetProperty("calls").EnumerateArray()];

    private Task<(HttpStatusCode Status, string Id)> Call(
        HttpMethod method, string path, params (string Name, string Value)[] headers) => Call(method, path, null, headers);

    private async Task<(HttpStatusCode Status, string Id)> Call(
        HttpMethod method, string path, string? body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await server.Client.SendAsync(request, Cancellation);
        return (answer.StatusCode, answer.Headers.GetValues(RequestIds.Header).Single());
    }
}
