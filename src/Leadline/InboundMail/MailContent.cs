using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using System.Text.RegularExpressions;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;
using MimeKit;
using MimeKit.Cryptography;
using MimeKit.Tnef;

namespace Leadline.InboundMail;

/// <summary>
/// What a mail's parts come to: its text, its HTML and its files. Nothing is lost in silence: text that is longer than
/// is kept is a file as well, and the text says what is missing.
/// </summary>
internal sealed partial class MailContent
{
    /// <summary>Most characters of a text.</summary>
    public const int LongestText = 100_000;

    private const int LongestHtml = 500_000;

    private const int DeepestWrapping = 3;

    private readonly List<SentFile> files = [];
    private (TextPart Part, SentFile? File)? namedText;

    private MailContent(MimeMessage mail, bool isWhole)
    {
        var words = Read(mail.Body, wrapping: 0);
        if (words.IsEmpty)
            words = WordsElsewhere(mail.Body);
        var missing = isWhole ? "" : "\n\n[Not all parts of this mail are shown: see the mail as it came.]";
        Html = words.Html is { } html ? KeptHtml(StorableText.From(html)) : null;
        Text = KeptText(StorableText.From(words.AsText()).Trim(), missing);
    }

    public string Text { get; }

    public string? Html { get; }

    public IReadOnlyList<SentFile> Files => files;

    /// <param name="mail">The mail, taken apart.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    public static MailContent Read(MimeMessage mail, bool isWhole) => new(mail, isWhole);

    /// <summary>Takes in a part of the mail: the answer is its words, and its files are added.</summary>
    private MailWords Read(MimeEntity? entity, int wrapping)
    {
        switch (entity)
        {
            case Multipart { Count: 0 } empty:
                return wrapping < DeepestWrapping
                    ? Read(Unbounded(empty), wrapping + 1)
                    : new MailWords(empty.Preamble, null);
            case MultipartAlternative alternatives:
                return MailWords.Best([.. alternatives.Select(part => Read(part, wrapping))]);
            case Multipart multipart:
                return MailWords.Joined(
                    [.. multipart.Select(part => Read(part, wrapping)), MailWords.Beside(multipart.Epilogue)]);
            case MessagePart forwarded:
                AddFile(forwarded, FileName(forwarded), MailTransfer.Bytes(forwarded));
                return default;
            case TnefPart tnef when wrapping < DeepestWrapping && Unwrapped(tnef) is { } inner:
                return Read(inner, wrapping + 1);
            case ApplicationPkcs7Mime signed when wrapping < DeepestWrapping && Unwrapped(signed) is { } inner:
                var words = Read(inner, wrapping + 1);
                AddFile(signed, signed.FileName, MailTransfer.Bytes(signed));
                return words;
            case MimePart part:
                return Read(part);
            default:
                return default;
        }
    }

    private MailWords Read(MimePart part)
    {
        var isWords = part is TextPart { IsPlain: true } or TextPart { IsHtml: true };
        if (!part.IsAttachment && part.FileName is null && (isWords || IsOfNoType(part)))
            return Words(part);
        var file = AddFile(part, part.FileName, MailTransfer.Bytes(part));
        if (part is TextPart text && (isWords || !IsData(text.ContentType)))
            namedText ??= (text, part.IsAttachment || !isWords ? null : file);
        return default;
    }

    private MailWords Words(MimePart part)
    {
        var text = MailWords.Decode(part);
        if (part is TextPart { IsHtml: true })
            return new MailWords(null, text);

        // Files as mailers sent them before there were parts.
        return new MailWords(
            Uuencoded().Replace(
                text,
                found =>
                {
                    var name = TicketForm.SafeName(found.Groups["name"].Value.Trim());
                    files.Add(
                        new SentFile(name, MimeTypes.GetMimeType(name), MailTransfer.Uudecode(found.Value)));
                    return "";
                }),
            null);
    }

    // A mail's only words may have the name of a file, or stand where programs that know no parts find them.
    private MailWords WordsElsewhere(MimeEntity? body)
    {
        if (namedText is not var (part, file))
            return body is Multipart multipart ? MailWords.Beside(multipart.Preamble) : default;
        if (file is not null)
            files.Remove(file);
        return Words(part);
    }

    /// <summary>What stands in a multipart whose boundary never comes: parts with another one, or words.</summary>
    private static MimeEntity? Unbounded(Multipart empty)
    {
        using var content = new MemoryStream();
        empty.WriteTo(content, contentOnly: true);
        var text = Encoding.Latin1.GetString(content.GetBuffer(), 0, (int)content.Length);
        var type = FirstBoundary().Match(text) is { Success: true } first
            ? $"multipart/mixed; boundary=\"{first.Groups["boundary"].Value}\""
            : StartOfHtml().IsMatch(text) ? "text/html" : "text/plain";
        var coding = StorableText.Line(empty.Headers[HeaderId.ContentTransferEncoding] ?? "8bit");
        return MailParser.Parse(Encoding.Latin1.GetBytes(
            $"Content-Type: {type}\nContent-Transfer-Encoding: {coding}\n\n{text}")).Message.Body;
    }

    // An empty part that nobody named is what a mailer leaves where nothing was written.
    private SentFile? AddFile(MimeEntity entity, string? name, byte[] bytes)
    {
        if (bytes.Length == 0 && name is null)
            return null;
        var type = entity.ContentType.MimeType.ToLowerInvariant();
        var file = new SentFile(
            string.IsNullOrWhiteSpace(name) ? NameFor(type) : TicketForm.SafeName(name), type, bytes);
        files.Add(file);
        return file;
    }

    private string NameFor(string type)
    {
        MimeTypes.TryGetExtension(type, out var extension);
        return string.Create(CultureInfo.InvariantCulture, $"part{files.Count + 1}{extension}");
    }

    private static string? FileName(MimeEntity entity) =>
        entity.ContentDisposition?.FileName ?? entity.ContentType.Name;

    private static bool IsData(ContentType type) => type.MediaSubtype.ToLowerInvariant()
        is "calendar" or "csv" or "vcard" or "x-vcard" or "rfc822-headers" or "css";

    /// <summary>"Content-Type: text" and the like name no type, so that it is the usual one.</summary>
    private static bool IsOfNoType(MimePart part) =>
        part.Headers[HeaderId.ContentType] is { } sent && !sent.Contains('/', StringComparison.Ordinal);

    /// <summary>What Outlook wraps up as winmail.dat; null when it cannot be read.</summary>
    private static MimeEntity? Unwrapped(TnefPart tnef)
    {
        try
        {
            return tnef.ConvertToMessage().Body;
        }
        catch (Exception exception) when (
            exception is TnefException or FormatException or IOException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>What an opaque signature encloses, unchecked; null for what is encrypted.</summary>
    private static MimeEntity? Unwrapped(ApplicationPkcs7Mime signed)
    {
        if (signed.SecureMimeType is not (SecureMimeType.SignedData or SecureMimeType.Unknown))
            return null;
        try
        {
            var message = new SignedCms();
            message.Decode(MailTransfer.Bytes(signed));
            return MimeEntity.Load(MailParser.Lenient, new MemoryStream(message.ContentInfo.Content, writable: false));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Pictures that make the HTML too long become files of their own.</summary>
    private string KeptHtml(string html)
    {
        if (html.Length <= LongestHtml)
            return html;
        var whole = html;
        var pictures = 0;
        html = Picture().Replace(html, found =>
        {
            var buffer = new byte[found.Groups["bytes"].Length];
            if (!Convert.TryFromBase64Chars(found.Groups["bytes"].ValueSpan, buffer, out var length))
                return found.Value;
            var type = found.Groups["type"].Value.ToLowerInvariant();
            MimeTypes.TryGetExtension(type, out var extension);
            var name = string.Create(CultureInfo.InvariantCulture, $"picture{++pictures}{extension}");
            files.Add(new SentFile(name, type, buffer[..length]));
            return $"cid:{name}";
        });
        if (html.Length <= LongestHtml)
            return html;
        files.Add(new SentFile("message.html", "text/html", Encoding.UTF8.GetBytes(whole)));
        return StorableText.Cut(html, LongestHtml);
    }

    private string KeptText(string text, string missing)
    {
        if (text.Length + missing.Length <= LongestText)
            return text + missing;
        files.Add(new SentFile("message.txt", "text/plain", Encoding.UTF8.GetBytes(text)));
        missing += "\n\n[The text goes on in message.txt.]";
        return StorableText.Cut(text, LongestText - missing.Length) + missing;
    }

    [GeneratedRegex(@"^--(?<boundary>[^\r\n""]{1,200}?)[ \t]*\r?\n(?=Content-)", RegexOptions.Multiline)]
    private static partial Regex FirstBoundary();

    [GeneratedRegex(@"\A\s*<(?:!doctype|html|head|body|div|p)\b", RegexOptions.IgnoreCase)]
    private static partial Regex StartOfHtml();

    [GeneratedRegex(
        @"^begin [0-7]{3,4} (?<name>[^\n]+)\n(?:[!-M][ -`]*\n)*[ `]?\n?end[ \t]*(?:\n|\z)", RegexOptions.Multiline)]
    private static partial Regex Uuencoded();

    [GeneratedRegex(
        "data:(?<type>image/[a-z0-9.+-]+);base64,(?<bytes>[a-z0-9+/=\\s]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Picture();
}
