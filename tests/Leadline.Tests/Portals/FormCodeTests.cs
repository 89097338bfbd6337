using System.Net;
using Leadline.Portals;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>Codes by which a form knows that an address is its visitor's (extended §4.11).</summary>
public sealed class FormCodeTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string Send = "/api/Form/SendOTP";
    private const string Verify = "/api/Form/VerifyOTP";
    private const string Wrong = """{"IsSuccessful":false,"ResponseText":"The code is not valid or has expired."}""";

    private static int addresses;

    private readonly string address = $"198.19.{Interlocked.Increment(ref addresses)}.9";

    [Fact]
    public async Task A_code_reaches_an_address_that_nobody_knows_and_is_right_once()
    {
        var email = NewAddress();
        var (sent, digits) = await Sent(email);
        var ticket = sent.Json.GetProperty("Code").GetString()!;

        var right = await Try(email.ToUpperInvariant(), ticket, digits);
        var again = await Try(email, ticket, digits);

        Assert.Equal($$"""{"Code":"{{ticket}}","FieldContent":"{{email}}","Message":null,"Status":"Success"}""", sent.Body);
        Assert.Equal("""{"IsSuccessful":true,"ResponseText":"The code is right."}""", right.Body);
        Assert.Equal(Wrong, again.Body);
        Assert.Null(await server.Rows.Find(email));
    }

    [Fact]
    public async Task A_code_proves_no_other_address_and_signs_nobody_in()
    {
        var email = NewAddress();
        await server.NewUser(email);
        var (sent, digits) = await Sent(email);
        var ticket = sent.Json.GetProperty("Code").GetString()!;

        var other = await Try(NewAddress(), ticket, digits);
        var signIn = await Call(
            "/api/Authentication/Signin", new { OTPSigninRequest = true, OTPSigninData = new { Otp = digits, FieldContent = email, Code = ticket } });

        Assert.Equal(Wrong, other.Body);
        Assert.Equal(HttpStatusCode.Unauthorized, signIn.Status);
        Assert.Contains("true", (await Try(email, ticket, digits)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_dead_after_five_wrong_ones_and_after_ten_minutes()
    {
        var (guessed, late) = (NewAddress(), NewAddress());
        var (sent, digits) = await Sent(guessed);
        for (var i = 0; i < 5; i++)
            Assert.Equal(Wrong, (await Try(guessed, sent.Json.GetProperty("Code").GetString()!, digits == "123456" ? "654321" : "123456")).Body);
        Assert.Equal(Wrong, (await Try(guessed, sent.Json.GetProperty("Code").GetString()!, digits)).Body);

        (sent, digits) = await Sent(late);
        server.Clock.Step(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        Assert.Equal(Wrong, (await Try(late, sent.Json.GetProperty("Code").GetString()!, digits)).Body);
    }

    [Fact]
    public async Task One_code_sent_twice_at_once_is_right_once()
    {
        var email = NewAddress();
        var (sent, digits) = await Sent(email);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Try(email, sent.Json.GetProperty("Code").GetString()!, digits)));

        Assert.Single(answers, answer => answer.Json.GetProperty("IsSuccessful").GetBoolean());
    }

    [Fact]
    public async Task An_addresss_mailbox_is_not_filled()
    {
        var email = NewAddress();
        var answers = new List<Answer>();
        for (var i = 0; i <= SignInThrottle.FreeOfLead + 1; i++)
            answers.Add(await Call(Send, new { FieldSchemaName = "EmailAddress", FieldContent = i % 2 == 0 ? email : $"<{email}>" }));

        Assert.Equal(SignInThrottle.FreeOfLead + 1, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1].Status);
    }

    [Theory]
    [InlineData("""{}""", "FieldSchemaName and FieldContent are mandatory.")]
    [InlineData("""{"FieldSchemaName":"FirstName","FieldContent":"a@example.com"}""", "FieldSchemaName must be a lead field of type email or phone.")]
    [InlineData("""{"FieldSchemaName":"EmailAddress","FieldContent":"nobody"}""", "FieldContent must be an e-mail address or a phone number.")]
    [InlineData("""{"FieldSchemaName":"Phone","FieldContent":"a@example.com"}""", "FieldContent must be an e-mail address or a phone number.")]
    [InlineData("""{"FieldSchemaName":"Phone","FieldContent":"+91-9811100055"}""", "Text messages cannot be sent from this server. Please use an e-mail address.")]
    public async Task What_is_mistyped_is_answered_for_the_form_to_show(string body, string message)
    {
        var answer = await server.Call(Send, body, server.Headers);

        Assert.Equal((HttpStatusCode.OK, "Error", message),
            (answer.Status, answer.Json.GetProperty("Status").GetString(), answer.Json.GetProperty("Message").GetString()));
    }

    [Theory]
    [InlineData(Send)]
    [InlineData(Verify)]
    public async Task Both_calls_want_the_public_key_and_a_body(string path)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Call(path, "{}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Call(path, "", server.Headers)).Status);
    }

    private async Task<(Answer Sent, string Digits)> Sent(string email)
    {
        var sent = await Call(Send, new { FieldSchemaName = "EmailAddress", FieldContent = email });
        var mail = await server.Smtp.Mail(email, mail => mail.Subject.Contains("is your code", StringComparison.Ordinal));
        return (sent, mail.Subject[..6]);
    }

    private Task<Answer> Try(string email, string ticket, string digits) =>
        Call(Verify, new { Otp = digits, FieldContent = email, Code = ticket });

    private Task<Answer> Call(string path, object body) => server.Call(
        path, System.Text.Json.JsonSerializer.Serialize(body), [.. server.Headers, ("X-Forwarded-For", address)]);
}
