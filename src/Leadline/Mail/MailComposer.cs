using MimeKit;
using MimeKit.Text;

namespace Leadline.Mail;

/// <summary>Writes a mail so that no server on its way has to change it: lines of ASCII, bodies in base64.</summary>
internal static class MailComposer
{
    private const int LongestType = 120;

    public static MimeMessage Compose(
        WaitingMail mail, MailboxAddress from, MailboxAddress to, IReadOnlyList<MailFile> files)
    {
        var message = new MimeMessage([from], [to], OneLine(mail.Subject), Body(mail, DomainOf(from), files))
        {
            Date = new DateTimeOffset(mail.CreatedOn),
        };
        message.Cc.AddRange(Mailboxes.ParseAll(mail.Copies));
        if (Mailboxes.Parse(mail.ReplyTo) is { } replyTo)
            message.ReplyTo.Add(replyTo);

        // The ids go out as they are kept, so that answers find the ticket by them.
        message.Headers.Replace(HeaderId.MessageId, OneLine(mail.MessageId ?? $"<{mail.Id:N}@{DomainOf(from)}>"));
        if (mail.InReplyTo is { } inReplyTo)
            message.Headers.Replace(HeaderId.InReplyTo, OneLine(inReplyTo));
        if (mail.IsBulk)
            message.Headers.Add(HeaderId.Precedence, "bulk");
        else if (mail.IsAutomatic || mail.InReplyTo is null)
            message.Headers.Add(
                HeaderId.AutoSubmitted, mail.InReplyTo is null ? "auto-generated" : "auto-replied");
        if (mail.IsAutomatic)
            message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (mail.UnsubscribeUrl is { } unsubscribe)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        if (mail.References is { } references)
            message.Headers.Replace(HeaderId.References, OneLine(references));
        return message;
    }

    /// <summary>The mail that a Message-ID made here names; null for every other.</summary>
    public static Guid? IdIn(string messageId) =>
        messageId is ['<', ..] && messageId.IndexOf('@', StringComparison.Ordinal) is var at and > 1
        && Guid.TryParseExact(messageId[1..at], "N", out var id)
            ? id
            : null;

    private static MimeEntity Body(WaitingMail mail, string domain, IReadOnlyList<MailFile> files)
    {
        var text = Text(TextFormat.Plain, mail.Text ?? "");
        var pictures =
            files.Where(file => mail.Html?.Contains(NameIn(file), StringComparison.Ordinal) == true).ToList();
        MimeEntity body = mail.Html is null
            ? text
            : new MultipartAlternative(text, Html(mail.Html, domain, pictures));
        var attached = files.Except(pictures).ToList();
        if (attached.Count == 0)
            return body;
        var mixed = new Multipart("mixed") { body };
        foreach (var file in attached)
            mixed.Add(Part(file, ContentDisposition.Attachment));
        return mixed;
    }

    // A Content-ID has the form of an address (RFC 2392), and is as unique as its file.
    private static MimeEntity Html(string html, string domain, IReadOnlyList<MailFile> pictures)
    {
        foreach (var picture in pictures)
            html = html.Replace(NameIn(picture), $"{NameIn(picture)}@{domain}", StringComparison.Ordinal);
        var root = Text(TextFormat.Html, html);
        if (pictures.Count == 0)
            return root;
        var related = new MultipartRelated { Root = root };
        foreach (var picture in pictures)
        {
            var part = Part(picture, ContentDisposition.Inline);
            part.ContentId = $"{picture.Id:N}@{domain}";
            related.Add(part);
        }

        return related;
    }

    private static string NameIn(MailFile picture) => $"cid:{picture.Id:N}";

    private static TextPart Text(TextFormat format, string content) => new(format)
    {
        Text = content.ReplaceLineEndings("\r\n"),
        ContentTransferEncoding = ContentEncoding.Base64,
    };

    private static MimePart Part(MailFile file, string disposition)
    {
        var part = new MimePart(TypeOf(file.ContentType))
        {
            Content = new MimeContent(new MemoryStream(file.Content, writable: false)),
            ContentDisposition = new ContentDisposition(disposition),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = file.Name,
        };

        // The name of the type is for old readers, which know encoded words alone.
        foreach (var parameter in part.ContentType.Parameters)
            parameter.EncodingMethod = ParameterEncodingMethod.Rfc2047;
        return part;
    }

    // The type is a caller's word. Parts of mails may not be in base64 (RFC 2046 §5), so they go as plain bytes.
    private static ContentType TypeOf(string sent)
    {
        if (!ContentType.TryParse(sent, out var type) || type.MimeType.Length > LongestType
            || type.MimeType.Contains('*', StringComparison.Ordinal)
            || type.IsMimeType("multipart", "*") || type.IsMimeType("message", "*"))
            return new ContentType("application", "octet-stream");
        var plain = new ContentType(type.MediaType, type.MediaSubtype);
        if (type.Charset is { Length: > 0 and <= 40 } charset
            && charset.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            plain.Charset = charset;
        return plain;
    }

    // A line break in a value would begin a header of the value's own.
    private static string OneLine(string value) =>
        string.Concat(value.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();

    private static string DomainOf(MailboxAddress address)
    {
        var ascii = address.GetAddress(idnEncode: true);
        return ascii[(ascii.LastIndexOf('@') + 1)..];
    }
}
