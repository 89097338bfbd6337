using System.Globalization;
using Leadline.Fields;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Tickets.Conversations;

/// <summary>
/// What an agent says, as it is kept and sent: text, or HTML without what could do harm and never without its words.
/// Pictures in it stand for files that go along: <c>cid:</c> and the file's name as it is sent, its id as it is kept.
/// </summary>
internal static class AgentMessage
{
    private const int LongestText = 100_000;

    private const int LongestHtml = 500_000;

    private static readonly string[] PictureTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    public static Result<NewMessage> Of(string kind, string? text, string? html, IReadOnlyList<SentFile> files)
    {
        if (html is { Length: > LongestHtml } || !FieldRules.IsStorable(html ?? ""))
            return TooLong("html", LongestHtml);
        if (string.IsNullOrWhiteSpace(html))
            return Plain(kind, text, html: null, files);
        var named = files.Select(file => file with { Id = Ids.New() }).ToList();
        var safe = SafeHtml.ToSend(html, name =>
            named.Find(file => IsPicture(file.ContentType) && file.Name == name) is { Id: { } id }
                ? $"cid:{id:N}"
                : null);
        return Plain(
            kind, string.IsNullOrWhiteSpace(text) ? PlainAlternative.Of(safe) : text, safe, named);
    }

    /// <summary>The file of a message that a picture in its HTML stands for.</summary>
    public static Guid? Picture(IReadOnlyList<FileEntry> files, string name) => files.FirstOrDefault(file =>
        IsPicture(file.ContentType)
        && (file.Name == name || name.Equals($"{file.Id:N}", StringComparison.OrdinalIgnoreCase)))?.Id;

    private static Result<NewMessage> Plain(string kind, string? text, string? html, IReadOnlyList<SentFile> files)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new Failure(ErrorCode.MissingAttribute, "'text' or 'html' is mandatory, and says something.");
        return text.Length > LongestText || !FieldRules.IsStorable(text)
            ? TooLong("text", LongestText)
            : new NewMessage(kind, text, html) { Files = files };
    }

    private static Failure TooLong(string field, int most) => new(
        ErrorCode.InvalidInput,
        string.Create(CultureInfo.InvariantCulture, $"'{field}' has at most {most:N0} characters, none of them NUL."))
    {
        Field = field,
    };

    private static bool IsPicture(string contentType) =>
        PictureTypes.Contains(contentType, StringComparer.OrdinalIgnoreCase);
}
