using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Storage;
using Leadline.Surfaces;
using Leadline.Tests.Support;
using Leadline.Users.SignIn;
using OtpNet;
using Xunit;

namespace Leadline.Tests.Users.SignIn;

/// <summary>A server whose users may sign in at a real provider, by two of its buttons.</summary>
public sealed class ProviderServer : TestServer
{
    private readonly OidcProvider provider = new();

    public OidcProvider Provider => provider;

    internal override ServerOptions Options => base.Options with
    {
        SignInProviders =
        [
            Button("example", "Example ID"),
            Button("away", "Nobody there") with { Authority = "http://127.0.0.1:9" },
        ],
    };

    public override async ValueTask InitializeAsync()
    {
        await provider.InitializeAsync();
        await base.InitializeAsync();
        await provider.TakeOn($"{Url.ToString().TrimEnd('/')}/leadline/v1/sign-in/oidc/example/callback");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private SignInProvider Button(string id, string name) => new()
    {
        Id = id,
        Name = name,
        Authority = provider.Issuer,
        ClientId = OidcProvider.ClientId,
        ClientSecret = OidcProvider.ClientSecret,
    };
}

/// <summary>Signing in at a provider (OpenID Connect), as a browser does.</summary>
public sealed partial class ProviderTests(ProviderServer server) : IClassFixture<ProviderServer>
{
    private const string Password = "a-long-enough-pass-phrase";

    [Fact]
    public async Task The_page_of_signing_in_shows_a_button_for_each()
    {
        using var browser = new UserBrowser(server.Url);

        var offered = (await browser.Send(HttpMethod.Get, "sign-in-options")).Json.GetProperty("providers");

        Assert.Equal(
            """[{"id":"example","name":"Example ID","url":"/leadline/v1/sign-in/oidc/example"},{"id":"away","name":"Nobody there","url":"/leadline/v1/sign-in/oidc/away"}]""",
            offered.GetRawText());
    }

    [Fact]
    public async Task The_user_of_the_verified_address_is_signed_in_and_remembered()
    {
        var id = await User("asha@provider.example");
        using var traveller = new Traveller(server.Url);

        Assert.Equal("/app/tickets/157", await SignIn(traveller, "asha-1 Asha@Provider.example", "/app/tickets/157"));
        Assert.Equal(id, (await traveller.Session()).GetProperty("userId").GetString());

        // Another address, at either side: it is the same person still.
        await server.Send(HttpMethod.Patch, $"/leadline/v1/users/{id}", """{"email":"married@provider.example"}""");
        using var later = new Traveller(server.Url);
        Assert.Equal("/app/", await SignIn(later, "asha-1 elsewhere@provider.example unverified", "/app/"));
        Assert.Equal(id, (await later.Session()).GetProperty("userId").GetString());

        // Somebody else who has got the address is not.
        using var heir = new Traveller(server.Url);
        Assert.Equal(
            "/app/sign-in?returnTo=%2Fapp%2F&error=unknownUser", await SignIn(heir, "heir-2 married@provider.example", "/app/"));
        Assert.Equal(HttpStatusCode.Unauthorized, await heir.SessionStatus());

        // Until an administrator has the server forget the first.
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"/leadline/v1/users/{id}/sign-in-methods", null)).Status);
        Assert.Equal("/app/", await SignIn(heir, "heir-2 married@provider.example", "/app/"));
    }

    [Theory]
    [InlineData("some-1 nobody@provider.example", "unknownUser")]
    [InlineData("some-2 unverified@provider.example unverified", "unverifiedEmail")]
    [InlineData("some-3 inactive@provider.example", "unknownUser")]
    public async Task Who_is_no_user_is_told_so(string login, string error)
    {
        await User("unverified@provider.example");
        await server.Send(HttpMethod.Patch, $"/leadline/v1/users/{await User("inactive@provider.example")}", """{"status":"inactive"}""");
        using var traveller = new Traveller(server.Url);

        Assert.Equal($"/app/sign-in?returnTo=%2Fapp%2Fleads&error={error}", await SignIn(traveller, login, "/app/leads"));
        Assert.Equal(HttpStatusCode.Unauthorized, await traveller.SessionStatus());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Nobody_ends_up_at_another_site(string returnTo)
    {
        await User("careful@provider.example");
        using var traveller = new Traveller(server.Url);

        Assert.Equal("/app/", await SignIn(traveller, "careful-1 careful@provider.example", returnTo));
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_after_the_provider()
    {
        await User("both@provider.example");
        using var browser = new UserBrowser(server.Url);
        await browser.SignIn("both@provider.example", Password);
        var secret = (await browser.Send(HttpMethod.Post, "second-factor", "{}")).Json.GetProperty("secret").GetString()!;
        var code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp();
        var confirmed = await browser.Send(HttpMethod.Post, "second-factor/confirm", new { code });
        var recoveryCode = confirmed.Json.GetProperty("recoveryCodes")[0].GetString();
        using var traveller = new Traveller(server.Url);

        var end = await SignIn(traveller, "both-1 both@provider.example", "/app/leads");

        Assert.StartsWith("/app/sign-in?returnTo=%2Fapp%2Fleads#challenge=", end, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await traveller.SessionStatus());
        using var page = new UserBrowser(server.Url);
        var entered = await page.Enter("session/second-factor", new { challenge = end.Split("challenge=")[1], recoveryCode });
        Assert.Equal("both@provider.example", entered.Json.GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_callback_that_nobody_began_signs_nobody_in()
    {
        using var traveller = new Traveller(server.Url);

        Assert.Equal(
            "/app/sign-in?returnTo=%2Fapp%2F&error=failed",
            await traveller.Follow("/leadline/v1/sign-in/oidc/example/callback?code=stolen&state=forged", login: ""));
        Assert.Equal(HttpStatusCode.Unauthorized, await traveller.SessionStatus());
    }

    [Fact]
    public async Task A_provider_that_is_away_is_told_and_an_unknown_one_is_not_there()
    {
        using var traveller = new Traveller(server.Url);

        Assert.Equal(
            "/app/sign-in?returnTo=%2Fapp%2Fleads&error=failed",
            await traveller.Follow("/leadline/v1/sign-in/oidc/away?returnTo=/app/leads", login: ""));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("/leadline/v1/sign-in/oidc/other")).Status);
    }

    [Theory]
    [InlineData("""[{"id":"Up","name":"N","authority":"https://id.example","clientId":"c"}]""")]
    [InlineData("""[{"id":"a","name":"N","authority":"http://id.example","clientId":"c"}]""")]
    [InlineData("""[{"id":"a","name":"","authority":"https://id.example","clientId":"c"}]""")]
    [InlineData("""[{"id":"a","name":"N","authority":"https://id.example","clientId":""}]""")]
    [InlineData("""[{"id":"a","name":"N","authority":"https://id.example","clientId":"c","secret":"misspelt"}]""")]
    [InlineData("""[{"id":"a","name":"N","authority":"https://id.example","clientId":"c"},{"id":"a","name":"M","authority":"https://id.example","clientId":"c"}]""")]
    [InlineData("no JSON")]
    public async Task A_file_of_providers_that_is_wrong_keeps_the_server_from_starting(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            Assert.Contains("--sign-in-providers", Assert.Throws<StartupException>(() => SignInProvider.ReadAll(file)).Message, StringComparison.Ordinal);
            await File.WriteAllTextAsync(
                file,
                """[{"id":"a","name":"N","authority":"https://id.example","clientId":"c","accounts":[10001],"bringsSecondFactor":true}]""",
                TestContext.Current.CancellationToken);
            var read = Assert.Single(SignInProvider.ReadAll(file));
            Assert.True(read is { BringsSecondFactor: true } && read.IsOf(10001) && !read.IsOf(10002));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Where a browser ends up in which somebody signs in.</summary>
    private async Task<string> SignIn(Traveller traveller, string login, string returnTo)
    {
        var parts = login.Split(' ');
        await server.Provider.Know(parts[0], parts[1], isVerified: parts.Length == 2);
        return await traveller.SignIn(parts[0], returnTo);
    }

    private async Task<string> User(string email)
    {
        var user = new { email, firstName = "P", lastName = "Rao", role = "Sales_User", password = Password };
        var made = await server.Post("/leadline/v1/users", JsonSerializer.Serialize(user));
        return made.Status == HttpStatusCode.OK
            ? made.Json.GetProperty("id").GetString()!
            : (await server.Get($"/leadline/v1/users/{email}")).Json.GetProperty("id").GetString()!;
    }

    /// <summary>A browser that goes where it is sent, fills the provider's forms, and stops at the application.</summary>
    private sealed partial class Traveller : IDisposable
    {
        private readonly HttpClient client;

        public Traveller(Uri url) => client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = url,
            Timeout = Patience.Limit,
        };

        public Task<string> SignIn(string login, string returnTo) =>
            Follow($"/leadline/v1/sign-in/oidc/example?returnTo={Uri.EscapeDataString(returnTo)}", login);

        /// <summary>Where the browser ends up.</summary>
        public async Task<string> Follow(string path, string login)
        {
            var at = new Uri(client.BaseAddress!, path);
            using var response = await client.GetAsync(at, TestContext.Current.CancellationToken);
            return await Follow(at, response, login);
        }

        public async Task<JsonElement> Session() =>
            JsonDocument.Parse(await client.GetStringAsync("/leadline/v1/session", TestContext.Current.CancellationToken)).RootElement;

        public async Task<HttpStatusCode> SessionStatus()
        {
            using var response = await client.GetAsync("/leadline/v1/session", TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        public void Dispose() => client.Dispose();

        private async Task<string> Follow(Uri at, HttpResponseMessage response, string login)
        {
            if (response.Headers.Location is { } location)
            {
                // As browsers read it: what is not of this server begins with another one's name.
                var next = new Uri(at, location);
                if (next.Authority == client.BaseAddress!.Authority && !next.AbsolutePath.StartsWith("/leadline", StringComparison.Ordinal))
                    return next.PathAndQuery + next.Fragment;
                Assert.True(next.IsLoopback, $"The browser was sent to {next}.");
                using var answer = await client.GetAsync(next, TestContext.Current.CancellationToken);
                return await Follow(next, answer, login);
            }

            var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var form = Form().Match(page);
            Assert.True(form.Success, $"{(int)response.StatusCode} at {at}: {page[..Math.Min(page.Length, 600)]}");
            using var fields = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["prompt"] = form.Groups[2].Value,
                ["login"] = login,
                ["password"] = "any",
            });
            var action = new Uri(at, WebUtility.HtmlDecode(form.Groups[1].Value));
            using var sent = await client.PostAsync(action, fields, TestContext.Current.CancellationToken);
            return await Follow(action, sent, login);
        }

        [GeneratedRegex("<form[^>]* action=\"([^\"]+)\"[^>]*>\\s*<input type=\"hidden\" name=\"prompt\" value=\"([a-z]+)\"")]
        private static partial Regex Form();
    }
}
