using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users.SignIn;

/// <summary>Signing in by the lock of a device (WebAuthn), against an authenticator in software.</summary>
public sealed class PasskeyTests(SignInServer server) : IClassFixture<SignInServer>
{
    private static readonly object Password = new { password = SignInServer.Password };

    private Uri Host => new($"http://localhost:{server.Url.Port}");

    [Fact]
    public async Task It_stands_for_the_password_and_the_second_factor()
    {
        using var browser = await SignedIn("first@passkey.example");
        using var elsewhere = await Browser("first@passkey.example");
        using var device = new SoftwareAuthenticator(Host);

        var added = await Add(browser, device, "Work laptop");

        Assert.Equal("Work laptop", added.Json.GetProperty("passkey").GetProperty("name").GetString());
        Assert.Equal("localhost", added.Json.GetProperty("passkey").GetProperty("host").GetString());
        Assert.Equal(10, added.Json.GetProperty("recoveryCodes").GetArrayLength());
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.Send(HttpMethod.Get, "session")).Status);
        Assert.Equal("passkey", (await browser.Send(HttpMethod.Get, "session")).Json.GetProperty("secondFactor").GetString());

        using var fresh = new UserBrowser(Host);
        var entered = await SignIn(fresh, device);

        Assert.Equal("first@passkey.example", entered.Json.GetProperty("email").GetString());
        Assert.Equal(HttpStatusCode.OK, (await fresh.Send(HttpMethod.Get, "session")).Status);
        var listed = (await fresh.Send(HttpMethod.Get, "passkeys")).Json.GetProperty("passkeys");
        Assert.Equal(server.Clock.GetUtcNow().UtcDateTime, listed[0].GetProperty("usedOn").GetDateTime(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task After_a_password_it_is_asked_for_or_a_recovery_code()
    {
        using var browser = await SignedIn("asked@passkey.example");
        using var device = new SoftwareAuthenticator(Host);
        var code = (await Add(browser, device)).Json.GetProperty("recoveryCodes")[0].GetString()!;
        using var fresh = new UserBrowser(Host);

        var asked = (await fresh.SignIn("asked@passkey.example", SignInServer.Password)).Json;

        Assert.Equal("passkey", asked.GetProperty("secondFactor").GetString());
        Assert.Equal("", fresh.SetCookie);
        var challenge = asked.GetProperty("challenge").GetString()!;
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await fresh.Enter("session/second-factor", new { challenge, code = "123456" })).Status);
        Assert.Equal(
            HttpStatusCode.OK, (await fresh.Enter("session/second-factor", new { challenge, recoveryCode = code })).Status);
        challenge = (await fresh.SignIn("asked@passkey.example", SignInServer.Password)).Json.GetProperty("challenge").GetString()!;
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await fresh.Enter("session/second-factor", new { challenge, recoveryCode = code })).Status);
        Assert.Equal(HttpStatusCode.OK, (await SignIn(fresh, device)).Status);
    }

    [Fact]
    public async Task An_answer_is_good_once_and_for_five_minutes()
    {
        using var browser = await SignedIn("once@passkey.example");
        using var device = new SoftwareAuthenticator(Host);
        await Add(browser, device);
        server.Clock.Step(TimeSpan.FromSeconds(1));
        var (early, credential) = (await Options(browser), device.Sign(await Options(browser)));

        Assert.Equal(HttpStatusCode.OK, (await browser.Enter("session/passkey", new { credential })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Enter("session/passkey", new { credential })).Status);

        server.Clock.Step(TimeSpan.FromSeconds(1));
        var late = await Options(browser);
        server.Clock.Step(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Enter("session/passkey", new { credential = device.Sign(late) })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Enter("session/passkey", new { credential = device.Sign(early) })).Status);
        Assert.Equal(HttpStatusCode.OK, (await SignIn(browser, device)).Status);
    }

    [Fact]
    public async Task What_is_not_quite_right_signs_nobody_in()
    {
        using var browser = await SignedIn("strict@passkey.example");
        using var device = new SoftwareAuthenticator(Host);
        await Add(browser, device);
        await SignIn(browser, device);

        device.Verifies = false;
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, device)).Status);
        (device.Verifies, device.Origin) = (true, new Uri("https://elsewhere.example"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, device)).Status);
        (device.Origin, device.Count) = (Host, 0);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, device)).Status);
        device.Count = 20;

        // The challenge of making a passkey is none to sign in with.
        var made = (await Begin(await SignedIn("other@passkey.example"))).Json.GetProperty("challenge").GetString();
        var foreign = JsonSerializer.SerializeToElement(new { challenge = made, rpId = "localhost" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Enter("session/passkey", new { credential = device.Sign(foreign) })).Status);

        var handle = device.UserHandle;
        device.UserHandle = handle[..^4] + "AAAA";
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, device)).Status);
        device.UserHandle = handle;
        using var stranger = new SoftwareAuthenticator(Host) { UserHandle = handle };
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, stranger)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SignIn(browser, device)).Status);

        await server.Send(HttpMethod.Patch, "/leadline/v1/users/strict@passkey.example", """{"status":"inactive"}""");
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, device)).Status);
    }

    [Fact]
    public async Task A_passkey_is_of_one_host()
    {
        using var browser = await SignedIn("host@passkey.example");
        using var device = new SoftwareAuthenticator(Host);
        await Add(browser, device);

        // What a page in between could have: our server under its own name.
        using var relay = new UserBrowser(Host) { Host = "relay.example" };
        device.Origin = new Uri("http://relay.example");
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(relay, device)).Status);

        using var byAddress = new UserBrowser(server.Url);
        var refused = await byAddress.Send(HttpMethod.Post, "session/passkey/options", "{}");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("by its host's name", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Making_one_takes_the_password_and_what_was_made_for_oneself()
    {
        using var browser = await SignedIn("makes@passkey.example");
        using var device = new SoftwareAuthenticator(Host);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Send(HttpMethod.Post, "passkeys/options", "{}")).Status);
        Assert.NotNull(SignInServer.Error(await browser.Send(HttpMethod.Post, "passkeys/options", """{"password":"x"}"""), "password"));
        using var other = await SignedIn("thief@passkey.example");
        var foreign = device.Make((await Begin(other)).Json);

        Assert.NotNull(SignInServer.Error(
            await browser.Send(HttpMethod.Post, "passkeys", new { name = "Mine", credential = foreign }), "credential"));
        var options = (await Begin(browser)).Json;
        Assert.NotNull(SignInServer.Error(
            await browser.Send(HttpMethod.Post, "passkeys", new { credential = device.Make(options) }), "name"));
        device.Verifies = false;
        Assert.NotNull(SignInServer.Error(
            await browser.Send(HttpMethod.Post, "passkeys", new { name = "Mine", credential = device.Make(options) }), "credential"));
        device.Verifies = true;
        var name = "Mine";
        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Post, "passkeys", new { name, credential = device.Make(options) })).Status);
        Assert.Equal(
            HttpStatusCode.Conflict, (await browser.Send(HttpMethod.Post, "passkeys", new { name, credential = device.Make(options) })).Status);
        Assert.Single((await Begin(browser)).Json.GetProperty("excludeCredentials").EnumerateArray());
    }

    [Fact]
    public async Task Without_the_last_one_the_password_is_enough_again()
    {
        using var browser = await SignedIn("removes@passkey.example");
        using SoftwareAuthenticator phone = new(Host), laptop = new(Host);
        var first = (await Add(browser, phone)).Json.GetProperty("passkey").GetProperty("id").GetString();
        var second = (await Add(browser, laptop)).Json;
        Assert.Equal(JsonValueKind.Null, second.GetProperty("recoveryCodes").ValueKind);
        var path = $"passkeys/{second.GetProperty("passkey").GetProperty("id").GetString()}";

        Assert.NotNull(SignInServer.Error(await browser.Send(HttpMethod.Delete, path, """{"password":"x"}"""), "password"));
        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Delete, path, Password)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Send(HttpMethod.Delete, path, Password)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, laptop)).Status);
        Assert.Equal("passkey", (await browser.Send(HttpMethod.Get, "session")).Json.GetProperty("secondFactor").GetString());

        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Delete, $"passkeys/{first}", Password)).Status);
        var session = (await browser.SignIn("removes@passkey.example", SignInServer.Password)).Json;
        Assert.Equal(JsonValueKind.Null, session.GetProperty("secondFactor").ValueKind);
        Assert.Equal(0, session.GetProperty("recoveryCodesLeft").GetInt32());
    }

    [Fact]
    public async Task An_account_that_asks_for_a_second_factor_takes_it()
    {
        await server.Send(HttpMethod.Put, "/leadline/v1/sign-in-settings", """{"secondFactorRequired":true}""");
        try
        {
            using var browser = await SignedIn("required@passkey.example");
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.Send(HttpMethod.Get, "users")).Status);
            using var device = new SoftwareAuthenticator(Host);
            await Add(browser, device);
            Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Get, "users")).Status);
            Assert.False((await SignIn(browser, device)).Json.GetProperty("mustSetUpSecondFactor").GetBoolean());
        }
        finally
        {
            await server.Send(HttpMethod.Put, "/leadline/v1/sign-in-settings", """{"secondFactorRequired":false}""");
        }
    }

    /// <summary>
    /// Any part of a right answer may be missing or garbled. Nothing vouches for all of what makes a passkey, so that some of it is
    /// taken; of what signs in, all is signed.
    /// </summary>
    [Fact]
    public async Task Garbled_answers_are_no_fault_of_the_server_and_sign_nobody_in()
    {
        using var browser = await SignedIn("garbled@passkey.example");
        using var device = new SoftwareAuthenticator(Host);
        var options = (await Begin(browser)).Json;
        var random = new Random(20);
        foreach (var garbled in Garbled(device.Make(options), random))
        {
            var refused = await browser.Send(HttpMethod.Post, "passkeys", new { name = "Garbled", credential = garbled });
            Assert.True(refused.Status < HttpStatusCode.InternalServerError, garbled.ToJsonString());
        }

        using var other = new SoftwareAuthenticator(Host);
        await Add(browser, other);
        server.Clock.Step(TimeSpan.FromSeconds(1));
        var right = other.Sign(await Options(browser));
        foreach (var garbled in Garbled(right, random))
        {
            var refused = await browser.Enter("session/passkey", new { credential = garbled });
            Assert.True(refused.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, garbled.ToJsonString());
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.Enter("session/passkey", new { credential = right })).Status);
    }

    // Each member that is looked at, absent, empty, cut off, and with a byte changed.
    private static IEnumerable<JsonNode> Garbled(object credential, Random random)
    {
        string[] read = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
        var response = JsonSerializer.SerializeToNode(credential)!["response"]!.AsObject();
        foreach (var member in response.Where(one => read.Contains(one.Key)).ToList())
        {
            var text = member.Value!.GetValue<string>();
            IEnumerable<string?> texts = [null, "", "!", text[..(text.Length / 2)], "AAAA" + text[4..],
                .. Enumerable.Range(0, 40).Select(_ => Changed(text, random.Next(4, text.Length - 4)))];
            foreach (var one in texts)
            {
                var whole = JsonSerializer.SerializeToNode(credential)!;
                whole["response"]![member.Key] = one;
                if (one != text)
                    yield return whole;
            }
        }
    }

    private static string Changed(string text, int at) => $"{text[..at]}{(text[at] == 'A' ? 'B' : 'A')}{text[(at + 1)..]}";

    private async Task<UserBrowser> SignedIn(string email)
    {
        await server.User(email);
        return await Browser(email);
    }

    private async Task<UserBrowser> Browser(string email)
    {
        var browser = new UserBrowser(Host);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(email, SignInServer.Password)).Status);
        return browser;
    }

    private static Task<Answer> Begin(UserBrowser browser) => browser.Send(HttpMethod.Post, "passkeys/options", Password);

    private static async Task<Answer> Add(UserBrowser browser, SoftwareAuthenticator device, string name = "Phone")
    {
        var credential = device.Make((await Begin(browser)).Json);
        var added = await browser.Send(HttpMethod.Post, "passkeys", new { name, credential });
        Assert.Equal(HttpStatusCode.OK, added.Status);
        return added;
    }

    private static async Task<JsonElement> Options(UserBrowser browser) =>
        (await browser.Send(HttpMethod.Post, "session/passkey/options", "{}")).Json;

    // A challenge is told from the one before by its time.
    private async Task<Answer> SignIn(UserBrowser browser, SoftwareAuthenticator device)
    {
        server.Clock.Step(TimeSpan.FromSeconds(1));
        return await browser.Enter("session/passkey", new { credential = device.Sign(await Options(browser)) });
    }
}
