using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Setup;
using Leadline.Tests.Mail;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Leadline.Tests.Subscribers;

/// <summary>S5: the token of ISPCRM's Login is a signed JSON Web Token of 12 hours that Logout revokes.</summary>
public sealed class TokenTests(MailServer server) : IClassFixture<MailServer>
{
    private const string Details = "/api/v1/subscriber/getCustomerDetails";

    [Fact]
    public async Task S5_the_token_says_who_and_for_how_long()
    {
        var login = await LogIn();
        var token = new JsonWebToken(login.Json.GetProperty("token").GetString());
        var subscriber = login.Json.GetProperty("subscriber");

        Assert.Equal(("HS256", "JWT", "leadline"), (token.Alg, token.Typ, token.Issuer));
        Assert.Equal(TimeSpan.FromHours(12), token.ValidTo - token.IssuedAt);
        Assert.Equal(int.Parse(server.Credentials.OrgId), Claim("account").GetInt32());
        Assert.Equal(subscriber.GetProperty("customer_id").GetString(), token.Subject);
        foreach (var member in new[] { "id", "customer_id", "username" })
            Assert.Equal(subscriber.GetProperty(member).ToString(), Claim("subscriber").GetProperty(member).ToString());
        Assert.Equal(HttpStatusCode.OK, await Status(token.EncodedToken));

        JsonElement Claim(string name) => JsonDocument.Parse(Decode(token.EncodedPayload)).RootElement.GetProperty(name);
    }

    [Fact]
    public async Task S5_logout_revokes_this_token_and_no_other()
    {
        var (one, other) = (await Token(), await Token());

        Assert.Equal(HttpStatusCode.OK, (await Call(HttpMethod.Post, "/api/v1/subscriber/Logout", one)).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, await Status(one));
        Assert.Equal(HttpStatusCode.OK, await Status(other));
        Assert.Equal(HttpStatusCode.OK, await Status(server.Credentials.IspcrmToken));
    }

    [Fact]
    public async Task S5_a_token_ends_after_twelve_hours()
    {
        var token = await Token();
        server.Clock.Step(TimeSpan.FromHours(12) - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await Status(token));

        server.Clock.Step(TimeSpan.FromMinutes(2));

        Assert.Equal(HttpStatusCode.Unauthorized, await Status(token));
    }

    [Fact]
    public async Task S5_a_token_that_was_changed_is_none()
    {
        var token = await Token();
        var (head, payload, signature) = (token.Split('.')[0], token.Split('.')[1], token.Split('.')[2]);
        var later = Encode(Decode(payload).Replace("\"exp\":", "\"exp\":9", StringComparison.Ordinal));
        var none = Encode("""{"alg":"none","typ":"JWT"}""");
        var foreign = Encode("""{"alg":"HS256","typ":"JWT","kid":"0000000000000000"}""");
        foreach (var forged in new[]
                 {
                     $"{head}.{later}.{signature}", $"{head}.{later}.{Sign($"{head}.{later}")}", $"{none}.{payload}.",
                     $"{none}.{payload}.{signature}", $"{foreign}.{payload}.{signature}", $"{head}.{payload}.",
                     $"{head}.{payload}.{signature}A", $"{head}.{payload}", $"{token}.{signature}", "..", "a.b.c", $"{head}..{signature}",
                     $"{head}.{Encode("{}")}.{Sign($"{head}.{Encode("{}")}")}", new string('.', 5_000),
                     $"{foreign}.{Encode("""{"jti":{}}""")}.{signature}", $"{foreign}.{Encode("""{"jti":7}""")}.{signature}",
                     $"{foreign}.{Encode("[]")}.{signature}", $"{Encode("[]")}.{payload}.{signature}", $"{foreign}.{Encode("null")}.{signature}",
                 })
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(forged));
        Assert.Equal(HttpStatusCode.OK, await Status(token));

        // As who has the key would: it was never issued all the same.
        string Sign(string signed) => Base64Url.EncodeToString(HMACSHA256.HashData(
            server.Services.GetRequiredService<ServerKey>().Derive("session tokens"), Encoding.ASCII.GetBytes(signed)));
    }

    [Fact]
    public async Task S5_a_token_is_good_at_every_node_and_its_key_in_no_table()
    {
        var folder = Directory.CreateTempSubdirectory("leadline-node-").FullName;
        await using var node = Server.Build(
            server.Options with { Urls = "http://127.0.0.1:0", DataFolder = folder }, server.Database, configure: null);
        await node.StartAsync(TestContext.Current.CancellationToken);
        var token = await Token();
        using var client = new HttpClient { BaseAddress = new Uri(node.Urls.First()) };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Details, TestContext.Current.CancellationToken)).StatusCode);
        await Call(HttpMethod.Post, "/api/v1/subscriber/Logout", token);
        await Eventually.Seen(
            async () => (await client.GetAsync(Details, TestContext.Current.CancellationToken)).StatusCode,
            status => status == HttpStatusCode.Unauthorized);
        Assert.Equal(0, await new LeadRows(server).One<long>(
            "SELECT count(*) FROM api_key k WHERE account_id = @AccountId AND strpos(k::text, @token) > 0", new { server.AccountId, token }));
        await node.StopAsync(TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task S5_a_token_opens_its_own_account()
    {
        var other = await server.Services.GetRequiredService<NewAccounts>().Create(
            new NewAccount("Other", "UTC", CountryCode: null, LeadDeleteEnabled: true), "other@example.org", withSample: false);
        var login = await LogIn("other@example.org", other.Password);

        var details = await Call(HttpMethod.Get, Details, login.Json.GetProperty("token").GetString());

        Assert.Equal("other@example.org", details.Json.GetProperty("data").GetProperty("email").GetString());
        Assert.NotEqual(other.AccountId, server.AccountId);
    }

    private async Task<string> Token() => (await LogIn()).Json.GetProperty("token").GetString()!;

    private Task<Answer> LogIn() => LogIn(server.Credentials.AdminEmail, server.Credentials.AdminPassword);

    private Task<Answer> LogIn(string username, string password) =>
        server.Send(HttpMethod.Post, "/api/v1/subscriber/Login", JsonSerializer.Serialize(new { username, password }));

    private async Task<HttpStatusCode> Status(string token) => (await Call(HttpMethod.Get, Details, token)).Status;

    private Task<Answer> Call(HttpMethod method, string path, string? token) =>
        server.Send(method, path, body: null, ("Authorization", $"Bearer {token}"));

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
