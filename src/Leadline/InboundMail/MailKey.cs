using System.Security.Cryptography;
using System.Text;
using Leadline.Tickets.Conversations;

namespace Leadline.InboundMail;

/// <summary>
/// What makes a mail this mail and no other, so that it is taken once: its Message-ID and what it says. Programs send
/// different mails under one Message-ID; and on their way to two mailboxes the copies of one mail get different headers
/// and line ends.
/// </summary>
internal static class MailKey
{
    /// <summary>Of a mail without a Message-ID all bytes count.</summary>
    public static byte[] Of(IncomingMail mail, byte[] bytes)
    {
        if (mail.MessageId is not { } id)
            return Of(bytes);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in (string[])[id, mail.From, mail.Subject, mail.Text, mail.Html ?? ""])
            Add(hash, Encoding.UTF8.GetBytes(text.Trim()));
        foreach (var person in mail.ReplyTo)
            Add(hash, Encoding.UTF8.GetBytes(person.Address));
        foreach (var file in mail.Files)
        {
            Add(hash, Encoding.UTF8.GetBytes(file.Name));
            Add(hash, IsText(file) ? [.. file.Content.Where(one => one != '\r')] : file.Content);
        }

        return hash.GetHashAndReset();
    }

    public static byte[] Of(byte[] bytes) => SHA256.HashData(bytes);

    private static bool IsText(SentFile file) => file.ContentType.StartsWith("text/", StringComparison.Ordinal)
        || file.ContentType.StartsWith("message/", StringComparison.Ordinal);

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        hash.AppendData(BitConverter.GetBytes(part.Length));
        hash.AppendData(part);
    }
}
