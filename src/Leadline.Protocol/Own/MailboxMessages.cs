using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>A mailbox to take mail from by IMAP, or what is to change of one: what is absent stays as it is.</summary>
/// <remarks>Members have setters: generated code would pass over the defaults of init-only ones.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MailboxRequest
{
    /// <summary>The IMAP server, such as imap.example.com.</summary>
    public string? Host { get; set; }

    /// <summary>Its port; 993 with TLS from the first byte and 143 otherwise, unless it is said.</summary>
    public int? Port { get; set; }

    /// <summary>
    /// implicit (TLS from the first byte, as in a new mailbox), startTls, or none: in clear, password included.
    /// </summary>
    public string? Security { get; set; }

    /// <summary>
    /// SHA-256 of the server's certificate, 64 hex digits: trusts that certificate and no other. An empty text trusts
    /// those of known authorities again.
    /// </summary>
    public string? CertificateFingerprint { get; set; }

    /// <summary>The user's name at the server, mostly an e-mail address.</summary>
    public string? UserName { get; set; }

    /// <summary>The user's password. It is never given out; a new server or user needs it anew.</summary>
    public string? Password { get; set; }

    /// <summary>An OAuth2 access token in place of a password (OAUTHBEARER or XOAUTH2).</summary>
    public string? AccessToken { get; set; }

    /// <summary>The folder whose messages are taken; INBOX in a new mailbox.</summary>
    public string? Folder { get; set; }

    /// <summary>
    /// What becomes of a message that was taken: seen (it is flagged so and stays, as in a new mailbox), move, or
    /// delete.
    /// </summary>
    public string? AfterTaking { get; set; }

    /// <summary>The folder that messages move to.</summary>
    public string? MoveTo { get; set; }

    /// <summary>How often to look where the server does not tell of new mail by itself; 60 in a new mailbox.</summary>
    public int? PollSeconds { get; set; }

    /// <summary>False takes no mail.</summary>
    public bool? IsActive { get; set; }
}

/// <summary>A mailbox that mail is taken from by IMAP, without its password or token.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Host">The IMAP server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">implicit, startTls or none.</param>
/// <param name="CertificateFingerprint">SHA-256 of the one certificate that is trusted; null trusts those of known
/// authorities.</param>
/// <param name="UserName">The user's name at the server.</param>
/// <param name="LogsInWith">password or accessToken: what was set.</param>
/// <param name="Folder">The folder whose messages are taken.</param>
/// <param name="AfterTaking">What becomes of a message that was taken: seen, move or delete.</param>
/// <param name="MoveTo">The folder that messages move to.</param>
/// <param name="PollSeconds">How often to look where the server does not tell of new mail by itself.</param>
/// <param name="IsActive">False: no mail is taken.</param>
/// <param name="Taken">How many messages were taken.</param>
/// <param name="Refused">How many could not be taken: they stay in the folder, flagged.</param>
/// <param name="LastCheckedAt">When the folder was last looked into, or should have been.</param>
/// <param name="LastError">What went wrong then; null when nothing did.</param>
/// <param name="NextTryAt">When it is tried again after an error.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When its settings were last changed.</param>
public sealed record MailboxResponse(
    Guid Id,
    string Host,
    int Port,
    string Security,
    string? CertificateFingerprint,
    string UserName,
    string LogsInWith,
    string Folder,
    string AfterTaking,
    string? MoveTo,
    int PollSeconds,
    bool IsActive,
    long Taken,
    long Refused,
    DateTime? LastCheckedAt,
    string? LastError,
    DateTime? NextTryAt,
    DateTime CreatedOn,
    DateTime ModifiedOn);

/// <summary>The account's mailboxes.</summary>
/// <param name="Mailboxes">The oldest first.</param>
public sealed record MailboxesResponse(IReadOnlyList<MailboxResponse> Mailboxes);

/// <summary>What a try to get into a mailbox came to. No message is touched.</summary>
/// <param name="Ok">Whether the folder could be opened.</param>
/// <param name="FailedAt">Where it failed: host, connection, tls, login, folder or moveTo.</param>
/// <param name="Problem">What is wrong, in plain words; may quote the server.</param>
/// <param name="Messages">How many messages lie in the folder.</param>
/// <param name="TellsOfNewMail">Whether the server tells of new mail by itself (IDLE); if not, it is polled.</param>
public sealed record MailboxTestResponse(
    bool Ok, string? FailedAt, string? Problem, int? Messages, bool? TellsOfNewMail);
