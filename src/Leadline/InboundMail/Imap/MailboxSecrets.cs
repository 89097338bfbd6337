using System.Text;
using Leadline.Platform;

namespace Leadline.InboundMail.Imap;

/// <summary>
/// Passwords and tokens of mailboxes, encrypted with the server's key, each for its own mailbox. Servers on one
/// database that look into mailboxes share the key's file.
/// </summary>
internal sealed class MailboxSecrets(ServerKey key)
{
    public byte[] Seal(Mailbox mailbox, string secret) => key.Seal(Purpose(mailbox), Encoding.UTF8.GetBytes(secret));

    /// <exception cref="MailboxException">It was encrypted with another key.</exception>
    public string Open(Mailbox mailbox) => key.Open(Purpose(mailbox), mailbox.Secret) is { } secret
        ? Encoding.UTF8.GetString(secret)
        : throw new MailboxException(
            MailboxStep.Login,
            "The stored password or token was encrypted with another server key: set it again, and give all servers "
            + "the same --key-file.");

    private static string Purpose(Mailbox mailbox) => $"mailbox {mailbox.AccountId} {mailbox.Id:N}";
}
