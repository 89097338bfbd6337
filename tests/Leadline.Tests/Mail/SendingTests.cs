using Leadline.Accounts;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Mail;

public sealed class SendingTests(MailServer server) : IClassFixture<MailServer>
{
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_mail_arrives_as_it_was_written()
    {
        await server.Add(server.To("amelie@example.com") with
        {
            Subject = "Grüße an Amélie — 顧客 und eine Zeile, die für eine einzelne viel zu lang ist, um darauf zu stehen 🎉",
            Text = "Zeile eins\n.\n..zwei\nÜber 顧客\n",
            Html = "<p>Zeile <b>eins</b></p>",
            From = "\"Müller, \\\"Max\\\"\" <support@example.com>",
            ReplyTo = "Tickets <tickets@example.com>",
            MessageId = "<new@example.com>",
            InReplyTo = "<old@example.com>",
            References = "<oldest@example.com> <old@example.com>",
        });

        var mail = await server.Smtp.Mail("amelie@example.com");

        Assert.Equal("Grüße an Amélie — 顧客 und eine Zeile, die für eine einzelne viel zu lang ist, um darauf zu stehen 🎉", mail.Subject);
        Assert.Equal("Zeile eins\n.\n..zwei\nÜber 顧客", mail.Text.TrimEnd());
        Assert.Equal("<p>Zeile <b>eins</b></p>", mail.Html?.Trim());
        Assert.Equal("support@example.com", mail.EnvelopeFrom);
        Assert.Contains("Müller, ", mail.From, StringComparison.Ordinal);
        Assert.Contains("tickets@example.com", mail.ReplyTo, StringComparison.Ordinal);
        Assert.Equal("<new@example.com>", mail.MessageId);
        Assert.Equal("<old@example.com>", mail.InReplyTo);
        Assert.Equal(["<oldest@example.com>", "<old@example.com>"], mail.References);
        Assert.All(mail.Raw.Split("\r\n"), line => Assert.InRange(line.Length, 0, 100));
        Assert.DoesNotContain(mail.Raw, letter => letter > '\x7e');
    }

    [Fact]
    public async Task The_line_is_encrypted_and_the_server_knows_who_sends()
    {
        await server.Add(server.To("encrypted@example.com"));

        var mail = await server.Smtp.Mail("encrypted@example.com");

        Assert.True(mail.Secure);
        Assert.Equal(SmtpServer.User, mail.User);
        Assert.Equal("\"Leadline\" <mail@example.com>", mail.From);
        Assert.Equal("mail@example.com", mail.EnvelopeFrom);
        Assert.EndsWith("@example.com>", mail.MessageId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_break_in_a_value_makes_no_header()
    {
        await server.Add(server.To("injected@example.com", "Hello\r\nBcc: victim@example.com\r\n\r\nBody") with
        {
            InReplyTo = "<a@example.com>\r\nBcc: victim@example.com",
        });

        var mail = await server.Smtp.Mail("injected@example.com");

        Assert.Equal(["injected@example.com"], mail.EnvelopeTo);
        Assert.DoesNotContain("bcc", mail.Headers);
        Assert.Equal("Some text.", mail.Text.Trim());
    }

    [Fact]
    public async Task What_is_rolled_back_is_not_sent()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Database.Transaction(server.AccountId, async connection =>
        {
            await server.Services.GetRequiredService<MailOutbox>().Add(connection, server.To("undone@example.com"));
            throw new InvalidOperationException();
        }, TestContext.Current.CancellationToken));
        await server.Add(server.To("done@example.com"));

        await server.Smtp.Mail("done@example.com");

        Assert.DoesNotContain(server.Smtp.Taken, mail => mail.EnvelopeTo.Contains("undone@example.com"));
    }

    [Fact]
    public async Task A_passing_refusal_is_tried_again_after_a_pause()
    {
        var ids = await server.Add(server.To("later@example.com"));
        await Eventually.Seen(() => Failure(ids[0]), failure => failure == "RCPT: 450");
        Assert.DoesNotContain(server.Smtp.Taken, mail => mail.EnvelopeTo.Contains("later@example.com"));

        server.Pass(TimeSpan.FromSeconds(11));

        await server.Smtp.Mail("later@example.com");
        Assert.Equal(2, await rows.One<int>("SELECT attempts FROM mail WHERE account_id = @AccountId AND mail_id = @id", new { server.AccountId, id = ids[0] }));
    }

    [Fact]
    public async Task A_final_refusal_is_kept_with_its_text_and_the_others_go_out()
    {
        var ids = await server.Add(server.To("refused@example.com"), server.To("no address"), server.To("accepted@example.com"));

        await server.Smtp.Mail("accepted@example.com");

        await Eventually.Seen(() => Failure(ids[0]), failure => failure == "RCPT: 550");
        await Eventually.Seen(() => Failure(ids[1]), failure => failure == "not an address");
        Assert.Equal("Some text.", await Text(ids[0]));
        Assert.True(await rows.One<bool>(
            "SELECT failed_on IS NOT NULL FROM mail WHERE account_id = @AccountId AND mail_id = @id", new { server.AccountId, id = ids[0] }));
    }

    [Fact]
    public async Task The_text_is_gone_once_the_mail_is_sent()
    {
        var ids = await server.Add(server.To("blank@example.com") with { Html = "<p>secret</p>" });
        await server.Smtp.Mail("blank@example.com");

        await Eventually.Seen(() => Text(ids[0]), text => text is null);
    }

    [Fact]
    public async Task What_is_past_its_use_is_neither_sent_nor_kept()
    {
        var ids = await server.Add(
            server.To("expired@example.com") with { UseBy = server.Clock.GetUtcNow().UtcDateTime.AddSeconds(-1) },
            server.To("useful@example.com") with { UseBy = server.Clock.GetUtcNow().UtcDateTime.AddDays(1) });

        await server.Smtp.Mail("useful@example.com");

        await Eventually.Seen(() => Failure(ids[0]), failure => failure == "expired");
        Assert.Null(await Text(ids[0]));
        Assert.DoesNotContain(server.Smtp.Taken, mail => mail.EnvelopeTo.Contains("expired@example.com"));
    }

    [Fact]
    public async Task A_claim_that_its_node_never_settled_is_taken_up_again()
    {
        var id = Guid.NewGuid();
        await rows.Execute(
            """
            INSERT INTO mail (account_id, mail_id, recipient, subject, body_text, created_on, due_on, attempts)
            VALUES (@AccountId, @id, 'crashed@example.com', 'Hello', 'Text', @now, @lost, 1)
            """,
            new { server.AccountId, id, now = server.Clock.GetUtcNow().UtcDateTime, lost = server.Clock.GetUtcNow().UtcDateTime + MailStore.Lease });

        server.Pass(MailStore.Lease);

        await server.Smtp.Mail("crashed@example.com");
    }

    [Fact]
    public async Task Two_senders_send_each_mail_once()
    {
        await using var other = new OtherNode(server);
        await other.Start();
        await server.Add([.. Enumerable.Range(0, 60).Select(i => server.To($"once{i}@example.com"))]);

        foreach (var i in Enumerable.Range(0, 60))
            await server.Smtp.Mail($"once{i}@example.com");

        Assert.Equal(60, server.Smtp.Taken.Count(mail => mail.EnvelopeTo[0].StartsWith("once", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(8, 1280)]
    [InlineData(10, 3600)]
    [InlineData(400, 3600)]
    public void Pauses_grow_up_to_an_hour(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), MailSender.PauseAfter(attempts));

    private Task<string?> Failure(Guid id) =>
        rows.One<string?>("SELECT failure FROM mail WHERE account_id = @AccountId AND mail_id = @id", new { server.AccountId, id });

    private Task<string?> Text(Guid id) =>
        rows.One<string?>("SELECT body_text FROM mail WHERE account_id = @AccountId AND mail_id = @id", new { server.AccountId, id });

    /// <summary>A second node's sender on the same database.</summary>
    private sealed class OtherNode(MailServer server) : IAsyncDisposable
    {
        private readonly MailSender sender = new(
            server.Services.GetRequiredService<Wakes>(), new MailStore(server.Database), server.Services.GetRequiredService<AccountOperations>(), new SmsGateway(), server.Services.GetRequiredService<MailFileSource>(),
            server.Services.GetRequiredService<MailSeal>(), server.Options, server.Clock,
            server.Services.GetRequiredService<Microsoft.Extensions.Logging.ILogger<MailSender>>());

        public Task Start() => sender.StartAsync(TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            await sender.StopAsync(CancellationToken.None);
            sender.Dispose();
        }
    }
}
