using Leadline.Platform.Errors;
using Leadline.Protocol.Own;

namespace Leadline.InboundMail.Imap;

/// <summary>Mailboxes as callers send them, checked.</summary>
internal static class MailboxInput
{
    private const int LongestUserName = 320;

    private const int LongestPassword = 1000;

    private const int LongestToken = 10_000;

    private const int LongestFolder = 500;

    /// <summary>A mailbox with what a caller says of it; the rest is as before.</summary>
    public static Result<MailboxDraft> Fill(Mailbox before, MailboxRequest request)
    {
        var security = before.Security;
        var afterTaking = before.AfterTaking;
        if (request.Security is not null && !TryRead(request.Security, out security))
            return Invalid("'security' is implicit, startTls or none.");
        if (request.AfterTaking is not null && !TryRead(request.AfterTaking, out afterTaking))
            return Invalid("'afterTaking' is seen, move or delete.");
        if (request is { Password: not null, AccessToken: not null })
            return Invalid("There is a 'password' or an 'accessToken', not both.");
        var isOther = request.Security is not null && security != before.Security;
        var filled = before with
        {
            Host = (request.Host ?? before.Host).Trim(),
            Port = request.Port ?? (before.Port == 0 || isOther ? StandardPort(security) : before.Port),
            Security = security,
            Fingerprint = request.CertificateFingerprint is { } sent ? Hex(sent) : before.Fingerprint,
            UserName = (request.UserName ?? before.UserName).Trim(),
            HasToken = request.AccessToken is not null || (request.Password is null && before.HasToken),
            Folder = request.Folder ?? before.Folder,
            AfterTaking = afterTaking,
            MoveTo = request.MoveTo is { } moveTo ? (moveTo.Length > 0 ? moveTo : null) : before.MoveTo,
            PollSeconds = request.PollSeconds ?? before.PollSeconds,
            IsActive = request.IsActive ?? before.IsActive,
        };
        return (Refusal(filled) ?? SecretRefusal(request)) is { } refusal
            ? refusal
            : new MailboxDraft(filled, request.Password ?? request.AccessToken);
    }

    private static Failure? Refusal(Mailbox mailbox) =>
        Uri.CheckHostName(mailbox.Host) == UriHostNameType.Unknown || mailbox.Host.Length > 253
            ? Invalid("'host' is the name of an IMAP server, such as imap.example.com.")
        : mailbox.Port is < 1 or > 65535 ? Invalid("'port' is 1 to 65535.")
        : mailbox.Fingerprint is { } hex && (hex.Length != 64 || !hex.All(char.IsAsciiHexDigit))
            ? Invalid("'certificateFingerprint' is the SHA-256 of the server's certificate, 64 hex digits.")
        : !IsLine(mailbox.UserName, LongestUserName)
            ? Invalid($"'userName' is 1 to {LongestUserName} characters on one line.")
        : !IsLine(mailbox.Folder, LongestFolder)
            ? Invalid($"'folder' is 1 to {LongestFolder} characters on one line.")
        : mailbox.MoveTo is { } moveTo && !IsLine(moveTo, LongestFolder)
            ? Invalid($"'moveTo' is 1 to {LongestFolder} characters on one line.")
        : mailbox.AfterTaking == AfterTaking.Move && (mailbox.MoveTo is null || mailbox.MoveTo == mailbox.Folder)
            ? Invalid("'moveTo' names another folder, where taken messages move to.")
        : mailbox.PollSeconds is < 5 or > 3600 ? Invalid("'pollSeconds' is 5 to 3600.")
        : null;

    private static Failure? SecretRefusal(MailboxRequest request) =>
        request.Password is { } password && !IsLine(password, LongestPassword)
            ? Invalid($"'password' is 1 to {LongestPassword} characters on one line.")
        : request.AccessToken is { } token && !IsLine(token, LongestToken)
            ? Invalid($"'accessToken' is 1 to {LongestToken} characters on one line.")
        : null;

    private static bool TryRead<T>(string text, out T value)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]);

    private static int StandardPort(MailboxSecurity security) => security == MailboxSecurity.Implicit ? 993 : 143;

    private static string? Hex(string fingerprint) =>
        fingerprint.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant() is { Length: > 0 } hex ? hex : null;

    private static bool IsLine(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && !text.Any(char.IsControl);

    private static Failure Invalid(string message) => new(ErrorCode.InvalidInput, message);
}
