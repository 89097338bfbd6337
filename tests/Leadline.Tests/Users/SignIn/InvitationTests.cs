using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users.SignIn;

/// <summary>People who are invited by mail, and come.</summary>
public sealed class InvitationTests(SignInServer server) : IClassFixture<SignInServer>
{
    private const string Wanted = "another-long-pass-phrase";

    [Fact]
    public async Task Who_is_invited_comes_by_the_link_of_the_mail()
    {
        await server.User("there@invited.example");

        var invited = (await Invite(
            new { email = "new@invited.example", firstName = "Nila", role = "Sales_Manager" },
            new { email = "there@invited.example", role = "Sales_User" },
            new { email = "no address", role = "Sales_User" },
            new { email = "role@invited.example", role = "King" },
            new { role = "Sales_User" })).Json.GetProperty("invitations").EnumerateArray().ToList();

        Assert.Equal(
            [null, "duplicate", "invalidInput", "invalidInput", "missingAttribute"],
            invited.Select(one => one.GetProperty("code").GetString()));
        var id = invited[0].GetProperty("userId").GetString()!;
        Assert.Equal(0, await server.Mails("there@invited.example"));
        using var browser = new UserBrowser(server.Url);
        var token = await server.Token("new@invited.example", "invitation");
        Assert.Equal("inactive", (await User(id)).GetProperty("status").GetString());
        Assert.Contains(await Waiting(), one => one.GetProperty("email").GetString() == "new@invited.example");
        await browser.Send(HttpMethod.Post, "password-resets", new { email = "new@invited.example" });
        Assert.Equal(1, await server.Mails("new@invited.example"));

        var opened = await browser.Send(HttpMethod.Post, "invitations/open", new { token });
        Assert.Equal("Nila", opened.Json.GetProperty("firstName").GetString());
        var weak = await browser.Send(HttpMethod.Post, "invitations/accept", new { token, password = "short" });
        Assert.NotNull(SignInServer.Error(weak, "password"));
        var nowhere = await browser.Send(
            HttpMethod.Post, "invitations/accept", new { token, password = Wanted, timeZone = "Nowhere/At_All" });
        Assert.NotNull(SignInServer.Error(nowhere, "timeZone"));

        var accepted = await browser.Enter(
            "invitations/accept",
            new { token, firstName = "Nila", lastName = "Das", password = Wanted, language = "hi", timeZone = "Asia/Kolkata" });

        Assert.Equal(HttpStatusCode.OK, accepted.Status);
        Assert.Equal(id, (await browser.Send(HttpMethod.Get, "session")).Json.GetProperty("userId").GetString());
        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Post, "sessions/end-others", "{}")).Status);
        var user = await User(id);
        Assert.Equal("active", user.GetProperty("status").GetString());
        Assert.Equal("Nila Das", user.GetProperty("name").GetString());
        Assert.Equal("Sales_Manager", user.GetProperty("role").GetString());
        Assert.Equal("hi", user.GetProperty("fields").GetProperty("Language").GetString());
        Assert.Equal("Asia/Kolkata", user.GetProperty("fields").GetProperty("TimeZone").GetString());
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn("new@invited.example", Wanted)).Status);
        Assert.DoesNotContain(await Waiting(), one => one.GetProperty("userId").GetString() == id);
        var again = await browser.Send(HttpMethod.Post, "invitations/accept", new { token, password = Wanted });
        Assert.NotNull(SignInServer.Error(again, "token"));
    }

    [Fact]
    public async Task An_invitation_is_sent_again_and_taken_back()
    {
        using var browser = new UserBrowser(server.Url);
        var id = await InviteOne("again@invited.example");
        var first = await server.Token("again@invited.example", "invitation");

        var resent = await server.Post($"/leadline/v1/invitations/{id}/resend", "{}");
        Assert.Equal("again@invited.example", resent.Json.GetProperty("email").GetString());
        var second = await server.Token("again@invited.example", "invitation", first);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Send(HttpMethod.Post, "invitations/open", new { token = first })).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Post, "invitations/open", new { token = second })).Status);

        var revoked = await server.Send(HttpMethod.Delete, $"/leadline/v1/invitations/{id}", null);
        Assert.Equal(HttpStatusCode.OK, revoked.Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Accept(browser, second)).Status);
        Assert.Equal("obsolete", (await User(id)).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, $"/leadline/v1/invitations/{id}", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post($"/leadline/v1/invitations/{id}/resend", "{}")).Status);

        // Whoever was taken back may be invited after all.
        Assert.Equal(id, await InviteOne("again@invited.example"));
        Assert.Equal(HttpStatusCode.OK, (await Accept(browser, await server.Token("again@invited.example", "invitation", first, second))).Status);
    }

    [Fact]
    public async Task An_invitation_is_good_for_seven_days_and_can_be_sent_again_after()
    {
        using var browser = new UserBrowser(server.Url);
        var id = await InviteOne("late@invited.example");
        var token = await server.Token("late@invited.example", "invitation");

        server.Clock.Step(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.BadRequest, (await Accept(browser, token)).Status);
        var listed = (await Waiting()).Single(one => one.GetProperty("userId").GetString() == id);
        Assert.True(listed.GetProperty("expiresOn").GetDateTime() < server.Clock.GetUtcNow().UtcDateTime);
        await server.Post($"/leadline/v1/invitations/{id}/resend", "{}");
        token = await server.Token("late@invited.example", "invitation", token);
        Assert.Equal(HttpStatusCode.OK, (await Accept(browser, token)).Status);
    }

    [Fact]
    public async Task Of_two_who_accept_at_once_one_does()
    {
        using var browser = new UserBrowser(server.Url);
        await InviteOne("both@invited.example");
        var token = await server.Token("both@invited.example", "invitation");

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            using var one = new UserBrowser(server.Url);
            return await Accept(one, token);
        }));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_call_that_is_repeated_with_its_key_invites_once()
    {
        const string body = """{"users":[{"email":"once@invited.example","role":"Sales_User"}]}""";

        var first = await server.Send(HttpMethod.Post, "/leadline/v1/invitations", body, ("Idempotency-Key", "invite-once"));
        var second = await server.Send(HttpMethod.Post, "/leadline/v1/invitations", body, ("Idempotency-Key", "invite-once"));

        Assert.Equal(first.Body, second.Body);
        Assert.Equal(1, await server.Mails("once@invited.example"));
    }

    [Fact]
    public async Task Only_administrators_invite()
    {
        using var browser = await server.SignedIn("seller@invited.example");
        var id = await InviteOne("waiting@invited.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Send(HttpMethod.Get, "invitations")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Send(
            HttpMethod.Post, "invitations", """{"users":[{"email":"friend@invited.example","role":"Sales_User"}]}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Send(HttpMethod.Post, $"invitations/{id}/resend", "{}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Send(HttpMethod.Delete, $"invitations/{id}")).Status);
        Assert.Equal(0, await server.Mails("friend@invited.example"));
    }

    private static Task<Answer> Accept(UserBrowser browser, string token) =>
        browser.Enter("invitations/accept", new { token, password = Wanted });

    private Task<Answer> Invite(params object[] users) =>
        server.Post("/leadline/v1/invitations", JsonSerializer.Serialize(new { users }));

    private async Task<string> InviteOne(string email) =>
        (await Invite(new { email, role = "Sales_User" })).Json.GetProperty("invitations")[0].GetProperty("userId").GetString()!;

    private async Task<JsonElement> User(string id) => (await server.Get($"/leadline/v1/users/{id}")).Json;

    private async Task<List<JsonElement>> Waiting() =>
        [.. (await server.Get("/leadline/v1/invitations")).Json.GetProperty("invitations").EnumerateArray()];
}
