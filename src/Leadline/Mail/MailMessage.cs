namespace Leadline.Mail;

/// <summary>A mail to one person. Addresses may carry a name: <c>Support &lt;support@example.com&gt;</c>.</summary>
/// <param name="From">The sender; null for the server's own address.</param>
/// <param name="MessageId">With its angle brackets; null lets the outbox make one.</param>
/// <param name="InReplyTo">The Message-ID that this mail answers.</param>
/// <param name="References">The Message-IDs of the conversation, oldest first, separated by blanks.</param>
/// <param name="UseBy">When it is no use any more: it is not sent after that, and its text is not kept.</param>
/// <param name="IsAutomatic">Nobody wrote it: it says so, so that no machine answers it.</param>
/// <param name="Files">Files of the account that go along; whoever keeps them answers for them through
/// <see cref="MailFileSource"/>.</param>
/// <param name="Copies">Addresses that get a copy (Cc), separated by commas. One that is refused is left out.</param>
/// <param name="IsBulk">One of many that say the same: whatever else is due goes first.</param>
/// <param name="IsFollowed">What becomes of it can be asked for once (<see cref="MailStore.Settled"/>).</param>
/// <param name="UnsubscribeUrl">Where a POST unsubscribes the recipient (RFC 8058).</param>
internal sealed record MailMessage(
    int AccountId,
    string To,
    string Subject,
    string Text,
    string? Html = null,
    string? From = null,
    string? ReplyTo = null,
    string? MessageId = null,
    string? InReplyTo = null,
    string? References = null,
    DateTime? UseBy = null,
    IReadOnlyList<Guid>? Files = null,
    bool IsAutomatic = false,
    string? Copies = null,
    bool IsBulk = false,
    bool IsFollowed = false,
    string? UnsubscribeUrl = null);
