using System.Text;
using Leadline.Tickets.Conversations;
using MimeKit;
using MimeKit.Utils;

namespace Leadline.InboundMail;

/// <summary>What a mail says, in the desk's terms.</summary>
internal sealed record IncomingMail
{
    private const int MostReferences = 50;

    private const int LongestId = 500;

    private const int LongestLine = 100_000;

    /// <summary>With its angle brackets; null when the mail has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The Message-IDs that the mail answers, the nearest first.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    public required string From { get; init; }

    public string FromName { get; init; } = "";

    /// <summary>Everybody else that the mail went to.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    public IReadOnlyList<string> Copies { get; init; } = [];

    public string Subject { get; init; } = "";

    public string Text { get; init; } = "";

    public string? Html { get; init; }

    public IReadOnlyList<SentFile> Files { get; init; } = [];

    /// <summary>Written by a machine: an absence notice, a report of failed delivery (RFC 3834 §5).</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Throws <see cref="UnreadableMailException"/> for what is no mail of anybody.</summary>
    public static IncomingMail Read(byte[] bytes)
    {
        var (mail, isWhole) = MailParser.Parse(bytes);
        var headers = mail.Headers;
        var options = MailParser.Lenient.Clone();
        options.CharsetEncoding = CharsetOf(mail) ?? options.CharsetEncoding;
        var from = Listed("From").Concat(Listed("Sender")).FirstOrDefault();
        if (from.Address is null)
            throw new UnreadableMailException("The mail has no sender.");
        var content = MailContent.Read(mail, isWhole, bytes);
        return new IncomingMail
        {
            MessageId = Ids(headers[HeaderId.MessageId]).FirstOrDefault(),
            Answers =
            [
                .. Ids(headers[HeaderId.InReplyTo]).Concat(Ids(headers[HeaderId.References]).Reverse()).Distinct().Take(MostReferences),
            ],
            From = StorableText.From(from.Address),
            FromName = Line(from.Name),
            Recipients = Addresses(Listed("To").Concat(Listed("Delivered-To")).Concat(Listed("X-Original-To"))),
            Copies = Addresses(Listed("Cc")),
            Subject = Line(headers.FirstOrDefault(header => header.Id == HeaderId.Subject)?.GetValue(options.CharsetEncoding)),
            Text = content.Text,
            Html = content.Html,
            Files = content.Files,
            IsAutomatic = IsWrittenByMachine(mail, from.Address),
        };

        IEnumerable<(string Address, string Name)> Listed(string field) =>
            headers.Where(header => header.Field.Equals(field, StringComparison.OrdinalIgnoreCase))
                .SelectMany(header => MailAddresses.Read(header.RawValue, options));
    }

    private static IReadOnlyList<string> Addresses(IEnumerable<(string Address, string Name)> listed) =>
        [.. listed.Select(one => StorableText.From(one.Address)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The charset of the mail's text, in which old mailers write its headers, too.</summary>
    private static Encoding? CharsetOf(MimeMessage mail) =>
        mail.BodyParts.OfType<TextPart>().FirstOrDefault()?.ContentType.CharsetEncoding;

    private static IEnumerable<string> Ids(string? header) => header is null
        ? []
        : MimeUtils.EnumerateReferences(header).Where(id => id.Length < LongestId).Select(id => StorableText.From($"<{id}>"));

    private static string Line(string? text) => StorableText.Cut(StorableText.Line(text ?? ""), LongestLine);

    private static bool IsWrittenByMachine(MimeMessage mail, string from)
    {
        var headers = mail.Headers;
        return headers[HeaderId.AutoSubmitted] is { } automatic && !automatic.StartsWith("no", StringComparison.OrdinalIgnoreCase)
            || headers["X-Autoreply"] is not null
            || headers["X-Auto-Response-Suppress"] is "All" or "OOF"
            || headers[HeaderId.ReturnPath]?.Trim() == "<>"
            || headers[HeaderId.Precedence]?.Trim().ToLowerInvariant() is "auto_reply" or "junk"
            || mail.Body?.ContentType.IsMimeType("multipart", "report") == true
            || from.StartsWith("mailer-daemon@", StringComparison.OrdinalIgnoreCase);
    }
}
