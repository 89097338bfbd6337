using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using OtpNet;
using Xunit;

namespace Leadline.Tests.Users.SignIn;

/// <summary>Codes by the clock, as an authenticator makes them, beside the password.</summary>
public sealed class SecondFactorTests(SignInServer server) : IClassFixture<SignInServer>
{
    [Fact]
    public async Task Who_has_set_one_up_is_asked_for_its_code()
    {
        using var browser = await server.SignedIn("first@factor.example");
        using var elsewhere = new UserBrowser(server.Url);
        await elsewhere.SignIn("first@factor.example", SignInServer.Password);

        var started = (await browser.Send(HttpMethod.Post, "second-factor", "{}")).Json;
        var secret = started.GetProperty("secret").GetString()!;
        Assert.StartsWith("otpauth://totp/Leadline", started.GetProperty("uri").GetString(), StringComparison.Ordinal);
        Assert.Contains($"secret={secret}", started.GetProperty("uri").GetString(), StringComparison.Ordinal);
        Assert.NotNull(SignInServer.Error(await Confirm(browser, Wrong(secret)), "code"));
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.SignIn("first@factor.example", SignInServer.Password)).Status);
        Assert.Equal(JsonValueKind.Null, (await browser.Send(HttpMethod.Get, "session")).Json.GetProperty("secondFactor").ValueKind);

        var confirmed = await Confirm(browser, Code(secret));

        Assert.Equal(10, confirmed.Json.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()).Distinct().Count());
        var session = (await browser.Send(HttpMethod.Get, "session")).Json;
        Assert.Equal("totp", session.GetProperty("secondFactor").GetString());
        Assert.Equal(10, session.GetProperty("recoveryCodesLeft").GetInt32());
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.Send(HttpMethod.Get, "session")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.Send(HttpMethod.Post, "second-factor", "{}")).Status);

        using var fresh = new UserBrowser(server.Url);
        var asked = await fresh.SignIn("first@factor.example", SignInServer.Password);
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Equal("totp", asked.Json.GetProperty("secondFactor").GetString());
        Assert.Equal("", fresh.SetCookie);
        var challenge = asked.Json.GetProperty("challenge").GetString()!;

        // The code that confirmed works for nothing else.
        Assert.Equal(HttpStatusCode.Unauthorized, (await Finish(fresh, challenge, Code(secret))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Finish(fresh, challenge, Wrong(secret))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await fresh.Send(HttpMethod.Post, "session/second-factor", new { challenge })).Status);
        server.Clock.Step(TimeSpan.FromSeconds(30));
        var code = Code(secret);
        Assert.Equal(HttpStatusCode.OK, (await Finish(fresh, challenge, code)).Status);
        Assert.Equal(HttpStatusCode.OK, (await fresh.Send(HttpMethod.Post, "sessions/end-others", "{}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Finish(fresh, challenge, code)).Status);
        var next = (await elsewhere.SignIn("first@factor.example", SignInServer.Password)).Json.GetProperty("challenge").GetString()!;
        Assert.Equal(HttpStatusCode.Unauthorized, (await Finish(elsewhere, next, code)).Status);
    }

    [Fact]
    public async Task A_recovery_code_is_good_once()
    {
        using var browser = await server.SignedIn("recovers@factor.example");
        var (_, codes) = await SetUp(browser);
        using var fresh = new UserBrowser(server.Url);
        var challenge = await Challenge(fresh, "recovers@factor.example");

        var entered = await fresh.Enter("session/second-factor", new { challenge, recoveryCode = codes[3].ToUpperInvariant() });

        Assert.Equal(HttpStatusCode.OK, entered.Status);
        Assert.Equal(9, entered.Json.GetProperty("recoveryCodesLeft").GetInt32());
        challenge = await Challenge(fresh, "recovers@factor.example");
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await fresh.Enter("session/second-factor", new { challenge, recoveryCode = codes[3] })).Status);
    }

    [Fact]
    public async Task New_recovery_codes_void_the_old_ones()
    {
        using var browser = await server.SignedIn("renews@factor.example");
        var (secret, codes) = await SetUp(browser);
        Assert.NotNull(SignInServer.Error(
            await browser.Send(HttpMethod.Post, "second-factor/recovery-codes", new { code = Wrong(secret) }), "code"));
        server.Clock.Step(TimeSpan.FromSeconds(30));
        var renewed = await browser.Send(HttpMethod.Post, "second-factor/recovery-codes", new { code = Code(secret) });
        var fresh = renewed.Json.GetProperty("recoveryCodes")[0].GetString()!;

        var challenge = await Challenge(browser, "renews@factor.example");
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await browser.Enter("session/second-factor", new { challenge, recoveryCode = codes[0] })).Status);
        Assert.Equal(
            HttpStatusCode.OK, (await browser.Enter("session/second-factor", new { challenge, recoveryCode = fresh })).Status);
    }

    [Fact]
    public async Task Guessing_makes_wait()
    {
        using var browser = await server.SignedIn("guessed@factor.example");
        var (secret, _) = await SetUp(browser);
        server.Clock.Step(TimeSpan.FromSeconds(30));
        var challenge = await Challenge(browser, "guessed@factor.example");
        var guesses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            browser.Send(HttpMethod.Post, "session/second-factor", new { challenge, code = Wrong(secret) })));
        Assert.Equal(5, guesses.Count(answer => answer.Status == HttpStatusCode.Unauthorized));
        Assert.Equal(3, guesses.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));

        // Even the right one, even with the password anew.
        challenge = await Challenge(browser, "guessed@factor.example");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Finish(browser, challenge, Code(secret))).Status);
        server.Clock.Step(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.OK, (await Finish(browser, challenge, Code(secret))).Status);
    }

    [Fact]
    public async Task The_second_half_may_take_five_minutes()
    {
        using var browser = await server.SignedIn("slow@factor.example");
        var (secret, _) = await SetUp(browser);
        var challenge = await Challenge(browser, "slow@factor.example");

        server.Clock.Step(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Unauthorized, (await Finish(browser, challenge, Code(secret))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Finish(browser, "nonsense", Code(secret))).Status);
    }

    [Fact]
    public async Task Taking_it_away_needs_the_password_or_a_code()
    {
        using var browser = await server.SignedIn("removes@factor.example");
        await SetUp(browser);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Send(HttpMethod.Delete, "second-factor", "{}")).Status);
        Assert.NotNull(SignInServer.Error(await browser.Send(HttpMethod.Delete, "second-factor", """{"password":"x"}"""), "password"));
        var removed = await browser.Send(HttpMethod.Delete, "second-factor", new { password = SignInServer.Password });

        Assert.Equal(HttpStatusCode.OK, removed.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Send(HttpMethod.Delete, "second-factor", """{"password":"x"}""")).Status);
        var again = await browser.SignIn("removes@factor.example", SignInServer.Password);
        Assert.Equal(JsonValueKind.Null, again.Json.GetProperty("secondFactor").ValueKind);
    }

    [Fact]
    public async Task An_administrator_helps_who_has_lost_it()
    {
        using var browser = await server.SignedIn("lost@factor.example");
        await SetUp(browser);
        var forget = "/leadline/v1/users/lost@factor.example/sign-in-methods";
        using var other = await server.SignedIn("other@factor.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await other.Send(HttpMethod.Delete, "users/lost@factor.example/sign-in-methods")).Status);

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, forget, null)).Status);

        Assert.True((await browser.SignIn("lost@factor.example", SignInServer.Password)).Json.TryGetProperty("csrfToken", out _));
    }

    [Fact]
    public async Task An_account_that_asks_for_one_lets_sessions_without_it_set_it_up_and_nothing_else()
    {
        using var browser = await server.SignedIn("must@factor.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Send(
            HttpMethod.Put, "sign-in-settings", """{"secondFactorRequired":true}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(
            HttpMethod.Put, "/leadline/v1/sign-in-settings", """{"secondFactorRequired":true}""")).Status);
        try
        {
            foreach (var path in new[] { "lists", "users", "sessions", "sign-in-settings" })
                Assert.Equal(HttpStatusCode.Forbidden, (await browser.Send(HttpMethod.Get, path)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.Send(
                HttpMethod.Post, "lists", """{"name":"Not yet","kind":"static"}""")).Status);
            var session = (await browser.Send(HttpMethod.Get, "session")).Json;
            Assert.True(session.GetProperty("mustSetUpSecondFactor").GetBoolean());

            // Keys are of machines.
            Assert.Equal(HttpStatusCode.OK, (await server.Get("/leadline/v1/lists")).Status);

            var (secret, _) = await SetUp(browser);
            Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Get, "lists")).Status);
            Assert.False((await browser.Send(HttpMethod.Get, "session")).Json.GetProperty("mustSetUpSecondFactor").GetBoolean());
            server.Clock.Step(TimeSpan.FromSeconds(30));
            await browser.Send(HttpMethod.Delete, "second-factor", new { code = Code(secret) });
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.Send(HttpMethod.Get, "lists")).Status);
        }
        finally
        {
            await server.Send(HttpMethod.Put, "/leadline/v1/sign-in-settings", """{"secondFactorRequired":false}""");
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Get, "lists")).Status);
    }

    [Fact]
    public async Task Neither_secret_nor_recovery_codes_stand_in_the_database()
    {
        using var browser = await server.SignedIn("kept@factor.example");
        var (secret, codes) = await SetUp(browser);
        var rows = new LeadRows(server);

        var kept = await rows.One<byte[]>(
            """
            SELECT f.sealed_secret FROM user_second_factor f JOIN app_user u USING (account_id, user_id)
            WHERE f.account_id = @account AND u.email = 'kept@factor.example'
            """,
            new { account = rows.AccountId });
        var hashes = await rows.One<string>(
            "SELECT string_agg(encode(code_hash, 'escape'), ' ') FROM user_recovery_code WHERE account_id = @account",
            new { account = rows.AccountId });

        Assert.Equal(-1, kept.AsSpan().IndexOf(Base32Encoding.ToBytes(secret)));
        Assert.Equal(-1, kept.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)));
        Assert.DoesNotContain(codes, code => hashes.Contains(code.Replace("-", ""), StringComparison.OrdinalIgnoreCase));
    }

    private static Task<Answer> Confirm(UserBrowser browser, string code) =>
        browser.Send(HttpMethod.Post, "second-factor/confirm", new { code });

    private static Task<Answer> Finish(UserBrowser browser, string challenge, string code) =>
        browser.Enter("session/second-factor", new { challenge, code });

    private static async Task<string> Challenge(UserBrowser browser, string email) =>
        (await browser.SignIn(email, SignInServer.Password)).Json.GetProperty("challenge").GetString()!;

    private async Task<(string Secret, string[] Codes)> SetUp(UserBrowser browser)
    {
        var started = (await browser.Send(HttpMethod.Post, "second-factor", "{}")).Json;
        var secret = started.GetProperty("secret").GetString()!;
        var confirmed = await Confirm(browser, Code(secret));
        Assert.Equal(HttpStatusCode.OK, confirmed.Status);
        return (secret, [.. confirmed.Json.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)]);
    }

    private string Code(string secret) =>
        new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(server.Clock.GetUtcNow().UtcDateTime);

    /// <summary>Six digits that are the code of no step near now.</summary>
    private string Wrong(string secret)
    {
        var totp = new Totp(Base32Encoding.ToBytes(secret));
        var near = Enumerable.Range(-4, 9)
            .Select(step => totp.ComputeTotp(server.Clock.GetUtcNow().UtcDateTime.AddSeconds(30 * step))).ToList();
        return Enumerable.Range(0, 20).Select(n => $"{n:000000}").First(code => !near.Contains(code));
    }
}
