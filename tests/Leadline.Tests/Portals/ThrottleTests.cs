using System.Net;
using System.Text.Json;
using Leadline.Portals;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>A1: who waits, and who does not, because of what others do behind the same address.</summary>
public sealed class ThrottleTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string GetCode = "/api/Authentication/SigninOTP/Get";
    private const string Wrong = "Guessed-password";

    private static int addresses;

    private readonly string address = $"198.18.{Interlocked.Increment(ref addresses)}.7";

    [Fact]
    public async Task A1_right_codes_count_for_nobody()
    {
        var users = await Users(26);
        var answers = await Task.WhenAll(users.Select(async user =>
        {
            var asked = await Ask(GetCode, user);
            var mail = await server.Smtp.Mail(user, mail => mail.Subject.Contains("is your code", StringComparison.Ordinal));
            return await WithCode(asked.Json.GetProperty("Code").GetString()!, mail.Subject[..6]);
        }));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(HttpStatusCode.OK, (await Try(users[0])).Status);
        Assert.Equal(0, await server.Rows.One<long>(
            "SELECT count(*) FROM portal_address_attempt WHERE account_id = @AccountId AND address = ANY(@subjects)",
            new { server.Rows.AccountId, subjects = Subjects() }));
    }

    [Theory]
    [InlineData(Forgot)]
    [InlineData(GetCode)]
    public async Task A1_asking_keeps_nobody_from_signing_in(string path)
    {
        var user = (await Users(1))[0];
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Ask(path, NewAddress())));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Ask(path, user)));

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Ask(path, user)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Try(user)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask(path, user)).Status);
    }

    [Fact]
    public async Task A1_asking_is_metered_by_address_as_well()
    {
        var answers = new List<Answer>();
        while (answers.Count < 4 * SignInThrottle.FreeRequestsOfAddress && answers.All(answer => answer.Status == HttpStatusCode.OK))
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Ask(Forgot, NewAddress()))));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), SignInThrottle.FreeRequestsOfAddress + 1, 150);
        Assert.Equal(HttpStatusCode.OK, (await Try((await Users(1))[0])).Status);
        server.Clock.Step(SignInThrottle.LongestWait);
        Assert.Equal(HttpStatusCode.OK, (await Ask(Forgot, NewAddress())).Status);
    }

    [Fact]
    public async Task A1_of_an_address_leads_count_and_not_tries()
    {
        var users = await Users(2);
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await Try(users[0], Wrong)).Status);
            server.Clock.Step(SignInThrottle.LongestWait);
        }

        Assert.Equal(HttpStatusCode.OK, (await Try(users[1])).Status);
        Assert.Equal(HttpStatusCode.OK, (await Try(users[0])).Status);
        Assert.Equal(HttpStatusCode.OK, (await Try(users[0])).Status);
    }

    [Fact]
    public async Task A1_a_right_password_forgives_the_lead_and_its_address()
    {
        var users = await Users(2 * SignInThrottle.FreeOfAddress);
        foreach (var user in users)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await Try(user, Wrong)).Status);
            Assert.Equal(HttpStatusCode.OK, (await Try(user)).Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await Try(users[0], Wrong)).Status);
    }

    [Fact]
    public async Task A1_right_passwords_at_once_count_for_nobody()
    {
        var users = await Users(30);
        var answers = await Task.WhenAll(users.Concat(Enumerable.Repeat(users[0], 15)).Select(user => Try(user)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(HttpStatusCode.OK, (await Try(users[0])).Status);
    }

    [Fact]
    public async Task A1_what_is_no_guess_does_not_count()
    {
        var user = (await Users(1))[0];
        var key = await server.KeyOf(user);
        for (var i = 0; i < 30; i++)
        {
            var weak = await server.CallSignedIn(Change, key, new { CurrentPassword = Password, NewPassword = "short" });
            var same = await server.CallSignedIn(Change, key, new { CurrentPassword = Password, NewPassword = Password });
            var link = new { LeadId = Guid.NewGuid(), TemporaryPassword = new string('a', 64), Password };
            Assert.Equal("The link is not valid or has expired.", Message(await From(Reset, link)));
            Assert.Equal(HttpStatusCode.Unauthorized, (await WithCode(PortalKeys.NewId() + PortalKeys.NewSecret(), "123456")).Status);
            Assert.Equal("A password has 8 to 128 characters.", Message(weak));
            Assert.Equal("The new password is the current one.", Message(same));
            Assert.NotEqual(
                HttpStatusCode.TooManyRequests,
                (await From(SignIn, new { SearchKeyData = new { SchemaName = "FirstName", Value = $"x{i}" }, Password })).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await Try(user)).Status);
        Assert.Equal(
            HttpStatusCode.OK,
            (await server.CallSignedIn(Change, key, new { CurrentPassword = Password, NewPassword = "Another-password-2" })).Status);
    }

    [Fact]
    public async Task A1_wrong_codes_count_for_the_lead_and_for_the_address()
    {
        var users = await Users(SignInThrottle.FreeOfAddress + 1);
        var answers = await Task.WhenAll(users.Select(async user =>
            await WithCode((await Ask(GetCode, user)).Json.GetProperty("Code").GetString()!, "no code")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.Status));
        var waiting = await Try(users[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, waiting.Status);
        server.Clock.Step(SignInThrottle.FirstWait);
        Assert.Equal(HttpStatusCode.OK, (await Try(users[0])).Status);
    }

    [Fact]
    public async Task A1_no_wait_is_longer_than_a_quarter_of_an_hour()
    {
        var waits = new List<TimeSpan>();
        var user = (await Users(1))[0];
        for (var i = 0; i < 60; i++)
        {
            var at = i % 2 == 0 ? user : NewAddress();
            var response = await server.Send(
                SignIn, "application/json", JsonSerializer.Serialize(new { EmailAddress = at, Password = Wrong }),
                [.. server.Headers, ("X-Forwarded-For", address)]);
            if (response.Headers.RetryAfter?.Delta is not { } wait)
                continue;
            waits.Add(wait);
            server.Clock.Step(wait);
        }

        Assert.Equal(SignInThrottle.LongestWait, waits.Max());
        server.Clock.Step(SignInThrottle.LongestWait);
        Assert.Equal(HttpStatusCode.OK, (await Try(user)).Status);
    }

    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7")]
    [InlineData("2001:db8:77::/48", "2001:db8:77:1::5")]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3")]
    public async Task A1_behind_a_trusted_address_only_leads_wait(string trusted, string from)
    {
        var settings = $$$"""{"name":"Trusting","settings":{"trustedAddresses":["192.0.2.1","{{{trusted}}}"]}}""";
        var made = await server.Post("/leadline/v1/portals", settings);
        var id = made.Json.GetProperty("id").GetString()!;
        (string, string)[] headers = [.. server.With("x-lsq-portalid", id), ("X-Forwarded-For", from)];
        var user = NewAddress();
        await server.Call(Register, JsonSerializer.Serialize(RegisterBody(user)), headers);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Guess(NewAddress(), Wrong)));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Guess(user, Wrong)));

        Assert.Equal(2, made.Json.GetProperty("settings").GetProperty("trustedAddresses").GetArrayLength());
        Assert.Equal(HttpStatusCode.Unauthorized, (await Guess(NewAddress(), Wrong)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Guess(user, Password)).Status);
        server.Clock.Step(SignInThrottle.LongestWait);
        Assert.Equal(HttpStatusCode.OK, (await Guess(user, Password)).Status);

        Task<Answer> Guess(string email, string password) =>
            server.Call(SignIn, JsonSerializer.Serialize(new { EmailAddress = email, Password = password }), headers);
    }

    [Theory]
    [InlineData("[\"example.com\"]")]
    [InlineData("[\"10.0.0.0/99\"]")]
    [InlineData("[\"\"]")]
    [InlineData("[null]")]
    [InlineData("null")]
    [InlineData("\"10.0.0.1\"")]
    public async Task A1_what_is_no_address_is_not_trusted(string list) => Assert.Equal(
        HttpStatusCode.BadRequest,
        (await server.Post("/leadline/v1/portals", """{"name":"x","settings":{"trustedAddresses":""" + list + "}}")).Status);

    private byte[][] Subjects()
    {
        var subject = SignInThrottle.SubjectOfAddress(address);
        return [subject, [.. subject, 1]];
    }

    private async Task<string[]> Users(int count)
    {
        var users = Enumerable.Range(0, count).Select(_ => NewAddress()).ToArray();
        await Task.WhenAll(users.Select(server.NewUser));
        return users;
    }

    private Task<Answer> Try(string email, string password = Password) =>
        From(SignIn, new { EmailAddress = email, Password = password });

    private Task<Answer> Ask(string path, string email) => From(
        path, path == Forgot ? new { EmailAddress = email } : new { FieldSchemaName = "EmailAddress", FieldContent = email });

    private Task<Answer> WithCode(string ticket, string digits) => From(
        "/api/Authentication/Signin", new { OTPSigninRequest = true, OTPSigninData = new { Otp = digits, FieldContent = "x", Code = ticket } });

    private Task<Answer> From(string path, object body) =>
        server.Call(path, JsonSerializer.Serialize(body), [.. server.Headers, ("X-Forwarded-For", address)]);
}
