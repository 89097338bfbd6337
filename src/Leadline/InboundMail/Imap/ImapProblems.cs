using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Leadline.InboundMail.Imap;

/// <summary>
/// What went wrong with a mailbox, in words that tell its administrator what to mend. They may hold what the server
/// said, never the secret.
/// </summary>
internal sealed class ImapProblems(Mailbox mailbox, string secret)
{
    private const int LongestSaying = 300;

    private const int MostFolders = 20;

    public ServerTrust? Trust { get; set; }

    /// <summary>The server was reached: what fails from now on is said on the line, or not at all.</summary>
    public bool IsConnected { get; set; }

    private string Server => $"{mailbox.Host} on port {mailbox.Port}";

    /// <summary>Whether it tells of a connection that is gone, or never was.</summary>
    public static bool IsOfConnection(Exception exception) => exception
        is IOException or SocketException or OperationCanceledException or ProtocolException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or CommandException;

    public static string NoFolder(Mailbox mailbox, string name, IEnumerable<IMailFolder> there)
    {
        var names = there.Select(folder => $"\"{Printable(folder.FullName)}\"").Take(MostFolders).ToList();
        var others = names.Count == 0 ? "" : $" There are {string.Join(", ", names)}.";
        return $"{mailbox.UserName} has no folder \"{name}\".{others}";
    }

    /// <summary>A stranger's text on one line.</summary>
    public static string Printable(string text) => StorableText.Cut(
        StorableText.Line(string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter))), LongestSaying);

    /// <summary>The problem that an exception stands for; null for what is a fault of ours.</summary>
    public MailboxException? Describe(Exception exception, MailboxStep step, TimeSpan limit) => exception switch
    {
        OperationCanceledException => new(step, Silence(step, limit), exception),
        SocketException unknown when step == MailboxStep.Host => new(step, Unknown(unknown), exception),
        SocketException socket when step == MailboxStep.Connection && !IsConnected =>
            new(step, Unreachable(socket), exception),
        SslHandshakeException or System.Security.Authentication.AuthenticationException =>
            new(MailboxStep.Tls, Untrusted(), exception),
        NotSupportedException when step == MailboxStep.Connection =>
            new(MailboxStep.Tls, $"{Server} offers no STARTTLS.", exception),
        NotSupportedException when step == MailboxStep.Login => new(
            step, $"{mailbox.Host} offers no way to log in that Leadline knows; without TLS many take no password.",
            exception),
        AuthenticationException refused => new(step, Refused(refused), exception),
        ImapProtocolException when step == MailboxStep.Connection => new(step, NoImap(), exception),
        ImapCommandException command => new(step, $"{mailbox.Host} refuses: {Said(command.ResponseText)}", exception),
        _ when IsOfConnection(exception) => new(step, Broken(step), exception),
        _ => null,
    };

    private string Silence(MailboxStep step, TimeSpan limit)
    {
        var silence = $"{Server} does not answer within {limit.TotalSeconds:0} seconds.";
        return step == MailboxStep.Connection && IsConnected && mailbox.Security != MailboxSecurity.Implicit
            ? $"{silence} It may expect TLS from the first byte: security \"implicit\"."
            : silence;
    }

    private string Unknown(SocketException exception) => exception.SocketErrorCode == SocketError.TryAgain
        ? $"The address of {mailbox.Host} cannot be looked up at the moment."
        : $"There is no host {mailbox.Host}.";

    private string Unreachable(SocketException exception) => exception.SocketErrorCode == SocketError.ConnectionRefused
        ? $"{mailbox.Host} refuses connections on port {mailbox.Port}."
        : $"{Server} cannot be reached.";

    private string Untrusted() => Trust?.Refusal ?? (mailbox.Security == MailboxSecurity.Implicit
        ? $"{Server} does not speak TLS from the first byte. It may do so after STARTTLS: security \"startTls\"."
        : $"{Server} and Leadline agree on no kind of TLS.");

    private string Refused(AuthenticationException exception)
    {
        var what = mailbox.HasToken ? "OAuth2 token" : "password";
        return $"{mailbox.Host} refuses the {what} of {mailbox.UserName}. It says: {Said(exception.Message)}";
    }

    private string NoImap() => mailbox.Security == MailboxSecurity.None
        ? $"{Server} does not speak IMAP, or not without TLS."
        : $"{Server} does not speak IMAP.";

    private string Broken(MailboxStep step) => step == MailboxStep.Connection
        ? $"{Server} closes the connection."
        : $"The connection to {mailbox.Host} broke off.";

    private string Said(string text) => Printable(text.Replace(secret, "***", StringComparison.Ordinal));
}
