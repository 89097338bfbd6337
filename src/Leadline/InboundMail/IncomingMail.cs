using System.Text;
using Leadline.Tickets.Conversations;
using MimeKit;
using MimeKit.Utils;

namespace Leadline.InboundMail;

/// <summary>An address with the name beside it, which may be empty.</summary>
internal readonly record struct MailPerson(string Address, string Name);

/// <summary>What a mail says, in the desk's terms.</summary>
internal sealed record IncomingMail
{
    private const int MostReferences = 50;

    private const int LongestId = 500;

    private const int LongestLine = 100_000;

    /// <summary>With its angle brackets; null when the mail has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The Message-IDs that the mail answers, the nearest first; for a notice, what it is about.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    public required string From { get; init; }

    public string FromName { get; init; } = "";

    /// <summary>Whom the mail asks to answer.</summary>
    public IReadOnlyList<MailPerson> ReplyTo { get; init; } = [];

    /// <summary>Who wrote the mail before a mailing list put its own address there.</summary>
    public IReadOnlyList<MailPerson> Originally { get; init; } = [];

    /// <summary>Whom the mail was written to.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>The same, and the mailboxes that it was delivered to.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <summary>The mailboxes that the mail was delivered to on its way here, and the lists that it came by.</summary>
    public IReadOnlyList<string> Passed { get; init; } = [];

    public string Subject { get; init; } = "";

    public string Text { get; init; } = "";

    public string? Html { get; init; }

    public IReadOnlyList<SentFile> Files { get; init; } = [];

    /// <summary>What the mail tells of, where a machine tells it; null for all other mail.</summary>
    public MailNotice? Notice { get; init; }

    /// <summary>Of a notice that a mail came back for good, why, as in 5.1.1; null for all other mail.</summary>
    public string? FailureStatus { get; init; }

    /// <summary>Written by a machine (RFC 3834 §5): it brings no ticket back.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Whether a machine may answer: nobody who sent to many, or asked for no answer, gets one.</summary>
    public bool IsAnswerable { get; init; }

    /// <param name="bytes">The mail as it came.</param>
    /// <param name="sender">Who counts as the sender of a mail that names none, or cannot be taken apart.</param>
    /// <exception cref="UnreadableMailException">It is no mail of anybody, and no sender is given.</exception>
    public static IncomingMail Read(byte[] bytes, string? sender = null)
    {
        try
        {
            return ReadParts(bytes, sender);
        }
        catch (UnreadableMailException) when (sender is not null)
        {
            var text = new MimePart("text", "plain") { Content = new MimeContent(new MemoryStream(bytes)) };
            return new IncomingMail
            {
                From = sender,
                Text = StorableText.Cut(StorableText.From(MailWords.Decode(text)), MailContent.LongestText),
            };
        }
    }

    private static IncomingMail ReadParts(byte[] bytes, string? sender)
    {
        var (mail, isWhole) = MailParser.Parse(bytes);
        var headers = mail.Headers;
        var options = MailParser.Lenient.Clone();
        options.CharsetEncoding = CharsetOf(mail) ?? options.CharsetEncoding;
        var replyTo = Listed("Reply-To").ToList();
        var from = Listed("From").Concat(Listed("Sender")).Concat(replyTo).FirstOrDefault();
        if ((from.Address ?? sender) is not { } address)
            throw new UnreadableMailException("The mail has no sender.");
        var content = MailContent.Read(mail, isWhole);
        var subject = Line(Listing("Subject").FirstOrDefault()?.GetValue(options.CharsetEncoding));
        var signs = new MailSigns(mail, address, subject);
        return new IncomingMail
        {
            MessageId = Ids(headers[HeaderId.MessageId]).FirstOrDefault(),
            Answers =
            [
                .. Ids(headers[HeaderId.InReplyTo]).Concat(Ids(headers[HeaderId.References]).Reverse())
                    .Concat(signs.Notice is null ? [] : signs.Concerned().SelectMany(Ids))
                    .Distinct()
                    .Take(MostReferences),
            ],
            From = address,
            FromName = from.Name ?? "",
            ReplyTo = replyTo,
            Originally = [.. Listed("X-Original-From"), .. Listed("X-Original-Sender")],
            To = Addresses("To"),
            Recipients = Addresses("To", "Delivered-To", "X-Original-To"),
            Copies = Addresses("Cc"),
            Passed = Addresses("Delivered-To", "X-Original-To", "Envelope-To", "List-Post", "X-BeenThere"),
            Subject = subject,
            Text = content.Text,
            Html = content.Html,
            Files = content.Files,
            Notice = signs.Notice,
            FailureStatus = signs.Notice == MailNotice.Bounce ? signs.FailureStatus : null,
            IsAutomatic = signs.IsAutomatic,
            IsAnswerable = signs.IsAnswerable,
        };

        IEnumerable<Header> Listing(string field) =>
            headers.Where(header => header.Field.Equals(field, StringComparison.OrdinalIgnoreCase));

        IEnumerable<MailPerson> Listed(string field) =>
            Listing(field).SelectMany(header => MailAddresses.Read(header.RawValue, options))
                .Select(one => new MailPerson(StorableText.From(one.Address), Line(one.Name)));

        IReadOnlyList<string> Addresses(params string[] fields) =>
        [
            .. fields.SelectMany(Listed).Select(one => one.Address).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>The charset of the mail's text, in which old mailers write its headers, too.</summary>
    private static Encoding? CharsetOf(MimeMessage mail) =>
        mail.BodyParts.OfType<TextPart>().FirstOrDefault()?.ContentType.CharsetEncoding;

    private static IEnumerable<string> Ids(string? header) => header is null
        ? []
        : MimeUtils.EnumerateReferences(header)
            .Where(id => id.Length < LongestId)
            .Select(id => StorableText.From($"<{id}>"));

    private static string Line(string? text) => StorableText.Cut(StorableText.Line(text ?? ""), LongestLine);
}
