using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace Leadline.Mail;

/// <summary>Writes a mail as SMTP carries it (RFC 5322, 2045 and 2047): ASCII lines, bodies in base64, so that no server has to change it.</summary>
internal static class MimeText
{
    private const int EncodedWordBytes = 42;

    public static byte[] Compose(WaitingMail mail, MailAddress from, MailAddress to, IReadOnlyList<MailFile>? files = null)
    {
        var text = new StringBuilder();
        Header(text, "Date", mail.CreatedOn.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        Header(text, "From", Address(from));
        Header(text, "To", Address(to));
        if (mail.ReplyTo is not null && MailAddress.TryCreate(mail.ReplyTo, out var replyTo))
            Header(text, "Reply-To", Address(replyTo));
        Header(text, "Subject", Phrase(mail.Subject));
        Header(text, "Message-ID", mail.MessageId is { } id ? Plain(id) : $"<{mail.Id:N}@{from.Host}>");
        if (mail.InReplyTo is { } inReplyTo)
            Header(text, "In-Reply-To", Plain(inReplyTo));
        if (mail.References is { } references)
            Header(text, "References", string.Join("\r\n ", Plain(references).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Header(text, "MIME-Version", "1.0");
        if (mail.InReplyTo is null)
            Header(text, "Auto-Submitted", "auto-generated");
        if (files is { Count: > 0 })
            BodyWithFiles(text, mail, files);
        else
            Body(text, mail);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Whether the text can stand in a header as it is: printable ASCII of a line's length that nobody takes for an encoded word.</summary>
    public static bool IsPlain(string value) =>
        value.All(character => character is >= ' ' and < '\x7f') && value.Length <= 60 && !value.Contains("=?", StringComparison.Ordinal);

    private static void BodyWithFiles(StringBuilder text, WaitingMail mail, IReadOnlyList<MailFile> files)
    {
        var boundary = $"=_files_{mail.Id:N}";
        Header(text, "Content-Type", $"multipart/mixed; boundary=\"{boundary}\"");
        text.Append("\r\n--").Append(boundary).Append("\r\n");
        Body(text, mail);
        foreach (var file in files)
        {
            text.Append("--").Append(boundary).Append("\r\n");
            Header(text, "Content-Type", MailFileHeaders.ContentType(file));
            Header(text, "Content-Disposition", MailFileHeaders.Disposition(file));
            Base64(text, file.Content);
        }

        text.Append("--").Append(boundary).Append("--\r\n");
    }

    private static void Body(StringBuilder text, WaitingMail mail)
    {
        if (mail.Html is null)
        {
            Part(text, "text/plain", mail.Text ?? "");
            return;
        }

        var boundary = $"=_{mail.Id:N}";
        Header(text, "Content-Type", $"multipart/alternative; boundary=\"{boundary}\"");
        text.Append("\r\n--").Append(boundary).Append("\r\n");
        Part(text, "text/plain", mail.Text ?? "");
        text.Append("--").Append(boundary).Append("\r\n");
        Part(text, "text/html", mail.Html);
        text.Append("--").Append(boundary).Append("--\r\n");
    }

    private static void Part(StringBuilder text, string type, string content)
    {
        Header(text, "Content-Type", $"{type}; charset=utf-8");
        Base64(text, Encoding.UTF8.GetBytes(content.ReplaceLineEndings("\r\n")));
    }

    private static void Base64(StringBuilder text, byte[] bytes)
    {
        Header(text, "Content-Transfer-Encoding", "base64");
        text.Append("\r\n").Append(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
    }

    private static void Header(StringBuilder text, string name, string value) =>
        text.Append(name).Append(": ").Append(value).Append("\r\n");

    private static string Address(MailAddress address)
    {
        var mailbox = $"<{address.User}@{address.Host}>";
        return address.DisplayName.Length == 0 ? mailbox : $"{Phrase(address.DisplayName, quoted: true)} {mailbox}";
    }

    // A line break in a value would start a header of the value's own.
    private static string Plain(string value) => string.Concat(value.Where(character => character is > ' ' and < '\x7f' or ' ')).Trim();

    /// <summary>Text in a header: as it is where it is printable ASCII of a line's length, else as encoded words.</summary>
    public static string Phrase(string value, bool quoted = false)
    {
        if (IsPlain(value))
            return quoted ? $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : value;
        var words = new List<string>();
        var word = new List<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            var length = (Rune.IsControl(rune) ? new Rune(' ') : rune).EncodeToUtf8(utf8);
            if (word.Count + length > EncodedWordBytes)
                Close();
            word.AddRange(utf8[..length]);
        }

        Close();
        return string.Join("\r\n ", words);

        void Close()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
            word.Clear();
        }
    }
}
