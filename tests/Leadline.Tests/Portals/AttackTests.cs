using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Portals;
using Leadline.Setup;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>What somebody who should not get in tries. Nobody does, and nothing tells who is there.</summary>
public sealed class AttackTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const int Guesses = 10_000;

    private static readonly string Refused =
        """{"Status":"Error","ExceptionType":"MXInvalidAccessDetailsException","ExceptionMessage":"Invalid username or password."}""";

    private long Hashed => server.Services.GetRequiredService<PasswordHashQueue>().Done;

    /// <summary>From as many addresses as guesses, the right password among them: a handful is looked at, the rest is not.</summary>
    [Fact]
    public async Task Ten_thousand_guesses_find_nothing()
    {
        var email = NewAddress();
        await server.NewUser(email);
        var before = Hashed;
        var answers = new HttpStatusCode[Guesses];
        await Parallel.ForAsync(0, Guesses, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (guess, _) =>
        {
            var password = guess == Guesses / 2 ? Password : $"Guessed-password-{guess}";
            answers[guess] = (await Guess(email, password, $"10.{guess >> 16}.{(guess >> 8) & 255}.{guess & 255}")).Status;
        });

        Assert.DoesNotContain(HttpStatusCode.OK, answers);
        Assert.All(answers, status => Assert.True(status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, status.ToString()));
        Assert.InRange(Hashed - before, 1, 20);

        server.Clock.Step(SignInThrottle.LongestWait);
        await server.KeyOf(email);
    }

    [Fact]
    public async Task One_address_cannot_try_one_password_on_everybody()
    {
        var before = Hashed;
        var answers = new List<Answer>();
        for (var i = 0; i < 100; i++)
            answers.Add(await Guess(NewAddress(), Password, "192.0.2.77"));

        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.Unauthorized), 1, 30);
        Assert.InRange(Hashed - before, 1, 30);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1].Status);
    }

    [Fact]
    public async Task Waits_grow_and_are_told()
    {
        var email = NewAddress();
        await server.NewUser(email);
        var waits = new List<double>();
        while (waits.Count < 4)
        {
            Answer answer;
            do
                answer = await Guess(email, "Guessed-password", $"198.51.100.{waits.Count}");
            while (answer.Status == HttpStatusCode.Unauthorized);
            Assert.Equal("Too many attempts. Please try again later.", Message(answer));
            waits.Add(await server.Rows.One<double>(
                "SELECT extract(epoch FROM max(locked_until - last_on)) FROM portal_attempt WHERE account_id = @AccountId AND locked_until > @now",
                new { server.Rows.AccountId, now = server.Clock.GetUtcNow().UtcDateTime }));
            server.Clock.Step(TimeSpan.FromSeconds(waits[^1]) + TimeSpan.FromSeconds(1));
        }

        Assert.Equal([30, 60, 120, 240], waits);
    }

    /// <summary>Texts, statuses and work: equal, whether the lead is a user, only a lead, or nobody.</summary>
    [Fact]
    public async Task A_wrong_password_answers_alike_for_everybody()
    {
        var (user, lead, nobody) = (NewAddress(), NewAddress(), NewAddress());
        await server.NewUser(user);
        await server.Rows.Lead(lead);
        foreach (var email in new[] { user, lead, nobody })
        {
            var before = Hashed;
            var answer = await Guess(email, "Guessed-password", NewAddressOfIp());
            Assert.Equal(new Answer(HttpStatusCode.Unauthorized, Refused), answer);
            Assert.Equal(1, Hashed - before);
        }

        foreach (var email in new[] { user, nobody })
        {
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < 8; i++)
                statuses.Add((await Guess(email, "Guessed-password", NewAddressOfIp())).Status);
            Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.Unauthorized));
        }
    }

    /// <summary>
    /// Known and unknown addresses in turn, so that whatever else the machine does falls on both. A hash takes tens of
    /// milliseconds: were it left out for unknown ones, their median would be a fraction of the other.
    /// </summary>
    [Fact]
    public async Task The_time_of_an_answer_does_not_tell_who_is_there()
    {
        var known = new List<double>();
        var unknown = new List<double>();
        for (var i = 0; i < 15; i++)
        {
            var user = NewAddress();
            await server.NewUser(user);
            known.Add(await Time(() => Guess(user, "Guessed-password", NewAddressOfIp())));
            unknown.Add(await Time(() => Guess(NewAddress(), "Guessed-password", NewAddressOfIp())));
        }

        Assert.InRange(Median(known) / Median(unknown), 0.5, 2);
    }

    [Fact]
    public async Task Asking_for_a_link_answers_alike_and_not_before_its_time()
    {
        var user = NewAddress();
        await server.NewUser(user);
        foreach (var email in new[] { user, NewAddress() })
        {
            var answer = default(Answer);
            var time = await Time(async () => answer = await server.CallPublic(Forgot, new { EmailAddress = email }));
            Assert.Equal("""{"Status":"Success","Message":"Reset link sent successfully"}""", answer!.Body);
            Assert.True(time >= PortalPasswords.AnswerAfter.TotalMilliseconds - 20, $"{time} ms");
        }
    }

    [Fact]
    public async Task A_link_is_good_once_for_its_lead_at_its_portal_in_its_time()
    {
        var (email, other) = (NewAddress(), NewAddress());
        await server.NewUser(email);
        var otherId = await server.NewUser(other);
        var otherPortal = await NewPortal();
        await server.CallPublic(Forgot, new { EmailAddress = email });
        var (leadId, token) = await server.Link(email);

        Assert.Equal("The link is not valid or has expired.", Message(await Try(otherId.ToString(), token)));
        Assert.Equal("The link is not valid or has expired.", Message(await Try(leadId, token[1..] + "0")));
        Assert.Equal("The link is not valid or has expired.", Message(await Try(leadId, token, server.With("x-lsq-portalid", otherPortal))));
        Assert.StartsWith("A password has", Message(await Try(leadId, token, password: "short")), StringComparison.Ordinal);

        var racing = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Try(leadId, token)));
        Assert.Single(racing, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal("The link is not valid or has expired.", Message(await Try(leadId, token)));

        var late = NewAddress();
        await server.NewUser(late);
        await server.CallPublic(Forgot, new { EmailAddress = late });
        var (lateId, lateToken) = await server.Link(late);
        server.Clock.Step(OneTimeTokens.ResetLength + TimeSpan.FromSeconds(1));
        Assert.Equal("The link is not valid or has expired.", Message(await Try(lateId, lateToken)));

        Task<Answer> Try(string lead, string secret, (string, string)[]? headers = null, string password = "Taken-over-password-1") => server.Call(
            Reset, JsonSerializer.Serialize(new { Password = password, LeadId = lead, TemporaryPassword = secret }), headers ?? server.Headers);
    }

    [Fact]
    public async Task Keys_open_their_own_door_only()
    {
        var email = NewAddress();
        var leadId = await server.NewUser(email);
        var session = await server.KeyOf(email);
        var otherPortal = await NewPortal();
        var (theirPublic, theirRegister, theirPortal) = await OtherAccount();
        var body = JsonSerializer.Serialize(RegisterBody(NewAddress()));

        foreach (var headers in new[]
                 {
                     server.With("Authorization", theirPublic), server.With("x-lsq-registertoken", theirRegister),
                     server.With("x-lsq-portalid", theirPortal), server.With("Authorization", session),
                     server.With("Authorization", server.Credentials.PortalRegisterToken),
                     server.With("x-lsq-registertoken", server.Credentials.PortalAuthKey),
                     server.With("Authorization", server.Credentials.AsyncApiKey),
                 })
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Call(Register, body, headers)).Status);

        foreach (var headers in new[]
                 {
                     server.Headers, [("Authorization", session), ("x-lsq-portalid", otherPortal)],
                     [("Authorization", session), ("x-lsq-portalid", theirPortal)],
                     [("Authorization", session), ("x-lsq-registertoken", theirRegister)],
                     [("Authorization", session[..^4] + "AAAA")],
                 })
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Call(SignOut, "{}", headers)).Status);

        // A session is no way into the API of the company.
        using var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.TryAddWithoutValidation("x-LSQ-AccessKey", session);
        client.DefaultRequestHeaders.TryAddWithoutValidation("x-LSQ-SecretKey", session);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {session}");
        foreach (var path in new[] { $"/v2/LeadManagement.svc/Leads.GetById?id={leadId}", "/api/Access/PublicToken", "/leadline/v1/portals", "/api/v1/subscriber/getCustomerDetails" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.CallSignedIn(SignOut, session, new { })).Status);
    }

    [Fact]
    public async Task Registering_cannot_name_another_lead()
    {
        var victim = await server.Rows.Lead(NewAddress(), ("FirstName", "Victim"));
        var answer = await server.CallPublic(Register, new
        {
            LeadFields = new[]
            {
                new { Attribute = "ProspectID", Value = victim.ToString() },
                new { Attribute = "SearchBy", Value = "ProspectID" },
                new { Attribute = "FirstName", Value = "Mallory" },
                new { Attribute = "EmailAddress", Value = NewAddress() },
                new { Attribute = "mx_Portal_Password", Value = Password },
                new { Attribute = "mx_Portal_Confirm_Password", Value = Password },
            },
        });

        Assert.NotEqual(victim, answer.Json.GetProperty("LeadId").GetGuid());
        Assert.Equal("Victim", await server.Rows.Value(victim, "FirstName"));
    }

    [Fact]
    public async Task A_link_never_names_the_host_of_the_request()
    {
        var email = NewAddress();
        await server.NewUser(email);

        await server.Call(
            Forgot, JsonSerializer.Serialize(new { EmailAddress = email }),
            [.. server.Headers, ("Host", "evil.example.net"), ("X-Forwarded-Host", "evil.example.net"), ("Forwarded", "host=evil.example.net")]);

        var mail = await server.Smtp.Mail(email);
        Assert.DoesNotContain("evil", mail.Raw + mail.Text, StringComparison.Ordinal);
        Assert.Contains(server.Url.Authority, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_cannot_become_a_mail_header()
    {
        var email = NewAddress();
        var portal = (await server.Post(
            "/leadline/v1/portals", """{"name":"Names","settings":{"mail":{"reset":{"subject":"Hello {{lead.FirstName}}","text":"{{link}}"}}}}""")).Json
            .GetProperty("id").GetString()!;
        await server.Rows.Lead(email, ("FirstName", "Eve\\r\\nBcc: victim@example.com\\r\\n\\r\\nBuy"));
        await server.Call(Register, JsonSerializer.Serialize(RegisterBody(email)), server.With("x-lsq-portalid", portal));
        var injected = await server.CallPublic(Register, RegisterBody("a@example.com\r\nBcc: victim@example.com"));

        await server.Call(Forgot, JsonSerializer.Serialize(new { EmailAddress = email }), server.With("x-lsq-portalid", portal));

        var mail = await server.Smtp.Mail(email, mail => mail.Subject.StartsWith("Hello", StringComparison.Ordinal));
        Assert.DoesNotContain("bcc", mail.Headers);
        Assert.Equal([email], mail.EnvelopeTo);
        Assert.NotEqual(HttpStatusCode.OK, injected.Status);
    }

    public static TheoryData<string> Malformed =>
    [
        """{"EmailAddress":{"$ne":null},"Password":{"$ne":null}}""",
        """{"EmailAddress":["a@example.com"],"Password":["x"]}""",
        """{"EmailAddress":"' OR 1=1 --","Password":"' OR '1'='1"}""",
        """{"EmailAddress":"a\u0000@example.com","Password":"x\u0000"}""",
        """{"EmailAddress":"a@example.com\ud800","Password":"\ud800"}""",
        """{"EmailAddress":"a@example.com","Password":true,"Password":null}""",
        """{"SearchKeyData":{"SchemaName":"Password_hash","Value":"x"},"Password":"x"}""",
        """{"SearchKeyData":{"SchemaName":"ProspectID","Value":"not an id"},"Password":"x"}""",
        """{"OTPSigninRequest":true,"OTPSigninData":{"Otp":"000000","Code":"x"}}""",
        """{"OTPSigninRequest":"yes","OTPSigninData":[]}""",
        "{\"EmailAddress\":\"a@example.com\",\"Password\":\"" + new string('x', 200_000) + "\"}",
        "{\"EmailAddress\":\"" + new string('a', 100_000) + "@example.com\",\"Password\":\"x\"}",
        new string('[', 100_000),
        new string('{', 10) + "\"a\":",
        "\u0001\u0002\u0003",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Whatever_is_sent_is_refused_in_order(string body)
    {
        foreach (var path in new[] { SignIn, Register, Forgot, Reset, "/api/Authentication/SigninOTP/Get" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in server.Headers)
                request.Headers.TryAddWithoutValidation(name, value);
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", NewAddressOfIp());
            using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            // Asking for a link is always answered so, whoever it is for.
            Assert.True(!response.IsSuccessStatusCode || path == Forgot || path.EndsWith("Get", StringComparison.Ordinal), text);
            Assert.DoesNotContain("ServiceException", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_oversized_body_is_413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, SignIn)
        {
            Content = new StringContent($$"""{"Password":"{{new string('x', 11_000_000)}}"}""", Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in server.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.ExpectContinue = true;
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static int addresses;

    private static string NewAddressOfIp() => $"2001:db8:{Interlocked.Increment(ref addresses):x}::1";

    private Task<Answer> Guess(string email, string password, string from) => server.Call(
        SignIn, JsonSerializer.Serialize(new { EmailAddress = email, Password = password }), [.. server.Headers, ("X-Forwarded-For", from)]);

    private async Task<string> NewPortal() =>
        (await server.Post("/leadline/v1/portals", """{"name":"Another"}""")).Json.GetProperty("id").GetString()!;

    private async Task<(string Public, string Register, string Portal)> OtherAccount()
    {
        var made = await server.Services.GetRequiredService<NewAccounts>().Create(
            new NewAccount("Other", "UTC", CountryCode: null, LeadDeleteEnabled: true), "admin@example.org", withSample: false);
        (string, string)[] keys = [("x-LSQ-AccessKey", made.AccessKey), ("x-LSQ-SecretKey", made.SecretKey)];
        return (
            (await Own(HttpMethod.Get, "/api/Access/PublicToken")).GetProperty("PublicAuthKey").GetString()!,
            (await Own(HttpMethod.Get, "/api/Access/GetRegisterToken")).GetString()!,
            (await Own(HttpMethod.Post, "/leadline/v1/portals")).GetProperty("id").GetString()!);

        async Task<JsonElement> Own(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            foreach (var (name, value) in keys)
                request.Headers.TryAddWithoutValidation(name, value);
            if (method == HttpMethod.Post)
                request.Content = new StringContent("""{"name":"Theirs"}""");
            using var response = await server.Client.SendAsync(request);
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        }
    }

    private static async Task<double> Time(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
