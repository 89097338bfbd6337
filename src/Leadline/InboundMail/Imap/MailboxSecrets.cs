using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Leadline.InboundMail.Imap;

/// <summary>
/// Passwords and tokens of mailboxes, encrypted with the server's data-protection keys, each for its own mailbox.
/// </summary>
internal sealed class MailboxSecrets(IDataProtectionProvider protection)
{
    public byte[] Seal(Mailbox mailbox, string secret) =>
        ProtectorOf(mailbox).Protect(Encoding.UTF8.GetBytes(secret));

    /// <exception cref="MailboxException">The key with which it was encrypted is gone.</exception>
    public string Open(Mailbox mailbox)
    {
        try
        {
            return Encoding.UTF8.GetString(ProtectorOf(mailbox).Unprotect(mailbox.Secret));
        }
        catch (CryptographicException)
        {
            throw new MailboxException(
                MailboxStep.Login, "The stored password or token can no longer be read: set it again.");
        }
    }

    private IDataProtector ProtectorOf(Mailbox mailbox) => protection.CreateProtector(
        "leadline.mailbox",
        mailbox.AccountId.ToString(CultureInfo.InvariantCulture),
        mailbox.Id.ToString("N"));
}
