namespace Leadline.Mail;

/// <summary>A file that goes out with a mail.</summary>
internal sealed record MailFile(string Name, string ContentType, byte[] Content);

/// <summary>Where an account's files are read from: all of these, in their order, or null when one is gone.</summary>
internal delegate Task<IReadOnlyList<MailFile>?> MailFileSource(int accountId, IReadOnlyList<Guid> fileIds);
