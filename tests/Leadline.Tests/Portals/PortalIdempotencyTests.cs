using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>A portal's calls may be sent again like any other, and what is kept of them gives nothing away.</summary>
public sealed class PortalIdempotencyTests(PortalServer server) : IClassFixture<PortalServer>
{
    private readonly string key = Guid.NewGuid().ToString();

    [Fact]
    public async Task Registering_again_with_the_key_is_one_user_and_one_answer()
    {
        var email = NewAddress();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Post(Register, RegisterBody(email))));

        var leadId = JsonDocument.Parse(answers[0].Body).RootElement.GetProperty("LeadId").GetGuid();
        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, answers[0].Body), (answer.Status, answer.Body)));
        Assert.Equal(7, answers.Count(answer => answer.IsReplay));
        Assert.Equal(1, await server.Rows.One<long>(
            "SELECT count(*) FROM event WHERE account_id = @AccountId AND lead_id = @leadId AND kind = 'portal.registered'",
            new { server.Rows.AccountId, leadId }));
        await server.KeyOf(email);
    }

    [Fact]
    public async Task Another_body_with_the_key_is_refused()
    {
        var email = NewAddress();
        await Post(Register, RegisterBody(email));

        var other = await Post(Register, RegisterBody(email, "Another-password@1"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, false), (other.Status, other.IsReplay));
        await server.KeyOf(email);
    }

    [Fact]
    public async Task What_is_kept_holds_neither_password_nor_key()
    {
        var email = NewAddress();
        const string password = "Never-in-the-table-9";
        var registered = await Post(Register, RegisterBody(email, password));
        var leadId = JsonDocument.Parse(registered.Body).RootElement.GetProperty("LeadId").GetString()!;
        var signIn = new { EmailAddress = email, Password = password };
        var (first, again) = (await Post(SignIn, signIn, "sign-in"), await Post(SignIn, signIn, "sign-in"));
        var authKey = JsonDocument.Parse(first.Body).RootElement.GetProperty("AuthKey").GetString()!;

        Assert.Equal((first.Body, true), (again.Body, again.IsReplay));
        Assert.Equal(1, await server.Rows.One<long>(
            "SELECT count(*) FROM portal_session WHERE account_id = @AccountId AND lead_id = @lead",
            new { server.Rows.AccountId, lead = Guid.Parse(leadId) }));
        foreach (var secret in (string[])[key, password, leadId, authKey, email])
        {
            var bytes = Encoding.UTF8.GetBytes(secret);
            Assert.Equal(0, await server.Rows.One<long>(
                """
                SELECT count(*) FROM idempotency_key k
                WHERE position(@bytes IN k.body) > 0 OR position(@bytes IN k.key) > 0 OR position(@bytes IN k.fingerprint) > 0
                    OR k::text LIKE '%' || @secret || '%'
                """,
                new { bytes, secret }));
        }
    }

    /// <summary>Passwords could be tried on the key of somebody else, past the throttle, if it held for all.</summary>
    [Fact]
    public async Task A_key_holds_for_one_address()
    {
        var email = NewAddress();
        await Post(Register, RegisterBody(email));

        var elsewhere = await Post(Register, RegisterBody(email), key, ("X-Forwarded-For", "198.51.100.7"));
        var guess = await Post(Register, RegisterBody(email, "Another-password@1"), key, ("X-Forwarded-For", "198.51.100.8"));

        Assert.Equal((elsewhere.Status, elsewhere.Body, elsewhere.IsReplay), (guess.Status, guess.Body, guess.IsReplay));
        Assert.Contains("User already exists.", guess.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_holds_for_one_session()
    {
        var email = NewAddress();
        await server.NewUser(email);
        var (one, other) = (await server.KeyOf(email), await server.KeyOf(email));

        var first = await Post(SignOut, new { }, key, ("Authorization", one));
        var second = await Post(SignOut, new { }, key, ("Authorization", other));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, false), (first.Status, second.Status, second.IsReplay));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.CallSignedIn(SignOut, other, new { })).Status);
    }

    /// <summary>A link works once: without the key the second call would be refused.</summary>
    [Fact]
    public async Task Setting_a_password_again_with_the_key_is_answered_as_the_first_time()
    {
        var email = NewAddress();
        await server.NewUser(email);
        await server.CallPublic(Forgot, new { EmailAddress = email });
        var (leadId, token) = await server.Link(email);
        var body = new { LeadId = leadId, TemporaryPassword = token, Password = "Another-password@1" };

        var (first, again) = (await Post(Reset, body), await Post(Reset, body));
        var without = await server.CallPublic(Reset, body);

        Assert.Equal((HttpStatusCode.OK, first.Body, true), (again.Status, again.Body, again.IsReplay));
        Assert.Equal(HttpStatusCode.InternalServerError, without.Status);
        await server.KeyOf(email, "Another-password@1");
    }

    [Fact]
    public async Task A_portal_token_is_made_once_with_a_key()
    {
        var (first, again) = (await Rotate(), await Rotate());

        Assert.Equal((HttpStatusCode.OK, first.Body), (again.Status, again.Body));
        Assert.Equal(1, await server.Rows.One<long>(
            "SELECT count(*) FROM portal_token WHERE account_id = @AccountId AND kind = 'register' AND token_id = @id AND revoked_on IS NULL",
            new { server.Rows.AccountId, id = first.Json.GetProperty("id").GetString() }));

        Task<Answer> Rotate() => server.Send(
            HttpMethod.Post, "/leadline/v1/portal-tokens?kind=register", body: null, ("Idempotency-Key", key));
    }

    private async Task<(HttpStatusCode Status, string Body, bool IsReplay)> Post(
        string path, object body, string? named = null, (string Name, string Value)? header = null)
    {
        using var response = await server.Send(
            path,
            "application/json",
            JsonSerializer.Serialize(body),
            [
                .. header is { } other ? [.. server.Headers.Where(sent => sent.Name != other.Name), other] : server.Headers,
                ("Idempotency-Key", named ?? key),
            ]);
        var isReplay = response.Headers.TryGetValues("Idempotency-Replayed", out var told) && told.Single() == "true";
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), isReplay);
    }
}
