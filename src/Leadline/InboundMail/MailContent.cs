using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;
using MimeKit;
using MimeKit.Cryptography;
using MimeKit.Text;
using MimeKit.Tnef;

namespace Leadline.InboundMail;

/// <summary>
/// What a mail's parts come to: its text, its HTML and its files. Nothing is lost in silence: when there is more than
/// is kept, the last file is the mail itself.
/// </summary>
internal sealed partial class MailContent
{
    private const int LongestText = 100_000;

    // A picture may stand in the HTML, and takes a third more than its bytes there.
    private const int LongestHtml = 500_000;

    private const int DeepestWrapping = 3;

    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private readonly StringBuilder text = new();
    private readonly StringBuilder html = new();
    private readonly List<SentFile> files = [];
    private (TextPart Part, SentFile File)? namedText;
    private bool isCut;

    private MailContent(MimeMessage mail, bool isWhole)
    {
        isCut = !isWhole;
        Add(mail.Body, wrapping: 0);

        // A mail's only words may have the name of a file.
        if (text.Length == 0 && html.Length == 0 && namedText is var (part, file))
        {
            AddWords(part);
            files.Remove(file);
        }

        Html = html.Length > 0 ? Kept(html.ToString(), LongestHtml) : null;
        var words = Kept(text.ToString(), LongestText).Trim();
        Text = words.Length > 0 || Html is null ? words : Kept(HtmlText.Extract(Html), LongestText);
    }

    public string Text { get; }

    public string? Html { get; }

    public IReadOnlyList<SentFile> Files => files;

    /// <summary>Takes in a part of the mail: its words, its HTML, or a file.</summary>
    /// <param name="mail">The mail, taken apart.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="original">The mail as it came.</param>
    public static MailContent Read(MimeMessage mail, bool isWhole, byte[] original)
    {
        var content = new MailContent(mail, isWhole);
        content.KeepOriginal(original);
        return content;
    }

    private void KeepOriginal(byte[] original)
    {
        const int most = TicketForm.MostFiles;
        if (!isCut && files.Count <= most)
            return;
        if (files.Count >= most)
            files.RemoveRange(most - 1, files.Count - most + 1);
        files.Add(new SentFile("original.eml", "message/rfc822", original));
    }

    private void Add(MimeEntity? entity, int wrapping)
    {
        switch (entity)
        {
            // Without its boundary, all that it says stands where parts would begin.
            case Multipart { Count: 0 } empty:
                Append(text, empty.Preamble ?? "");
                break;
            case Multipart multipart:
                foreach (var part in multipart)
                    Add(part, wrapping);
                break;
            case MessagePart forwarded:
                AddFile(forwarded, FileName(forwarded), Bytes(forwarded));
                break;
            case TnefPart tnef when wrapping < DeepestWrapping && Unwrapped(tnef) is { } inner:
                Add(inner, wrapping + 1);
                break;
            case ApplicationPkcs7Mime signed when wrapping < DeepestWrapping && Unwrapped(signed) is { } inner:
                Add(inner, wrapping + 1);
                AddFile(signed, signed.FileName, Bytes(signed));
                break;
            case MimePart part:
                Add(part);
                break;
        }
    }

    private void Add(MimePart part)
    {
        var isWords = part is TextPart { IsPlain: true } or TextPart { IsHtml: true };
        if (!part.IsAttachment && part.FileName is null && (isWords || IsOfNoType(part)))
        {
            AddWords(part);
            return;
        }

        // Beyond the deepest level parts are not taken apart.
        isCut |= part.ContentType.IsMimeType("multipart", "*");
        var file = AddFile(part, part.FileName, Bytes(part));
        if (isWords && !part.IsAttachment && file is not null)
            namedText ??= ((TextPart)part, file);
    }

    private void AddWords(MimePart part)
    {
        if (part is TextPart { IsHtml: true })
            Append(html, Decode(part));
        else if (part is TextPart { IsFlowed: true })
            Append(text, Unflowed(part));
        else
            Append(text, Decode(part));
    }

    // An empty part that nobody named is what a mailer leaves where nothing was written.
    private SentFile? AddFile(MimeEntity entity, string? name, byte[] bytes)
    {
        if (bytes.Length == 0 && name is null)
            return null;
        var type = entity.ContentType.MimeType.ToLowerInvariant();
        var file = new SentFile(TicketForm.SafeName(name ?? NameFor(type)), type, bytes);
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
            message.Decode(Bytes(signed));
            return MimeEntity.Load(MailParser.Lenient, new MemoryStream(message.ContentInfo.Content, writable: false));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Bytes(MimePart part)
    {
        using var bytes = new MemoryStream();
        part.Content?.DecodeTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Bytes(MessagePart part)
    {
        using var bytes = new MemoryStream();
        part.Message?.WriteTo(bytes);
        return bytes.ToArray();
    }

    private static string Decode(MimePart part)
    {
        var bytes = Bytes(part);
        var encoding = part.ContentType.CharsetEncoding;

        // Much mail calls itself ASCII, Latin 1 or UTF-8 and is another of these, or Windows' superset of Latin 1.
        if (encoding is null || encoding.CodePage is 20127 or 28591 or 65001)
            encoding = Utf8.IsValid(bytes) ? Encoding.UTF8 : Western;
        return encoding.GetString(bytes).TrimStart('\uFEFF');
    }

    private static string Unflowed(MimePart part)
    {
        var converter = new FlowedToText
        {
            DeleteSpace = "yes".Equals(part.ContentType.Parameters["delsp"], StringComparison.OrdinalIgnoreCase),
        };

        // The line above a signature ends in a blank and goes on nowhere (RFC 3676 §4.3).
        return converter.Convert(SignatureLine().Replace(Decode(part), "--"));
    }

    private static void Append(StringBuilder words, string more)
    {
        if (words.Length > 0)
            words.Append('\n');
        words.Append(more.ReplaceLineEndings("\n"));
    }

    private string Kept(string words, int longest)
    {
        var kept = StorableText.From(words);
        isCut |= kept.Length > longest;
        return StorableText.Cut(kept, longest);
    }

    [GeneratedRegex("^-- (?=\\r?$)", RegexOptions.Multiline)]
    private static partial Regex SignatureLine();
}
