using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.InboundMail.Imap;

/// <summary>M11: mailboxes in Leadline's own API. Nothing here connects anywhere.</summary>
public sealed class MailboxApiTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Mailboxes = "/leadline/v1/mailboxes";

    private const string Whole =
        """{"host":"imap.example.com","userName":"desk@example.com","password":"very secret words","isActive":false}""";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_mailbox_is_made_changed_listed_and_removed_and_never_gives_its_secret_out()
    {
        server.MustNotLog("""{"Password":"very secret words"}""");
        var made = await server.Post(Mailboxes, Whole);
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);
        var id = made.Json.GetProperty("id").GetString();
        Assert.Equal(
            (993, "implicit", "INBOX", "seen", 60, "password"),
            (made.Json.GetProperty("port").GetInt32(), Text(made, "security"), Text(made, "folder"), Text(made, "afterTaking"),
                made.Json.GetProperty("pollSeconds").GetInt32(), Text(made, "logsInWith")));

        var changed = await server.Send(
            HttpMethod.Patch, $"{Mailboxes}/{id}", """{"afterTaking":"move","moveTo":"Taken","pollSeconds":30}""");
        var list = await server.Get(Mailboxes);
        var one = await server.Get($"{Mailboxes}/{id}");

        Assert.Equal(("move", "Taken", "imap.example.com"), (Text(changed, "afterTaking"), Text(changed, "moveTo"), Text(changed, "host")));
        Assert.Contains(list.Json.GetProperty("mailboxes").EnumerateArray(), mailbox => mailbox.GetProperty("id").GetString() == id);
        foreach (var answer in (Answer[])[made, changed, list, one])
            Assert.DoesNotContain("very secret words", answer.Body);
        var kept = await rows.One<byte[]>(
            "SELECT secret FROM mailbox WHERE account_id = @account AND mailbox_id = @id", new { account = rows.AccountId, id = Guid.Parse(id!) });
        Assert.DoesNotContain("very secret words", Encoding.Latin1.GetString(kept));

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Mailboxes}/{id}", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{Mailboxes}/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, $"{Mailboxes}/{id}", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post($"{Mailboxes}/{id}/test", "")).Status);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x"}""")]
    [InlineData("""{"host":"imap.example.com","password":"x"}""")]
    [InlineData("""{"host":"imap example com","userName":"x","password":"x"}""")]
    [InlineData("""{"host":"https://imap.example.com","userName":"x","password":"x"}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":""}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x\r\ny"}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","accessToken":"y"}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","port":0}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","port":65536}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","security":"ssl"}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","security":"1"}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","afterTaking":"archive"}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","afterTaking":"move"}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","afterTaking":"move","moveTo":"INBOX"}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","pollSeconds":1}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","certificateFingerprint":"abc"}""")]
    [InlineData("""{"host":"imap.example.com","userName":"x","password":"x","aftertakin":"delete"}""")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task What_is_no_mailbox_is_refused(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post(Mailboxes, body)).Status);

    [Theory]
    [InlineData("""{"host":"elsewhere.example.com"}""")]
    [InlineData("""{"port":1993}""")]
    [InlineData("""{"security":"none"}""")]
    [InlineData("""{"userName":"another@example.com"}""")]
    [InlineData("""{"certificateFingerprint":"0000000000000000000000000000000000000000000000000000000000000000"}""")]
    public async Task A_kept_secret_goes_to_nobody_that_it_was_not_set_for(string change)
    {
        var id = (await server.Post(Mailboxes, Whole)).Json.GetProperty("id").GetString();

        var without = await server.Send(HttpMethod.Patch, $"{Mailboxes}/{id}", change);
        var with = await server.Send(HttpMethod.Patch, $"{Mailboxes}/{id}", change.Replace("}", ",\"accessToken\":\"new\"}", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, without.Status);
        Assert.Contains("'password' or 'accessToken' is missing", without.Body);
        Assert.Equal((HttpStatusCode.OK, "accessToken"), (with.Status, Text(with, "logsInWith")));
    }

    [Fact]
    public async Task Only_administrators_look_after_mailboxes_and_only_after_their_own_accounts()
    {
        var id = (await server.Post(Mailboxes, Whole)).Json.GetProperty("id").GetString();
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var user = (await accounts.CreateUser(rows.AccountId, "sales@example.com", "Sa", "Les", "Sales_User", "a long password")).Value;
        var (accessKey, secret) = await accounts.CreateAccessKey(rows.AccountId, user.Id);
        foreach (var (method, path) in new[]
                 {
                     (HttpMethod.Get, Mailboxes), (HttpMethod.Post, Mailboxes), (HttpMethod.Get, $"{Mailboxes}/{id}"),
                     (HttpMethod.Patch, $"{Mailboxes}/{id}"), (HttpMethod.Delete, $"{Mailboxes}/{id}"), (HttpMethod.Post, $"{Mailboxes}/{id}/test"),
                 })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("x-LSQ-AccessKey", accessKey);
            request.Headers.TryAddWithoutValidation("x-LSQ-SecretKey", secret);
            if (method != HttpMethod.Get && method != HttpMethod.Delete)
                request.Content = new StringContent(Whole, Encoding.UTF8, "application/json");
            using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Fact]
    public async Task Private_networks_are_closed_unless_the_operator_opens_them()
    {
        var answer = await server.Post(Mailboxes, Whole.Replace("imap.example.com", "127.0.0.1", StringComparison.Ordinal));

        var tried = (await server.Post($"{Mailboxes}/{Text(answer, "id")}/test", "")).Json;

        Assert.Equal("host", tried.GetProperty("failedAt").GetString());
        Assert.Contains("--mailbox-networks", tried.GetProperty("problem").GetString());
    }

    [Fact]
    public async Task A_secret_whose_key_is_gone_is_asked_for_again()
    {
        var id = (await server.Post(Mailboxes, Whole)).Json.GetProperty("id").GetString();
        await rows.Execute(
            "UPDATE mailbox SET secret = '\\x00010203'::bytea WHERE account_id = @account AND mailbox_id = @id",
            new { account = rows.AccountId, id = Guid.Parse(id!) });

        var tried = (await server.Post($"{Mailboxes}/{id}/test", "")).Json;

        Assert.StartsWith("The stored password or token was encrypted with another server key: set it again", tried.GetProperty("problem").GetString());
    }

    private static string? Text(Answer answer, string name) => answer.Json.GetProperty(name).GetString();
}
