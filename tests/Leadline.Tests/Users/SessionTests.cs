using System.Net;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users;

/// <summary>Signing in with a password, as a browser does.</summary>
public sealed class SessionTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Own = "/leadline/v1/";
    private const string Password = "a-long-enough-pass-phrase";

    private readonly UserCalls calls = new(server);

    [Fact]
    public async Task A_browser_signs_in_works_and_signs_out()
    {
        await User("first@session.example");
        using var browser = new UserBrowser(server.Url);

        var signedIn = await browser.SignIn("First@Session.example", Password);

        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        Assert.Equal("first@session.example", signedIn.Json.GetProperty("email").GetString());
        Assert.Equal(calls.AccountId, signedIn.Json.GetProperty("accountId").GetInt32());
        Assert.Matches(@"^leadline-session=[^;]+; max-age=2592000; path=/; samesite=lax; httponly$", browser.SetCookie);
        Assert.Equal(signedIn.Body, (await browser.Send(HttpMethod.Get, "session")).Body);
        var made = await browser.Send(HttpMethod.Post, "lists", """{"name":"Made by a session","kind":"static"}""");
        Assert.Equal(HttpStatusCode.OK, made.Status);

        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Delete, "session")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Send(HttpMethod.Get, "session")).Status);
        browser.Restore(signedIn);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Send(HttpMethod.Get, "session")).Status);
    }

    [Theory]
    [InlineData("second@session.example", "not the password")]
    [InlineData("nobody@session.example", Password)]
    [InlineData("", "")]
    public async Task Whatever_is_wrong_reads_the_same(string email, string password)
    {
        await User("second@session.example");
        using var browser = new UserBrowser(server.Url);

        var refused = await browser.SignIn(email, password);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal("The e-mail address or the password is wrong.", refused.Json.GetProperty("detail").GetString());
        Assert.Equal("", browser.SetCookie);
    }

    [Fact]
    public async Task A_change_needs_the_sessions_token()
    {
        await User("third@session.example");
        using var browser = new UserBrowser(server.Url);
        await browser.SignIn("third@session.example", Password);
        browser.CsrfToken = "";

        var forged = await browser.Send(HttpMethod.Post, "lists", """{"name":"Forged","kind":"static"}""");

        Assert.Equal(HttpStatusCode.Forbidden, forged.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Get, "lists")).Status);
        browser.CsrfToken = "0000";
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Send(HttpMethod.Delete, "session")).Status);
    }

    [Fact]
    public async Task Another_site_signs_nobody_in()
    {
        await User("victim@session.example");
        using var browser = new UserBrowser(server.Url) { FetchSite = "cross-site" };

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SignIn("victim@session.example", Password)).Status);
        Assert.Equal("", browser.SetCookie);
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_by_one_and_all_at_once()
    {
        await User("fourth@session.example");
        using var here = new UserBrowser(server.Url);
        using var there = new UserBrowser(server.Url) { Agent = "Phone/1.0" };
        using var elsewhere = new UserBrowser(server.Url);
        foreach (var browser in new[] { here, there, elsewhere })
            await browser.SignIn("fourth@session.example", Password);

        var sessions = (await here.Send(HttpMethod.Get, "sessions")).Json.GetProperty("sessions").EnumerateArray().ToList();
        Assert.Equal(3, sessions.Count);
        Assert.Single(sessions, one => one.GetProperty("isThis").GetBoolean());
        var phone = sessions.Single(one => one.GetProperty("agent").GetString() == "Phone/1.0");
        Assert.Equal("127.0.0.1", phone.GetProperty("address").GetString());

        Assert.Equal(HttpStatusCode.OK, (await here.Send(HttpMethod.Delete, $"sessions/{phone.GetProperty("id").GetString()}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.Send(HttpMethod.Get, "session")).Status);
        Assert.Equal(HttpStatusCode.OK, (await here.Send(HttpMethod.Post, "sessions/end-others", "{}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.Send(HttpMethod.Get, "session")).Status);
        Assert.Equal(HttpStatusCode.OK, (await here.Send(HttpMethod.Get, "session")).Status);

        // Somebody else's is not there.
        await User("fifth@session.example");
        using var other = new UserBrowser(server.Url);
        await other.SignIn("fifth@session.example", Password);
        var own = (await here.Send(HttpMethod.Get, "sessions")).Json.GetProperty("sessions")[0].GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.NotFound, (await other.Send(HttpMethod.Delete, $"sessions/{own}")).Status);
    }

    [Fact]
    public async Task A_new_password_ends_all_other_sessions()
    {
        await User("sixth@session.example");
        using var here = new UserBrowser(server.Url);
        using var there = new UserBrowser(server.Url);
        foreach (var browser in new[] { here, there })
            await browser.SignIn("sixth@session.example", Password);

        var wrong = await here.Send(HttpMethod.Put, "session/password", """{"password":"x","newPassword":"another-long-pass-phrase"}""");
        var weak = await here.Send(HttpMethod.Put, "session/password", $$"""{"password":"{{Password}}","newPassword":"short"}""");
        var changed = await here.Send(
            HttpMethod.Put, "session/password", $$"""{"password":"{{Password}}","newPassword":"another-long-pass-phrase"}""");

        Assert.True(wrong.Json.GetProperty("errors").TryGetProperty("password", out _));
        Assert.True(weak.Json.GetProperty("errors").TryGetProperty("newPassword", out _));
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(HttpStatusCode.OK, (await here.Send(HttpMethod.Get, "session")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.Send(HttpMethod.Get, "session")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.SignIn("sixth@session.example", Password)).Status);
        Assert.Equal(HttpStatusCode.OK, (await there.SignIn("sixth@session.example", "another-long-pass-phrase")).Status);
    }

    [Fact]
    public async Task Who_is_deactivated_or_given_another_password_is_out()
    {
        var id = await User("seventh@session.example");
        using var browser = new UserBrowser(server.Url);
        await browser.SignIn("seventh@session.example", Password);

        await server.Send(HttpMethod.Patch, $"{Own}users/{id}", """{"password":"set-by-an-administrator"}""");
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Send(HttpMethod.Get, "session")).Status);

        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn("seventh@session.example", "set-by-an-administrator")).Status);
        await server.Send(HttpMethod.Patch, $"{Own}users/{id}", """{"status":"inactive"}""");
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Send(HttpMethod.Get, "session")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignIn("seventh@session.example", "set-by-an-administrator")).Status);
    }

    [Fact]
    public async Task A_session_ends_when_it_was_not_used_for_a_week()
    {
        await User("eighth@session.example");
        using var browser = new UserBrowser(server.Url);
        var id = SessionKey.Read(Cookie((await browser.SignIn("eighth@session.example", Password), browser.SetCookie)))!.Value.SessionId;
        var rows = new LeadRows(server);
        var expires = await rows.One<DateTime>(
            "SELECT expires_on FROM user_session WHERE account_id = @account AND session_id = @id", new { account = rows.AccountId, id });
        Assert.Equal(UserSessions.Idle.TotalHours, (expires - DateTime.UtcNow).TotalHours, 0.1);

        await rows.Execute(
            "UPDATE user_session SET expires_on = now() - interval '1 second' WHERE account_id = @account AND session_id = @id",
            new { account = rows.AccountId, id });

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Send(HttpMethod.Get, "session")).Status);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1.2.3")]
    [InlineData("10001.00000000000000000000000000000000.0000")]
    public async Task What_is_no_session_is_refused(string cookie)
    {
        using var browser = new UserBrowser(server.Url) { Cookie = cookie };

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Send(HttpMethod.Get, "session")).Status);
    }

    private static string Cookie((Answer Answer, string SetCookie) signedIn) => signedIn.SetCookie.Split(';')[0].Split('=')[1];

    private async Task<string> User(string email)
    {
        if (calls.Accounts is var accounts && (await accounts.Find(calls.AccountId))!.FindUser(email) is { } known)
            return known.Id.ToString();
        return (await server.Post(
            $"{Own}users",
            $$"""{"email":"{{email}}","firstName":"S","lastName":"Session","role":"Sales_User","password":"{{Password}}"}"""))
            .Json.GetProperty("id").GetString()!;
    }
}
