using System.Net;
using Leadline.Portals;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

public sealed class SessionTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string Done = """{"IsSuccessful":true,"ResponseText":"Password changed successfully"}""";

    [Fact]
    public async Task A_forgotten_password_is_set_anew_by_the_link_in_a_mail()
    {
        var email = NewAddress();
        var leadId = await server.NewUser(email);
        var key = await server.KeyOf(email);

        var forgot = await server.CallPublic(Forgot, new { EmailAddress = email });
        var (linkLead, token) = await server.Link(email);
        var reset = await server.CallPublic(Reset, new { Password = "Another-password-1", LeadId = linkLead, TemporaryPassword = token });

        Assert.Equal(new Answer(HttpStatusCode.OK, """{"Status":"Success","Message":"Reset link sent successfully"}"""), forgot);
        Assert.Equal(leadId.ToString(), linkLead);
        Assert.Equal(new Answer(HttpStatusCode.OK, Done), reset);
        await server.KeyOf(email, "Another-password-1");
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.CallPublic(SignIn, new { EmailAddress = email, Password })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.CallSignedIn(SignOut, key, new { })).Status);
        await server.Smtp.Mail(email, mail => mail.Subject.Contains("was changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_link_can_go_out_on_the_word_of_another_unique_field()
    {
        var email = NewAddress();
        await server.NewUser(email);
        var leadId = (await server.Rows.Find(email))!.Value;
        await server.Rows.Lead(email, ("Phone", "9812300001"));

        await server.CallPublic(Forgot, new { SearchKeyData = new { SchemaName = "Phone", Value = "+91-9812300001" } });

        Assert.Equal(leadId.ToString(), (await server.Link(email)).LeadId);
    }

    [Fact]
    public async Task A_changed_password_ends_every_session()
    {
        var email = NewAddress();
        await server.NewUser(email);
        var (one, other) = (await server.KeyOf(email), await server.KeyOf(email));

        var wrong = await server.CallSignedIn(Change, one, new { CurrentPassword = "Not-the-password-1", NewPassword = "Next-password-1" });
        var same = await server.CallSignedIn(Change, one, new { CurrentPassword = Password, NewPassword = Password });
        var weak = await server.CallSignedIn(Change, one, new { CurrentPassword = Password, NewPassword = "short" });
        var changed = await server.CallSignedIn(Change, one, new { CurrentPassword = Password, NewPassword = "Next-password-1" });

        Assert.Equal("The current password is not right.", Message(wrong));
        Assert.Equal("The new password is the current one.", Message(same));
        Assert.StartsWith("A password has", Message(weak), StringComparison.Ordinal);
        Assert.Equal(new Answer(HttpStatusCode.OK, Done), changed);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.CallSignedIn(SignOut, one, new { })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.CallSignedIn(SignOut, other, new { })).Status);
        await server.KeyOf(email, "Next-password-1");
    }

    [Theory]
    [InlineData("/api/Settings/V2/SignOut")]
    [InlineData("/api/Settings/SignOut")]
    [InlineData("/api/Authentication/Signout")]
    public async Task A_session_ends_with_sign_out(string path)
    {
        var email = NewAddress();
        await server.NewUser(email);
        var (one, other) = (await server.KeyOf(email), await server.KeyOf(email));

        var first = await server.CallSignedIn(path, one, new { });
        var again = await server.CallSignedIn(path, one, new { });

        Assert.Equal(new Answer(HttpStatusCode.OK, """{"IsSuccessful":true,"ResponseText":"Lead signed out successfully"}"""), first);
        Assert.Equal(HttpStatusCode.Unauthorized, again.Status);
        Assert.Equal(HttpStatusCode.OK, (await server.CallSignedIn(path, other, new { })).Status);
    }

    /// <summary>Sign out has an empty payload (extended §4.6), which curl and PHP post as a form.</summary>
    [Theory]
    [InlineData("/api/Settings/V2/SignOut")]
    [InlineData("/api/Authentication/Signout")]
    public async Task Nothing_may_be_posted_as_a_form(string path)
    {
        var email = NewAddress();
        await server.NewUser(email);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([]) };
        foreach (var (name, value) in server.With("Authorization", await server.KeyOf(email)))
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(
            """{"IsSuccessful":true,"ResponseText":"Lead signed out successfully"}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_session_lasts_four_hours()
    {
        var email = NewAddress();
        await server.NewUser(email);
        var (one, other) = (await server.KeyOf(email), await server.KeyOf(email));

        server.Clock.Step(TimeSpan.FromHours(4) - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await server.CallSignedIn(SignOut, one, new { })).Status);
        server.Clock.Step(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.CallSignedIn(SignOut, other, new { })).Status);
    }

    [Fact]
    public async Task A_code_signs_in_once()
    {
        var email = NewAddress();
        var leadId = await server.NewUser(email);

        var asked = await server.CallPublic("/api/Authentication/SigninOTP/Get", new { FieldSchemaName = "EmailAddress", FieldContent = email });
        var mail = await server.Smtp.Mail(email, mail => mail.Subject.Contains("is your code", StringComparison.Ordinal));
        var ticket = asked.Json.GetProperty("Code").GetString();
        var body = new { OTPSigninRequest = true, OTPSigninData = new { Otp = mail.Subject[..6], FieldContent = email, Code = ticket } };
        var signedIn = await server.CallPublic("/api/Authentication/Signin", body);
        var again = await server.CallPublic("/api/Authentication/Signin", body);

        Assert.Equal($$"""{"Code":"{{ticket}}","FieldContent":"{{email}}","Message":null,"Status":"Success"}""", asked.Body);
        Assert.Equal(leadId, signedIn.Json.GetProperty("LeadId").GetGuid());
        Assert.Equal(HttpStatusCode.Unauthorized, again.Status);
    }

    [Fact]
    public async Task A_code_is_dead_after_five_wrong_ones()
    {
        var email = NewAddress();
        await server.NewUser(email);
        var asked = await server.CallPublic("/api/Authentication/SigninOTP/Get", new { FieldSchemaName = "EmailAddress", FieldContent = email });
        var mail = await server.Smtp.Mail(email, mail => mail.Subject.Contains("is your code", StringComparison.Ordinal));
        var ticket = asked.Json.GetProperty("Code").GetString();
        var right = mail.Subject[..6];
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await Try(right == "123456" ? "123457" : "123456")).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Try(right)).Status);

        Task<Answer> Try(string digits) => server.CallPublic(
            "/api/Authentication/Signin", new { OTPSigninRequest = true, OTPSigninData = new { Otp = digits, FieldContent = email, Code = ticket } });
    }

    [Fact]
    public async Task An_administrators_keys_sign_a_lead_in_without_a_password()
    {
        var leadId = await server.Rows.Lead(NewAddress());
        var tenantKey = (await server.Get("/api/AutoLogin/TenantKey")).Json.GetString();
        var body = $$"""{"LeadId":"{{leadId}}","PortalId":"{{server.Credentials.PortalId}}"}""";

        var made = await server.Post($"/api/AutoLogin/Generate?authkey={tenantKey}", body);
        var without = await server.Post($"/api/AutoLogin/Generate?authkey={server.Credentials.PortalAuthKey}", body);
        var nobody = await server.Post($"/api/AutoLogin/Generate?authkey={tenantKey}", body.Replace(leadId.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal));

        Assert.Equal(leadId, made.Json.GetProperty("LeadId").GetGuid());
        Assert.Equal(HttpStatusCode.OK, (await server.CallSignedIn(SignOut, made.Json.GetProperty("AuthKey").GetString()!, new { })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, without.Status);
        Assert.Equal(HttpStatusCode.InternalServerError, nobody.Status);
    }

    [Fact]
    public async Task Deleting_a_lead_ends_its_sessions()
    {
        var email = NewAddress();
        var leadId = await server.NewUser(email);
        var key = await server.KeyOf(email);

        await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={leadId}");

        Assert.Equal(HttpStatusCode.Unauthorized, (await server.CallSignedIn(SignOut, key, new { })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.CallPublic(SignIn, new { EmailAddress = email, Password })).Status);
        Assert.Equal(0, await server.Rows.One<long>(
            "SELECT count(*) FROM portal_user WHERE account_id = @AccountId AND lead_id = @leadId", new { server.Rows.AccountId, leadId }));
    }

    [Fact]
    public async Task Tokens_stay_the_same_until_they_are_rotated_and_die_when_revoked()
    {
        var first = (await server.Get("/api/Access/PublicToken")).Json.GetProperty("PublicAuthKey").GetString()!;
        Assert.Equal(server.Credentials.PortalAuthKey, first);
        Assert.Equal(server.Credentials.PortalRegisterToken, (await server.Get("/api/Access/GetRegisterToken")).Json.GetString());

        var rotated = await server.Post("/leadline/v1/portal-tokens?kind=public", "");
        var next = rotated.Json.GetProperty("token").GetString()!;
        Assert.Equal(next, (await server.Get("/api/Access/PublicToken")).Json.GetProperty("PublicAuthKey").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, await Try(first));
        Assert.Equal(HttpStatusCode.Unauthorized, await Try(next));
        await server.NewUser(NewAddress());

        var revoked = await server.Send(HttpMethod.Delete, $"/leadline/v1/portal-tokens/{rotated.Json.GetProperty("id").GetString()}", null);
        Assert.Equal(HttpStatusCode.OK, revoked.Status);
        Assert.Equal(first, (await server.Get("/api/Access/PublicToken")).Json.GetProperty("PublicAuthKey").GetString());
        var dead = await server.Call(Register, "{}", server.With("Authorization", next));
        Assert.Equal(HttpStatusCode.Unauthorized, dead.Status);

        // A live token is let in as far as the wrong password.
        async Task<HttpStatusCode> Try(string token) => (await server.Call(
            SignIn, """{"EmailAddress":"nobody@example.com","Password":"x"}""", server.With("Authorization", token))).Status;
    }

    [Fact]
    public void Keys_are_read_as_they_are_written()
    {
        var key = new PortalKey(10001, PortalKeys.NewId(), PortalKeys.NewSecret());

        Assert.Equal(key, PortalKeys.ReadAuthKey(PortalKeys.AuthKey(key)));
        Assert.Equal(key, PortalKeys.ReadAuthKey("Bearer " + PortalKeys.AuthKey(key)));
        Assert.Equal(key, PortalKeys.ReadRegisterToken(PortalKeys.RegisterToken(key)));
    }
}
