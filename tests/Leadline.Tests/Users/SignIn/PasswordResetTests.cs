using System.Net;
using Xunit;

namespace Leadline.Tests.Users.SignIn;

/// <summary>A forgotten password, by the link of a mail.</summary>
public sealed class PasswordResetTests(SignInServer server) : IClassFixture<SignInServer>
{
    private const string Wanted = "another-long-pass-phrase";

    [Fact]
    public async Task The_link_of_a_mail_lets_choose_a_new_password_once()
    {
        using var browser = await server.SignedIn("forgetful@reset.example");
        using var elsewhere = new UserBrowser(server.Url);

        var asked = await elsewhere.Send(HttpMethod.Post, "password-resets", new { email = "Forgetful@RESET.example" });
        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        Assert.Equal("{}", asked.Body);
        var token = await server.Token("forgetful@reset.example", "reset");

        var opened = await elsewhere.Send(HttpMethod.Post, "password-resets/open", new { token });
        Assert.Equal("forgetful@reset.example", opened.Json.GetProperty("email").GetString());
        Assert.Equal(12, opened.Json.GetProperty("shortestPassword").GetInt32());
        var weak = await Complete(elsewhere, token, "short");
        Assert.NotNull(SignInServer.Error(weak, "newPassword"));
        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Get, "session")).Status);

        Assert.Equal(HttpStatusCode.OK, (await Complete(elsewhere, token, Wanted)).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Send(HttpMethod.Get, "session")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignIn("forgetful@reset.example", SignInServer.Password)).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn("forgetful@reset.example", Wanted)).Status);
        var again = await Complete(elsewhere, token, "a-third-long-pass-phrase");
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.NotNull(SignInServer.Error(again, "token"));
        Assert.NotNull(SignInServer.Error(await elsewhere.Send(HttpMethod.Post, "password-resets/open", new { token }), "token"));
        await server.Smtp.Mail("forgetful@reset.example", mail => mail.Subject == "Your password for Leadline was changed");
    }

    [Theory]
    [InlineData("nobody@reset.example")]
    [InlineData("no address")]
    [InlineData("")]
    public async Task An_address_of_nobody_is_answered_in_the_same_way(string email)
    {
        using var browser = new UserBrowser(server.Url);

        var asked = await browser.Send(HttpMethod.Post, "password-resets", new { email });

        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        Assert.Equal("{}", asked.Body);
        Assert.Equal(0, await server.Mails(email));
    }

    [Fact]
    public async Task A_link_is_good_for_an_hour()
    {
        using var browser = await server.SignedIn("slow@reset.example");
        var token = await Ask(browser, "slow@reset.example");

        server.Clock.Step(TimeSpan.FromMinutes(61));

        Assert.NotNull(SignInServer.Error(await Complete(browser, token, Wanted), "token"));
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn("slow@reset.example", SignInServer.Password)).Status);
    }

    [Fact]
    public async Task A_link_ends_with_the_password_and_with_the_user()
    {
        using var browser = await server.SignedIn("changed@reset.example");
        var token = await Ask(browser, "changed@reset.example");
        await browser.Send(HttpMethod.Put, "session/password", new { password = SignInServer.Password, newPassword = Wanted });
        Assert.NotNull(SignInServer.Error(await Complete(browser, token, "a-third-long-pass-phrase"), "token"));

        var id = await server.User("left@reset.example");
        token = await Ask(browser, "left@reset.example");
        await server.Send(HttpMethod.Patch, $"/leadline/v1/users/{id}", """{"status":"inactive"}""");
        Assert.NotNull(SignInServer.Error(await Complete(browser, token, Wanted), "token"));
    }

    [Fact]
    public async Task Of_two_who_use_a_link_at_once_one_does()
    {
        using var browser = await server.SignedIn("twice@reset.example");
        var token = await Ask(browser, "twice@reset.example");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(n => Complete(browser, token, $"{Wanted} {n}")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(3, answers.Count(answer => SignInServer.Error(answer, "token") is not null));
    }

    [Fact]
    public async Task Nobody_fills_a_strangers_mailbox()
    {
        using var browser = await server.SignedIn("bombed@reset.example");

        for (var n = 0; n < 7; n++)
            Assert.Equal(
                HttpStatusCode.Accepted,
                (await browser.Send(HttpMethod.Post, "password-resets", new { email = "bombed@reset.example" })).Status);

        Assert.Equal(5, await server.Mails("bombed@reset.example"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("r10001-000000000000000000000000.0000")]
    [InlineData("")]
    public async Task What_is_no_link_is_refused(string token)
    {
        using var browser = new UserBrowser(server.Url);

        Assert.NotNull(SignInServer.Error(await Complete(browser, token, Wanted), "token"));
    }

    [Fact]
    public async Task Another_site_may_not_ask()
    {
        using var browser = new UserBrowser(server.Url) { FetchSite = "cross-site" };

        var asked = await browser.Send(HttpMethod.Post, "password-resets", new { email = "nobody@reset.example" });

        Assert.Equal(HttpStatusCode.Forbidden, asked.Status);
    }

    private static Task<Support.Answer> Complete(UserBrowser browser, string token, string newPassword) =>
        browser.Send(HttpMethod.Post, "password-resets/complete", new { token, newPassword });

    private async Task<string> Ask(UserBrowser browser, string email)
    {
        await browser.Send(HttpMethod.Post, "password-resets", new { email });
        return await server.Token(email, "reset");
    }
}
