using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Microsoft.Playwright;
using Xunit;
using static Leadline.Tests.Portals.Journey;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>The hosted portal as a customer sees it, in a real browser. With UPDATE_SNAPSHOTS=1 each step's picture is kept in docs/portal.</summary>
public sealed partial class HostedPortalTests(PortalServer server, Browser browser) : IClassFixture<PortalServer>, IClassFixture<Browser>
{
    private string Root => $"/portal/{server.Credentials.PortalId}";

    [Fact]
    public async Task A_customer_registers_forgets_the_password_resets_it_and_changes_it()
    {
        var page = await browser.NewPage(server.Url);
        const string email = "ada@example.com";
        await page.GotoAsync(Root);
        await Shows(page, "Sign in", "sign-in");

        await page.GetByRole(AriaRole.Link, new() { Name = "Register" }).ClickAsync();
        await Shows(page, "Register", "register");
        await Fill(page, ("First name", "Ada"), ("E-mail address", email), ("Password", Password), ("Password again", Password));
        await Press(page, "Register");
        await Shows(page, "Welcome, Ada", "registered");

        await Press(page, "Sign out");
        await Shows(page, "Sign in", "signed-out");
        await Says(page, "You are signed out.");
        await page.GotoAsync(Root + "/profile");
        await Shows(page, "Sign in");

        await page.GetByRole(AriaRole.Link, new() { Name = "Forgotten your password?" }).ClickAsync();
        await Shows(page, "Forgotten password", "forgot");
        await Fill(page, ("E-mail address", email));
        await Press(page, "Send the link");
        await Shows(page, "Look into your mail", "mail-sent");

        var mail = await server.Smtp.Mail(email, mail => mail.Text.Contains("/reset?", StringComparison.Ordinal));
        await page.GotoAsync(Link().Match(mail.Text).Value);
        await Shows(page, "Choose a new password", "reset");
        await Fill(page, ("New password", "Second-password-2"), ("New password again", "Second-password-2"));
        await Press(page, "Save the password");
        await Says(page, "Your password is changed. Sign in with the new one.");

        await Fill(page, ("E-mail address", email), ("Password", Password));
        await Press(page, "Sign in");
        await Shows(page, "Sign in", "wrong-password");
        await Says(page, "Invalid username or password.");
        await Fill(page, ("E-mail address", email), ("Password", "Second-password-2"));
        await Press(page, "Sign in");
        await Shows(page, "Welcome, Ada", "signed-in");

        await page.GetByRole(AriaRole.Link, new() { Name = "Profile", Exact = true }).ClickAsync();
        await Shows(page, "Your profile", "profile");
        await Fill(page, ("Last Name", "Lovelace"));
        await Press(page, "Save");
        await Says(page, "Your profile is saved.");
        Assert.Equal("Lovelace", await server.Rows.Value((await server.Rows.Find(email))!.Value, "LastName"));

        await server.NewTicket(email, "The line is slow in the evening");
        await page.GetByRole(AriaRole.Link, new() { Name = "Tickets" }).First.ClickAsync();
        await Shows(page, "Tickets", "tickets");
        await Says(page, "The line is slow in the evening");

        await page.GetByRole(AriaRole.Link, new() { Name = "Password", Exact = true }).ClickAsync();
        await Shows(page, "Change your password", "change-password");
        await Fill(page, ("Current password", "Second-password-2"), ("New password", "Third-password-3"), ("New password again", "Third-password-3"));
        await Press(page, "Save the password");
        await Says(page, "Your password is changed. You are signed out everywhere else.");
        await Picture(page, "password-changed");
        await server.KeyOf(email, "Third-password-3");
    }

    [Fact]
    public async Task A_lead_that_is_known_already_gets_in_by_its_mail_alone()
    {
        var page = await browser.NewPage(server.Url);
        var email = NewAddress();
        var leadId = await server.Rows.Lead(email, ("FirstName", "Grace"));
        await page.GotoAsync(Root + "/register");
        await Fill(page, ("First name", "Mallory"), ("E-mail address", email), ("Password", Password), ("Password again", Password));
        await Press(page, "Register");
        await Shows(page, "Look into your mail");
        Assert.Equal("Grace", await server.Rows.Value(leadId, "FirstName"));

        var mail = await server.Smtp.Mail(email);
        await page.GotoAsync(Link().Match(mail.Text).Value);
        await Fill(page, ("New password", "Grace-password-1"), ("New password again", "Grace-password-1"));
        await Press(page, "Save the password");
        await Fill(page, ("E-mail address", email), ("Password", "Grace-password-1"));
        await Press(page, "Sign in");
        await Shows(page, "Welcome, Grace");
        await page.GotoAsync(Link().Match(mail.Text).Value);
        await Shows(page, "The link is not good any more", "dead-link");
    }

    [Theory]
    [InlineData("#1f4e79")]
    [InlineData("#ffcc00")]
    [InlineData("#777777")]
    public async Task Every_page_is_accessible_in_any_colour(string colour)
    {
        var made = await server.Post("/leadline/v1/portals", $$"""{"name":"Colours","settings":{"theme":{"colour":"{{colour}}"} } }""");
        var root = $"/portal/{made.Json.GetProperty("id").GetString()}";
        // Axe is a script of its own; the pages are the same with and without scripts.
        var page = await browser.NewPage(server.Url, withScripts: true);
        foreach (var path in new[] { "sign-in", "register", "forgot", "reset" })
            await IsAccessible(page, $"{root}/{path}");
        var email = NewAddress();
        await page.GotoAsync(root + "/register");
        await Fill(page, ("First name", "A"), ("E-mail address", email), ("Password", Password), ("Password again", "Another-one-1"));
        await Press(page, "Register");
        await Shows(page, "Register");
        Assert.Empty(await Browser.Violations(page));
        await Fill(page, ("Password", Password), ("Password again", Password));
        await Press(page, "Register");
        await Shows(page, "Welcome, A");
        await server.NewTicket(email, "The line is slow");
        foreach (var path in new[] { "", "/profile", "/password", "/opportunities", "/tickets", "/nothing" })
            await IsAccessible(page, root + path);
    }

    [Fact]
    public async Task Pages_fit_a_small_screen_and_can_be_read_in_the_dark()
    {
        var page = await browser.NewPage(server.Url, withScripts: true);
        await page.SetViewportSizeAsync(360, 640);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var email = NewAddress();
        await server.NewUser(email);
        var number = await server.NewTicket(email, new string('x', 100), ("Description", new string('y', 300)));
        await IsAccessible(page, Root + "/sign-in");
        await Fill(page, ("E-mail address", email), ("Password", "Wrong-password-1"));
        await Press(page, "Sign in");
        Assert.Empty(await Browser.Violations(page));
        await Fill(page, ("E-mail address", email), ("Password", Password));
        await Press(page, "Sign in");
        await Shows(page, "Welcome");

        foreach (var path in new[] { "", "/profile", "/tickets", "/tickets/new", $"/tickets/{number}" })
        {
            await IsAccessible(page, Root + path);
            Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    [Fact]
    public async Task The_style_sheet_is_kept_until_it_changes()
    {
        var address = StyleSheet().Match(await new Visitor(server.Url).Get($"{Root}/sign-in")).Groups[1].Value;

        using var named = await server.Client.GetAsync(address, TestContext.Current.CancellationToken);
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(named.Headers.ETag!);
        using var unchanged = await server.Client.SendAsync(again, TestContext.Current.CancellationToken);
        using var other = await server.Client.GetAsync($"{Root}/style.css?v=other", TestContext.Current.CancellationToken);

        Assert.Equal("text/css", named.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromDays(365), named.Headers.CacheControl!.MaxAge);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.True(other.Headers.CacheControl!.NoCache);
        Assert.Equal(named.Headers.ETag, other.Headers.ETag);
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        var page = await browser.NewPage(server.Url);
        var email = NewAddress();
        await server.NewUser(email);
        await page.GotoAsync(Root + "/sign-in");

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to content", await page.Locator(":focus").InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(email);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Password);
        await page.Keyboard.PressAsync("Enter");

        await Shows(page, "Welcome");
    }

    [GeneratedRegex("href=\"([^\"]+/style.css[^\"]+)\"")]
    private static partial Regex StyleSheet();

    [GeneratedRegex(@"http://\S+/reset\?\S+")]
    private static partial Regex Link();
}
