using System.Text.RegularExpressions;
using MimeKit;

namespace Leadline.InboundMail;

/// <summary>What a machine tells of a mail that somebody here sent.</summary>
internal enum MailNotice
{
    /// <summary>It was not delivered, or not yet.</summary>
    Bounce,

    /// <summary>Its reader is away, or a machine answered in the reader's place.</summary>
    Absence,

    /// <summary>It was delivered or read.</summary>
    Receipt,
}

/// <summary>
/// What a mail's headers say about who wrote it, a person or a machine. Programs on customers' side send requests, too,
/// so that only notices count as no request.
/// </summary>
internal sealed partial class MailSigns
{
    private readonly MimeMessage mail;
    private readonly string from;
    private readonly string subject;
    private readonly string submitted;

    public MailSigns(MimeMessage mail, string from, string subject)
    {
        (this.mail, this.from, this.subject) = (mail, from, subject);
        submitted = (mail.Headers[HeaderId.AutoSubmitted] ?? "no").Trim().ToLowerInvariant();
        Notice = IsBounce() ? MailNotice.Bounce
            : IsReceipt() ? MailNotice.Receipt
            : IsAbsence() ? MailNotice.Absence
            : null;
        IsAutomatic = Notice is not null || IsSubmittedByMachine || HasNoReturn;
        IsAnswerable = !IsAutomatic
            && mail.Headers["X-Auto-Response-Suppress"] is null or "None" or "none"
            && mail.Headers[HeaderId.ListId] is null
            && Precedence is not ("bulk" or "list" or "junk" or "auto_reply")
            && !NoReply().IsMatch(from);
    }

    public MailNotice? Notice { get; }

    public bool IsAutomatic { get; }

    public bool IsAnswerable { get; }

    /// <summary>Why a mail could not be delivered, as in 5.1.1 (RFC 3464 §2.3); null where none came back for
    /// good.</summary>
    public string? FailureStatus
    {
        get
        {
            try
            {
                return mail.BodyParts.OfType<MessageDeliveryStatus>()
                    .SelectMany(part => part.StatusGroups)
                    .Where(group => "failed".Equals(group["Action"]?.Trim(), StringComparison.OrdinalIgnoreCase))
                    .Select(group => Permanent().Match(group["Status"] ?? ""))
                    .FirstOrDefault(status => status.Success)?.Value;
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }

    private bool IsSubmittedByMachine => !submitted.StartsWith("no", StringComparison.Ordinal);

    private bool HasNoReturn => mail.Headers[HeaderId.ReturnPath]?.Trim() == "<>";

    private string? Precedence => mail.Headers[HeaderId.Precedence]?.Trim().ToLowerInvariant();

    /// <summary>The Message-IDs of the mails that a notice encloses or names.</summary>
    public IEnumerable<string?> Concerned() => mail.BodyParts.Select(part => part switch
    {
        MessagePart enclosed => enclosed.Message?.Headers[HeaderId.MessageId],
        MimePart named when named.ContentType.IsMimeType("text", "rfc822-headers") => Named(named, "Message-ID"),
        MimePart named when named.ContentType.IsMimeType("message", "disposition-notification") =>
            Named(named, "Original-Message-ID"),
        _ => null,
    });

    private static string? Named(MimePart part, string field)
    {
        try
        {
            using var headers = new MemoryStream(MailTransfer.Bytes(part), writable: false);
            return HeaderList.Load(MailParser.Lenient, headers)[field];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private bool IsBounce() => Reports("delivery-status") || Holds("delivery-status")
        || mail.Headers["X-Failed-Recipients"] is not null
        || from.StartsWith("mailer-daemon@", StringComparison.OrdinalIgnoreCase)
        || ((HasNoReturn || from.StartsWith("postmaster@", StringComparison.OrdinalIgnoreCase))
            && Undelivered().IsMatch(subject));

    private bool IsReceipt() => Reports("disposition-notification") || Holds("disposition-notification");

    private bool IsAbsence() => submitted.StartsWith("auto-replied", StringComparison.Ordinal)
        || IsSaid("X-Autoreply") || IsSaid("X-Autorespond") || IsSaid("X-Autoresponder") || IsSaid("X-Vacation")
        || Precedence == "auto_reply"
        || (IsSubmittedByMachine && mail.Headers["X-MS-Exchange-Inbox-Rules-Loop"] is not null)
        || ((IsSubmittedByMachine || HasNoReturn || IsSaid("X-Auto-Response-Suppress")) && Away().IsMatch(subject));

    private bool IsSaid(string header) =>
        mail.Headers[header] is { } said && !said.Trim().Equals("no", StringComparison.OrdinalIgnoreCase);

    private bool Reports(string kind) => mail.Body?.ContentType is { } type && type.IsMimeType("multipart", "report")
        && kind.Equals(type.Parameters["report-type"], StringComparison.OrdinalIgnoreCase);

    private bool Holds(string kind) => mail.Body is Multipart body
        && body.Any(part => part.ContentType.IsMimeType("message", kind));

    [GeneratedRegex(@"5\.[0-9]{1,3}\.[0-9]{1,3}")]
    private static partial Regex Permanent();

    [GeneratedRegex("^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster)@", RegexOptions.IgnoreCase)]
    private static partial Regex NoReply();

    [GeneratedRegex(
        "undeliver|delivery (?:status|failure|has failed)|(?:mail|message) (?:delivery|system)|failure notice"
        + "|returned mail|non remis|unzustellbar|no se puede entregar|mancato recapito",
        RegexOptions.IgnoreCase)]
    private static partial Regex Undelivered();

    [GeneratedRegex(
        "^(?:auto(?:matic|mated)?[- ]?(?:reply|response)|out of (?:the )?office|on (?:leave|vacation)"
        + "|abwesen|automatische (?:antwort|abwesen)|r[ée]ponse automatique|absence|respuesta autom|fuera de la oficina"
        + "|risposta automatica|resposta autom|automatisch antwoord|автоответ|自動返信|自动答复)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Away();
}
