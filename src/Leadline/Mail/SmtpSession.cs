using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Leadline.Mail;

/// <summary>
/// A batch of mails on its way to the mail server, over one connection that is opened with the first. When the
/// connection breaks, the rest of the batch is not tried: each mail would wait for a server that is away.
/// </summary>
internal sealed partial class SmtpSession(MailOptions? server, TimeSpan patience) : IAsyncDisposable
{
    private const int TooLarge = 552;

    private Client? client;

    /// <summary>Why no further mail can be handed over; null while one can.</summary>
    public string? Broken { get; private set; }

    /// <summary>Hands a mail over; null once the server has it, else why not.</summary>
    /// <remarks>The reason holds codes alone: the server's texts may quote addresses. A copy that is refused to one of
    /// several recipients is no failure.</remarks>
    public async Task<(string Reason, bool IsPermanent)?> Send(
        MimeMessage message, MailboxAddress from, MailboxAddress to, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        client ??= new Client(server!);
        if (!client.IsConnected && await Failure(() => Connect(server!, client, limit.Token)) is { } refusal)
        {
            Broken = refusal.Reason;
            return (refusal.Reason, false);
        }

        MailboxAddress[] recipients = [to, .. message.Cc.Mailboxes];
        var isInternational = recipients.Append(from).Any(one => !Ascii.IsValid(one.LocalPart));
        if (isInternational && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            return ("address: 553", true);
        var format = FormatOptions.Default.Clone();
        format.International = isInternational;
        client.Step = SmtpStep.Mail;
        client.MustTake = to;
        var failure = await Failure(() => client.SendAsync(format, message, from, recipients, limit.Token));
        if (failure is not null && !client.IsConnected)
            Broken = failure.Value.Reason;
        return failure;
    }

    /// <summary>Says goodbye where the connection still stands.</summary>
    public async ValueTask DisposeAsync()
    {
        if (client is null)
            return;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await Failure(() => client.DisconnectAsync(quit: true, limit.Token));
        client.Dispose();
    }

    private static async Task Connect(MailOptions server, Client client, CancellationToken cancellation)
    {
        await client.ConnectAsync(server.Host, server.Port, Protection(server), cancellation);
        client.Step = SmtpStep.Auth;
        if (server.UserName is not null)
            await client.AuthenticateAsync(server.UserName, server.Password ?? "", cancellation);
    }

    private static SecureSocketOptions Protection(MailOptions server) => server.Security switch
    {
        MailSecurity.Implicit => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.WhenOffered when server.UserName is null => SecureSocketOptions.StartTlsWhenAvailable,
        _ => SecureSocketOptions.StartTls,
    };

    private async Task<(string Reason, bool IsPermanent)?> Failure(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return null;
        }
        catch (Exception exception) when ((exception.InnerException ?? exception) is SmtpCommandException)
        {
            var code = (int)((SmtpCommandException)(exception.InnerException ?? exception)).StatusCode;
            var isOfMail = client!.Step is SmtpStep.Rcpt or SmtpStep.Data || code == TooLarge;
            var detail = Enhanced().Match(exception.Message) is { Success: true } enhanced ? $" {enhanced.Value}" : "";
            return (
                $"{client.Step.ToString().ToUpperInvariant()}: {code}{detail}",
                isOfMail && code is >= 500 and < 600);
        }
        catch (Exception exception) when (
            exception is SslHandshakeException or System.Security.Authentication.AuthenticationException)
        {
            return ("TLS", false);
        }
        catch (Exception exception) when (
            exception is NotSupportedException or AuthenticationException or ServiceNotAuthenticatedException)
        {
            return (client!.Step == SmtpStep.Connect ? "STARTTLS" : "AUTH", false);
        }
        catch (Exception exception) when (
            exception is IOException or SocketException or OperationCanceledException or ProtocolException
                or ServiceNotConnectedException)
        {
            return ("connection", false);
        }
    }

    // RFC 3463
    [GeneratedRegex(@"^[245]\.[0-9]{1,3}\.[0-9]{1,3}\b")]
    private static partial Regex Enhanced();

    /// <summary>How far the conversation has come.</summary>
    private enum SmtpStep
    {
        Connect,
        Auth,
        Mail,
        Rcpt,
        Data,
    }

    /// <summary>Knows which step the server refused: the code alone does not tell.</summary>
    private sealed class Client : SmtpClient
    {
        public Client(MailOptions server)
        {
            // A server that may reach no more than its relay cannot ask for lists of revoked certificates.
            CheckCertificateRevocation = false;
            if (server.Fingerprint is { } fingerprint)
                ServerCertificateValidationCallback = (_, certificate, _, _) => IsNamed(certificate, fingerprint);
        }

        public SmtpStep Step { get; set; }

        /// <summary>The recipient without whom the mail is no use.</summary>
        public MailboxAddress? MustTake { get; set; }

        protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
            Step = SmtpStep.Rcpt;

        protected override void OnRecipientAccepted(
            MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
            Step = SmtpStep.Data;

        protected override void OnRecipientNotAccepted(
            MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        {
            if (mailbox == MustTake)
                base.OnRecipientNotAccepted(message, mailbox, response);
        }

        private static bool IsNamed(X509Certificate? certificate, string fingerprint) =>
            fingerprint.Equals(
                certificate?.GetCertHashString(HashAlgorithmName.SHA256), StringComparison.OrdinalIgnoreCase);
    }
}
