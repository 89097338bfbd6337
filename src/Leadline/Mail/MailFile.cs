namespace Leadline.Mail;

/// <summary>A file that goes out with a mail; in it where its HTML names it, as <c>cid:</c> and its id.</summary>
internal sealed record MailFile(Guid Id, string Name, string ContentType, byte[] Content);

/// <summary>Where an account's files are read from: all of these, in their order, or null when one is gone.</summary>
internal delegate Task<IReadOnlyList<MailFile>?> MailFileSource(int accountId, IReadOnlyList<Guid> fileIds);
