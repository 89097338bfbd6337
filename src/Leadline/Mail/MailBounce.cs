namespace Leadline.Mail;

/// <summary>A mail of the outbox that a mail server could not deliver after all.</summary>
/// <param name="MailId">The mail.</param>
/// <param name="Status">Why, by its code (RFC 3463), as in 5.1.1.</param>
internal sealed record MailBounce(Guid MailId, string Status);

/// <summary>Whoever left a mail that came back: true where it was theirs, and they have taken note.</summary>
internal delegate Task<bool> MailBounceHandler(int accountId, MailBounce bounce);
