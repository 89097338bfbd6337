using System.Text.Json;
using Leadline.Platform;

namespace Leadline.Mail;

/// <summary>
/// Encrypts what a mail says where it lets its reader in, by a link or a code: a row that was settled, deleted or
/// backed up still holds what was once written to it.
/// </summary>
internal sealed class MailSeal(ServerKey key)
{
    /// <summary>What this server's sealed mails begin with.</summary>
    public byte[] KeyId => key.Id;

    /// <summary>The mail as it is kept: what is of use for a time only is sealed.</summary>
    public OutgoingMail Close(OutgoingMail mail)
    {
        var message = mail.Message;
        if (message.UseBy is null)
            return mail;
        var said = JsonSerializer.SerializeToUtf8Bytes(new Said(message.Subject, message.Text, message.Html));
        return mail with
        {
            Message = message with { Subject = "", Text = "", Html = null },
            Sealed = key.Seal(Purpose(message.AccountId, mail.Id), said),
        };
    }

    /// <summary>The mail as it is sent; null where it was sealed with another server's key.</summary>
    public WaitingMail? Open(WaitingMail mail)
    {
        if (mail.Sealed is null)
            return mail;
        if (key.Open(Purpose(mail.AccountId, mail.Id), mail.Sealed) is not { } opened)
            return null;
        var said = JsonSerializer.Deserialize<Said>(opened)!;
        return mail with { Subject = said.Subject, Text = said.Text, Html = said.Html };
    }

    private static string Purpose(int accountId, Guid mailId) => $"mail {accountId} {mailId:N}";

    private sealed record Said(string Subject, string Text, string? Html);
}
