using System.Net;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>A5: what a good password is, to users and to portals' users, and how it is hashed.</summary>
public sealed class PasswordTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string Common = "This password is one of those that are tried first. Please choose another one.";
    private const string Length = "A password has 8 to 128 characters.";

    private AccountOperations Accounts => server.Services.GetRequiredService<AccountOperations>();

    [Theory]
    [InlineData("password", Common)]
    [InlineData("12345678", Common)]
    [InlineData("        ", Common)]
    [InlineData("\u00a0\u3000\u2003\u200b\u00a0\u3000\u2003\u200b\u2003", Common)]
    [InlineData("PassWord1", Common)]
    [InlineData("  iloveyou  ", Common)]
    [InlineData("qwertyuiop", Common)]
    [InlineData("1q2w3e4r5t", Common)]
    [InlineData("ｐａｓｓｗｏｒｄ", Common)]
    [InlineData("１２３４５６７８９", Common)]
    [InlineData("éééééééééé", Common)]
    [InlineData("zzzzzzzzzzzzzzzz", Common)]
    [InlineData("short", Length)]
    [InlineData("e\u0301e\u0301a\u0301a\u0301", Length)]
    [InlineData("🐎🐎🐘🐘", Length)]
    public async Task A5_a_portals_user_needs_a_password_that_nobody_tries_first(string password, string refusal)
    {
        var registered = await server.CallPublic(Register, RegisterBody(NewAddress(), password));
        var user = NewAddress();
        await server.NewUser(user);
        var changed = await server.CallSignedIn(
            Change, await server.KeyOf(user), new { CurrentPassword = Password, NewPassword = password });
        await server.CallPublic(Forgot, new { EmailAddress = user });
        var (leadId, token) = await server.Link(user);
        var reset = await server.CallPublic(Reset, new { Password = password, LeadId = leadId, TemporaryPassword = token });

        Assert.Equal((refusal, refusal, refusal), (Message(registered), Message(changed), Message(reset)));
        await server.KeyOf(user);
    }

    [Theory]
    [InlineData("Samplepassword@123")]
    [InlineData("correct horse")]
    [InlineData("pässwörter-gut")]
    [InlineData("日本語のパスワード")]
    [InlineData("🐎🔋📎🐘🐎🔋📎🐘")]
    public async Task A5_other_passwords_are_taken(string password)
    {
        var user = NewAddress();

        Assert.Equal(HttpStatusCode.OK, (await server.CallPublic(Register, RegisterBody(user, password))).Status);
        await server.KeyOf(user, password);
    }

    [Theory]
    [InlineData("password1234", false)]
    [InlineData("123456789012", false)]
    [InlineData("1Q2W3E4R5T6Y", false)]
    [InlineData("            ", false)]
    [InlineData("elevenchars", false)]
    [InlineData("twelve chars", true)]
    public async Task A5_a_user_needs_twelve_characters(string password, bool isGood)
    {
        var made = await Accounts.CreateUser(server.AccountId, NewAddress(), "A", "User", "Sales_User", password);

        Assert.Equal(isGood, made.Failure is null);
    }

    [Fact]
    public async Task A5_an_account_says_how_long_its_users_passwords_are()
    {
        await Accounts.SetPasswordLength(server.AccountId, 9);
        var shorter = await Accounts.CreateUser(server.AccountId, NewAddress(), "A", "User", "Sales_User", "nine char");
        await Accounts.SetPasswordLength(server.AccountId, 20);
        var longer = await Accounts.CreateUser(server.AccountId, NewAddress(), "A", "User", "Sales_User", "nineteen characters");
        await Accounts.SetPasswordLength(server.AccountId, null);

        Assert.Null(shorter.Failure);
        Assert.Equal("A password has 20 to 128 characters.", longer.Failure!.Message);
    }

    [Fact]
    public async Task A5_a_portal_says_how_long_its_passwords_are()
    {
        var made = await server.Post("/leadline/v1/portals", """{"name":"Long","settings":{"passwords":{"minLength":14}}}""");
        var headers = server.With("x-lsq-portalid", made.Json.GetProperty("id").GetString());

        var answer = await server.Call(
            Register, System.Text.Json.JsonSerializer.Serialize(RegisterBody(NewAddress(), "thirteen char")), headers);

        Assert.Equal("A password has 14 to 128 characters.", Message(answer));
    }

    [Theory]
    [InlineData("Zoë's cafe\u0301 №7", "Zoe\u0308's café No7")]
    [InlineData("ｆｕｌｌ-ｗｉｄｔｈ-９", "full-width-9")]
    [InlineData("Ångström-2", "A\u030angstro\u0308m-2")]
    public async Task A5_a_password_is_the_same_on_every_keyboard(string chosen, string typed)
    {
        var user = NewAddress();
        await server.CallPublic(Register, RegisterBody(user, chosen));

        await server.KeyOf(user, typed);
        await server.KeyOf(user, chosen);
    }

    /// <summary>Hashes of before were made of passwords as they were sent.</summary>
    [Fact]
    public async Task A5_old_hashes_go_on_working_and_are_replaced()
    {
        const string decomposed = "Zoe\u0308's-password";
        var user = NewAddress();
        var leadId = await server.NewUser(user);
        var old = new PasswordHasher<string>().HashPassword("", decomposed);
        await server.Rows.Execute(
            "UPDATE portal_user SET password_hash = @old WHERE account_id = @AccountId AND lead_id = @leadId",
            new { server.AccountId, leadId, old });

        await server.KeyOf(user, decomposed);
        await server.KeyOf(user, "Zoë's-password");
        Assert.NotEqual(old, await server.Rows.One<string>(
            "SELECT password_hash FROM portal_user WHERE account_id = @AccountId AND lead_id = @leadId", new { server.AccountId, leadId }));
        Assert.True(Passwords.Verify(old, decomposed).Matches);
        Assert.False(Passwords.Verify(old, "Zoe's-password").Matches);
    }
}
