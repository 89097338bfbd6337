using System.Net;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>Portals in Leadline's own API, and what their settings do.</summary>
public sealed class PortalManagementTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string Portals = "/leadline/v1/portals";

    [Fact]
    public async Task A_portal_is_made_changed_listed_and_removed()
    {
        var made = await server.Post(Portals, """{"name":"Shop","settings":{"sessionMinutes":10,"theme":{"colour":"#336699"}}}""");
        var id = made.Json.GetProperty("id").GetString();
        var changed = await server.Send(HttpMethod.Put, $"{Portals}/{id}", """{"name":"The shop","settings":{"allowedOrigins":["https://shop.example.com"]}}""");
        var list = await server.Get(Portals);

        Assert.Equal("#336699", made.Json.GetProperty("settings").GetProperty("theme").GetProperty("colour").GetString());
        Assert.Equal("The shop", changed.Json.GetProperty("name").GetString());
        Assert.Equal(240, changed.Json.GetProperty("settings").GetProperty("sessionMinutes").GetInt32());
        Assert.Contains(list.Json.GetProperty("portals").EnumerateArray(), portal => portal.GetProperty("id").GetString() == id);
        Assert.EndsWith($"/portal/{id}", made.Json.GetProperty("url").GetString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Portals}/{id}", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{Portals}/{id}")).Status);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"name":"x","settings":{"pasword":{}}}""")]
    [InlineData("""{"name":"x","settings":{"theme":null}}""")]
    [InlineData("""{"name":"x","settings":{"theme":{"colour":"red; }"}}}""")]
    [InlineData("""{"name":"x","settings":{"theme":{"logo":"javascript:alert(1)"}}}""")]
    [InlineData("""{"name":"x","settings":{"allowedOrigins":["*"]}}""")]
    [InlineData("""{"name":"x","settings":{"allowedOrigins":["https://example.com/path"]}}""")]
    [InlineData("""{"name":"x","settings":{"sessionMinutes":0}}""")]
    [InlineData("""{"name":"x","settings":{"passwords":{"minLength":3}}}""")]
    [InlineData("""{"name":"x","settings":{"pages":{"resetPassword":"http://example.com"}}}""")]
    [InlineData("""{"name":"x","settings":{"mail":{"from":"nobody"}}}""")]
    [InlineData("""{"name":"x","settings":{"mail":{"reset":{"subject":"{{#if}","text":"{{/each}}"}}}}""")]
    public async Task What_is_no_portal_is_refused(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post(Portals, body)).Status);

    /// <summary>A7: what an address or a field must not be, in every setting that takes one.</summary>
    [Theory]
    [InlineData("""{"theme":{"logo":"https://a;script-src *@example.com/logo.png"}}""")]
    [InlineData("""{"theme":{"logo":"https://a;b@example.com/logo.png"}}""")]
    [InlineData("""{"theme":{"logo":"https://user:pass@example.com/logo.png"}}""")]
    [InlineData("""{"theme":{"logo":"https://@example.com/logo.png"}}""")]
    [InlineData("""{"theme":{"logo":"https://exa;mple.com/logo.png"}}""")]
    [InlineData("""{"theme":{"logo":"https://example.com/logo.png\n; script-src *"}}""")]
    [InlineData("""{"theme":{"logo":"https:\\example.com\logo.png"}}""")]
    [InlineData("""{"theme":{"logo":"data:image/png;base64,AAAA"}}""")]
    [InlineData("""{"theme":{"logo":"https:///logo.png"}}""")]
    [InlineData("""{"pages":{"signIn":"https://bank.example.com@evil.example.net/"}}""")]
    [InlineData("""{"pages":{"resetPassword":"https://a:b@example.com/reset"}}""")]
    [InlineData("""{"pages":{"resetPassword":"https://example.com/a b"}}""")]
    [InlineData("""{"allowedOrigins":["https://a@example.com"]}""")]
    [InlineData("""{"allowedOrigins":["https://exämple.com"]}""")]
    [InlineData("""{"allowedOrigins":["https://example.com:443"]}""")]
    [InlineData("""{"profileFields":["OwnerId"]}""")]
    [InlineData("""{"profileFields":["FirstName","EmailAddress"]}""")]
    [InlineData("""{"profileFields":["emailaddress"]}""")]
    [InlineData("""{"profileFields":["mx_Portal_Password"]}""")]
    [InlineData("""{"profileFields":["mx_Portal_Confirm_Password"]}""")]
    [InlineData("""{"profileFields":["ProspectStage"]}""")]
    [InlineData("""{"profileFields":["ServiceOwner"]}""")]
    [InlineData("""{"profileFields":["Score"]}""")]
    [InlineData("""{"profileFields":["Source"]}""")]
    [InlineData("""{"profileFields":["ProspectID"]}""")]
    [InlineData("""{"profileFields":["CreatedOn"]}""")]
    [InlineData("""{"profileFields":["No such field"]}""")]
    [InlineData("""{"profileFields":[""]}""")]
    public async Task A7_settings_that_name_too_much_are_refused(string settings)
    {
        var made = await server.Post(Portals, """{"name":"x","settings":""" + settings + "}");
        var changed = await server.Send(
            HttpMethod.Put, $"{Portals}/{server.Credentials.PortalId}", """{"name":"x","settings":""" + settings + "}");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (made.Status, changed.Status));
    }

    [Theory]
    [InlineData("https://cdn.example.com/a;b/logo.png?c=d;e", "https://cdn.example.com")]
    [InlineData("https://bücher.example/logo.png", "https://xn--bcher-kva.example")]
    [InlineData("https://CDN.example.com:8443/logo.png", "https://cdn.example.com:8443")]
    [InlineData("https://[2001:db8::1]/logo.png", "https://[2001:db8::1]")]
    public async Task A7_a_logo_adds_its_origin_to_the_policy_and_nothing_else(string logo, string origin)
    {
        var body = JsonSerializer.Serialize(new { name = "Logo", settings = new { theme = new { logo }, profileFields = new[] { "Company", "mx_City" } } });
        var id = (await server.Post(Portals, body)).Json.GetProperty("id").GetString();

        using var page = await server.Client.GetAsync($"/portal/{id}/sign-in", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains($"img-src 'self' {origin};", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A7_settings_of_before_do_no_harm()
    {
        var id = (await server.Post(Portals, """{"name":"Old"}""")).Json.GetProperty("id").GetString()!;
        await server.Rows.Execute(
            """
            UPDATE portal SET settings = settings || '{"theme":{"colour":"#123456","logo":"https://a; script-src *@x.example/l.png"}}'
            WHERE account_id = @AccountId AND portal_id = @id
            """,
            new { server.AccountId, id = Guid.Parse(id) });
        await server.Post(Portals, """{"name":"Announces the change"}""");

        using var page = await server.Client.GetAsync($"/portal/{id}/sign-in", TestContext.Current.CancellationToken);

        Assert.DoesNotContain("script-src", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_look_after_portals_and_tokens()
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var user = (await accounts.CreateUser(server.Rows.AccountId, "sales@example.com", "Sa", "Les", "Sales_User", "a long password")).Value;
        var (accessKey, secret) = await accounts.CreateAccessKey(server.Rows.AccountId, user.Id);
        foreach (var (method, path, status) in new[]
                 {
                     (HttpMethod.Get, Portals, 403), (HttpMethod.Post, Portals, 403), (HttpMethod.Get, "/leadline/v1/portal-tokens", 403),
                     (HttpMethod.Get, "/api/Access/PublicToken", 500), (HttpMethod.Get, "/api/Access/GetRegisterToken", 500),
                     (HttpMethod.Get, "/api/AutoLogin/TenantKey", 500),
                 })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("x-LSQ-AccessKey", accessKey);
            request.Headers.TryAddWithoutValidation("x-LSQ-SecretKey", secret);
            if (method == HttpMethod.Post)
                request.Content = new StringContent("""{"name":"x"}""");
            using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_portals_templates_pages_and_rules_are_followed()
    {
        var id = (await server.Post(Portals, JsonSerializer.Serialize(new
        {
            name = "Bank",
            settings = new
            {
                pages = new { resetPassword = "https://www.example.com/new-password?lang=en" },
                passwords = new { minLength = 12, upper = true, lower = true, digit = true, symbol = true },
                mail = new
                {
                    from = "Bank <bank@example.com>",
                    reset = new
                    {
                        subject = "{{lead.FirstName}} & {{portal.name}}",
                        text = "Link: {{link}}",
                        html = "<p>{{lead.FirstName}}</p><a href=\"{{link}}\">link</a>",
                    },
                },
            },
        }))).Json.GetProperty("id").GetString()!;
        var headers = server.With("x-lsq-portalid", id);
        var email = NewAddress();
        await server.Rows.Lead(email, ("FirstName", "<b>Eve</b>"));

        var weak = await server.Call(Register, JsonSerializer.Serialize(RegisterBody(email, "longbutwithout1")), headers);
        await server.Call(Register, JsonSerializer.Serialize(RegisterBody(email, "Long-enough-1")), headers);
        await server.Call(Forgot, JsonSerializer.Serialize(new { EmailAddress = email }), headers);
        var mail = await server.Smtp.Mail(email, mail => mail.EnvelopeFrom == "bank@example.com");

        Assert.Equal("A password has 12 to 128 characters, with an upper-case letter and a lower-case letter and a digit and a symbol.", Message(weak));
        Assert.Equal("<b>Eve</b> & Bank", mail.Subject);
        Assert.StartsWith("Link: https://www.example.com/new-password?lang=en&LeadId=", mail.Text, StringComparison.Ordinal);
        Assert.Contains("<p>&lt;b&gt;Eve&lt;/b&gt;</p>", mail.Html, StringComparison.Ordinal);
        Assert.Equal("Bank", (await server.Get($"{Portals}/{id}")).Json.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Only_pages_of_the_portals_origins_may_call()
    {
        var id = (await server.Post(Portals, """{"name":"Pages","settings":{"allowedOrigins":["https://pages.example.com"]}}"""))
            .Json.GetProperty("id").GetString()!;

        Assert.Equal("https://pages.example.com", await Preflight("https://pages.example.com"));
        Assert.Null(await Preflight("https://evil.example.com"));
        Assert.Null(await Preflight("null"));
        Assert.Equal("https://pages.example.com", await Call("https://pages.example.com", id));
        Assert.Null(await Call("https://evil.example.com", id));
        Assert.Null(await Call("https://pages.example.com", server.Credentials.PortalId));

        Task<string?> Preflight(string origin) => Allowed(HttpMethod.Options, origin, []);

        Task<string?> Call(string origin, string portal) => Allowed(HttpMethod.Post, origin, server.With("x-lsq-portalid", portal));

        async Task<string?> Allowed(HttpMethod method, string origin, (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(method, SignIn);
            request.Headers.TryAddWithoutValidation("Origin", origin);
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            using var response = await server.Client.SendAsync(request);
            var isAllowed = response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed);
            Assert.Equal(isAllowed, response.Headers.Vary.Contains("Origin"));
            if (method == HttpMethod.Options)
                Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            if (isAllowed && method == HttpMethod.Options)
            {
                Assert.Equal("POST", response.Headers.GetValues("Access-Control-Allow-Methods").Single());
                Assert.Equal(
                    "authorization,content-type,x-lsq-registertoken,x-lsq-portalid,idempotency-key",
                    response.Headers.GetValues("Access-Control-Allow-Headers").Single().Replace(" ", "", StringComparison.Ordinal));
                Assert.Equal("600", response.Headers.GetValues("Access-Control-Max-Age").Single());
            }
            else if (isAllowed)
            {
                Assert.Contains("Retry-After", response.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
            }

            return allowed?.Single();
        }
    }
}
