using Leadline.Mail;
using Leadline.Storage;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Mail;

public sealed class MailOptionsTests
{
    private const string From = "mail@example.com";

    [Theory]
    [InlineData("smtp://relay.example.com", "relay.example.com", 25, null, null, MailSecurity.WhenOffered)]
    [InlineData("smtp://relay.example.com:2525?starttls=never", "relay.example.com", 2525, null, null, MailSecurity.None)]
    [InlineData("smtp://u:p@mail.example.com?starttls=always", "mail.example.com", 587, "u", "p", MailSecurity.Required)]
    [InlineData("smtps://u%40example.com:p%3A%2F@mail.example.com", "mail.example.com", 465, "u@example.com", "p:/", MailSecurity.Implicit)]
    internal void An_address_says_it_all(string address, string host, int port, string? user, string? password, MailSecurity security)
    {
        var options = MailOptions.Parse(address, From)!;

        Assert.Equal((host, port, user, password, security), (options.Host, options.Port, options.UserName, options.Password, options.Security));
    }

    [Theory]
    [InlineData("mail.example.com", From)]
    [InlineData("http://u:hunter22@mail.example.com", From)]
    [InlineData("smtp://u:hunter22@mail.example.com?starttls=maybe", From)]
    [InlineData("smtps://u:hunter22@mail.example.com?starttls=never", From)]
    [InlineData("smtp://u:hunter22@mail.example.com", null)]
    [InlineData("smtp://u:hunter22@mail.example.com", "nobody")]
    public void What_cannot_be_used_is_refused_without_quoting_it(string address, string? from)
    {
        var refusal = Assert.Throws<StartupException>(() => MailOptions.Parse(address, from));

        Assert.DoesNotContain("hunter22", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_password_is_never_printed() =>
        Assert.DoesNotContain("hunter22", $"{new ServerOptions { Mail = MailOptions.Parse("smtp://u:hunter22@mail.example.com", From) }}", StringComparison.Ordinal);

    [Fact]
    public void No_address_is_no_mail() => Assert.Null(MailOptions.Parse("", ""));
}

/// <summary>The other ways to reach a mail server, each with a server of its own.</summary>
public sealed class MailLineTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_mail_goes_over_tls_from_the_first_byte_and_in_clear(bool secure, bool inClear)
    {
        await using var smtp = new SmtpServer { Secure = secure, InClear = inClear };
        await smtp.InitializeAsync();

        await using var session = new SmtpSession(MailOptions.Parse(smtp.Address, "mail@example.com")!, TimeSpan.FromSeconds(60));
        var refusal = await Send(session, "to@example.com");

        Assert.Null(refusal);
        Assert.Equal(secure, (await smtp.Mail("to@example.com")).Secure);
    }

    [Fact]
    public async Task Another_certificate_than_the_named_one_gets_neither_password_nor_mail()
    {
        await using var smtp = new SmtpServer();
        await smtp.InitializeAsync();
        var options = MailOptions.Parse(smtp.Address, "mail@example.com")! with { Fingerprint = new string('0', 64) };
        await using var session = new SmtpSession(options, TimeSpan.FromSeconds(60));

        Assert.Equal(("TLS", false), await Send(session, "to@example.com"));
        Assert.Equal("TLS", session.Broken);
        Assert.Empty(smtp.Taken);
    }

    [Fact]
    public async Task A_password_is_not_sent_in_clear_unless_told_to()
    {
        await using var smtp = new SmtpServer { InClear = true };
        await smtp.InitializeAsync();
        var options = MailOptions.Parse(smtp.Address, "mail@example.com")! with { UserName = "user", Password = "secret" };
        await using var session = new SmtpSession(options, TimeSpan.FromSeconds(60));

        var refusal = await Send(session, "to@example.com");

        Assert.StartsWith("STARTTLS", refusal!.Value.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_no_fault_of_the_mail()
    {
        await using var smtp = new SmtpServer();
        await smtp.InitializeAsync();
        var options = MailOptions.Parse(smtp.Address, "mail@example.com")! with { Password = "wrong" };
        await using var session = new SmtpSession(options, TimeSpan.FromSeconds(60));

        Assert.Equal(("AUTH: 535", false), await Send(session, "to@example.com"));
    }

    [Fact]
    public async Task What_the_server_says_of_the_mail_is_final_and_what_it_says_of_the_sender_is_not()
    {
        await using var smtp = new SmtpServer();
        await smtp.InitializeAsync();
        await using var session = new SmtpSession(MailOptions.Parse(smtp.Address, "mail@example.com")!, TimeSpan.FromSeconds(60));

        Assert.Equal(("RCPT: 554", true), await Send(session, "relayed@example.com"));
        Assert.Equal(("RCPT: 450", false), await Send(session, "later@example.com"));
        Assert.Equal(("DATA: 554", true), await Send(session, "unwanted@example.com"));
        Assert.Equal(("MAIL: 554", false), await Send(session, "to@example.com", "barred@example.com"));
        Assert.Null(session.Broken);
        Assert.Null(await Send(session, "taro..yamada@example.com"));
        Assert.Single(smtp.Taken);
    }

    [Fact]
    public async Task A_server_that_is_away_is_waited_for_once_a_batch()
    {
        var smtp = new SmtpServer();
        await smtp.InitializeAsync();
        await smtp.DisposeAsync();
        await using var session = new SmtpSession(MailOptions.Parse(smtp.Address, "mail@example.com")!, TimeSpan.FromSeconds(60));

        Assert.Equal(("connection", false), await Send(session, "to@example.com"));
        Assert.Equal("connection", session.Broken);
    }

    private static Task<(string Reason, bool IsPermanent)?> Send(SmtpSession session, string to, string sender = "mail@example.com")
    {
        var mail = new WaitingMail { Id = Guid.NewGuid(), To = to, Subject = "Hello", Text = "Text", CreatedOn = DateTime.UtcNow };
        var (from, recipient) = (Mailboxes.Parse(sender)!, Mailboxes.Parse(to)!);
        return session.Send(
            MailComposer.Compose(mail, from, recipient, []), from, recipient, TestContext.Current.CancellationToken);
    }
}
