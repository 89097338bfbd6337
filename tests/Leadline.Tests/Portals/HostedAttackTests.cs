using System.Net;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>The hosted pages against who plants cookies, forges forms or writes HTML.</summary>
public sealed class HostedAttackTests(PortalServer server) : IClassFixture<PortalServer>
{
    private string Root => $"/portal/{server.Credentials.PortalId}";

    [Fact]
    public async Task A_planted_session_is_never_signed_in()
    {
        var (victim, attacker) = (NewAddress(), NewAddress());
        await server.NewUser(victim);
        await server.NewUser(attacker);
        var browser = new Visitor(server.Url);
        var planted = await server.KeyOf(attacker);
        await server.CallSignedIn(SignOut, planted, new { });
        browser.Cookies.Add(new Cookie("portal_session", planted, Root, server.Url.Host));

        await browser.Get($"{Root}/sign-in");
        var signedIn = await browser.Post($"{Root}/sign-in", ("email", victim), ("password", Password));

        Assert.Equal(HttpStatusCode.RedirectMethod, signedIn.StatusCode);
        var session = browser.Cookie("portal_session");
        Assert.NotEqual(planted, session);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.CallSignedIn(SignOut, planted, new { })).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.CallSignedIn(SignOut, session, new { })).Status);
    }

    [Fact]
    public async Task A_forged_form_changes_nothing()
    {
        var email = NewAddress();
        var leadId = await server.NewUser(email);
        var browser = new Visitor(server.Url);
        await browser.Get($"{Root}/sign-in");
        await browser.Post($"{Root}/sign-in", ("email", email), ("password", Password));
        await browser.Get($"{Root}/profile");
        var other = new Visitor(server.Url);
        await other.Get($"{Root}/sign-in");

        foreach (var token in new[] { "", "x", other.FormToken })
        {
            browser.FormToken = token;
            var forged = await browser.Post($"{Root}/profile", ("FirstName", "Forged"));
            Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        }

        await browser.Get($"{Root}/profile");
        var crossSite = await browser.Post($"{Root}/profile", [("FirstName", "Forged")], ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.BadRequest, crossSite.StatusCode);
        Assert.Null(await server.Rows.Value(leadId, "FirstName"));
        Assert.Equal(HttpStatusCode.RedirectMethod, (await browser.Post($"{Root}/profile", ("FirstName", "Her own"))).StatusCode);
        Assert.Equal("Her own", await server.Rows.Value(leadId, "FirstName"));
    }

    [Fact]
    public async Task Every_node_takes_a_form_for_a_day_and_no_longer()
    {
        var email = NewAddress();
        await server.NewUser(email);
        var browser = new Visitor(server.Url);
        await browser.Get($"{Root}/sign-in");
        await using var late = await Node(builder => builder.Services.AddSingleton<TimeProvider>(new Tomorrow()));
        await using var second = await Node(configure: null);

        var expired = await browser.Post($"{late.Urls.First()}{Root}/sign-in", ("email", email), ("password", Password));
        var taken = await browser.Post($"{second.Urls.First()}{Root}/sign-in", ("email", email), ("password", Password));

        Assert.Equal(HttpStatusCode.BadRequest, expired.StatusCode);
        Assert.Contains(
            "It was open for too long", await expired.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RedirectMethod, taken.StatusCode);

        async Task<WebApplication> Node(Action<IHostApplicationBuilder>? configure)
        {
            var node = Server.Build(server.Options with { Urls = "http://127.0.0.1:0" }, server.Database, configure);
            await node.StartAsync(TestContext.Current.CancellationToken);
            return node;
        }
    }

    [Fact]
    public async Task The_profile_writes_the_fields_of_the_profile_and_of_ones_own_lead_alone()
    {
        var (email, other) = (NewAddress(), NewAddress());
        var leadId = await server.NewUser(email);
        var otherId = await server.NewUser(other);
        var browser = new Visitor(server.Url);
        await browser.Get($"{Root}/sign-in");
        await browser.Post($"{Root}/sign-in", ("email", email), ("password", Password));
        await browser.Get($"{Root}/profile");

        await browser.Post(
            $"{Root}/profile?LeadId={otherId}",
            ("FirstName", "Ada"), ("LeadId", otherId.ToString()), ("ProspectID", otherId.ToString()), ("EmailAddress", "taken@example.com"),
            ("ProspectStage", "Customer"), ("Score", "1000"));

        Assert.Equal("Ada", await server.Rows.Value(leadId, "FirstName"));
        Assert.Null(await server.Rows.Value(otherId, "FirstName"));
        Assert.Equal(email, await server.Rows.Value(leadId, "EmailAddress"));
        Assert.NotEqual("Customer", await server.Rows.Value(leadId, "ProspectStage"));
    }

    [Fact]
    public async Task Lists_show_ones_own_records_alone()
    {
        var (email, other) = (NewAddress(), NewAddress());
        await server.NewUser(email);
        await server.NewUser(other);
        var code = await server.NewOpportunityType("Plans");
        await server.NewOpportunity(email, code, OpportunityCalls.Field("mx_Custom_1", "Fibre for Ada"));
        await server.NewOpportunity(other, code, OpportunityCalls.Field("mx_Custom_1", "Fibre for Bob"));
        await server.NewTicket(email, "Ada's line is slow");
        await server.NewTicket(other, "Bob's line is slow");
        var browser = new Visitor(server.Url);
        await browser.Get($"{Root}/sign-in");
        await browser.Post($"{Root}/sign-in", ("email", email), ("password", Password));

        var opportunities = await browser.Get($"{Root}/opportunities?leadId={await server.Rows.Find(other)}");
        var tickets = await browser.Get($"{Root}/tickets");

        Assert.Contains("Fibre for Ada", opportunities, StringComparison.Ordinal);
        Assert.Contains("Ada&#x27;s line is slow", tickets, StringComparison.Ordinal);
        Assert.DoesNotContain("Bob", opportunities + tickets, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_write_is_text()
    {
        const string script = "<script>alert(1)</script>\"'>";
        var email = NewAddress();
        await server.NewUser(email);
        var browser = new Visitor(server.Url);
        await browser.Get($"{Root}/sign-in");
        var wrong = await browser.Post($"{Root}/sign-in", ("email", script), ("password", "x"));
        Assert.DoesNotContain("<script", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await browser.Post($"{Root}/sign-in", ("email", email), ("password", Password));
        await browser.Get($"{Root}/profile");
        await browser.Post($"{Root}/profile", ("FirstName", script));

        Assert.DoesNotContain("<script", await browser.Get(Root), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", await browser.Get($"{Root}/profile"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_cannot_be_framed_kept_or_told_to_others()
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = server.Url };
        using var response = await client.GetAsync($"{Root}/sign-in", TestContext.Current.CancellationToken);
        var cookie = response.Headers.GetValues("Set-Cookie").Single();

        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"path={Root}", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);

        using var secure = new HttpRequestMessage(HttpMethod.Get, $"{Root}/sign-in");
        secure.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        using var overTls = await client.SendAsync(secure, TestContext.Current.CancellationToken);
        Assert.Contains("; secure", overTls.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/portal/0a492bed-0000-4000-8000-000000000000/sign-in", 404)]
    [InlineData("/portal/nonsense", 404)]
    public async Task No_portal_is_404(string path, int status)
    {
        using var response = await server.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Forms_of_another_kind_or_size_are_refused()
    {
        var browser = new Visitor(server.Url);
        await browser.Get($"{Root}/sign-in");
        var large = await browser.Post($"{Root}/sign-in", ("email", new string('x', 100_000)), ("password", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, large.StatusCode);
        using var json = await server.Client.PostAsync($"{Root}/sign-in", new StringContent("{}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
    }

    private sealed class Tomorrow : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(1);
    }
}
