using System.Text;
using Leadline.Tests.Contracts.Clients;

namespace Leadline.Tests.Contracts;

/// <summary>
/// A request and its answer as a file keeps them: <c>### title</c>, notes after <c>#</c>, the request, and from <c>HTTP</c> on
/// the answer. <c># until TEXT</c> sends the request again until its answer holds the text.
/// </summary>
internal sealed record Exchange(string Head, string? Until, string RequestLine, IReadOnlyList<string> Headers, string? Body)
{
    private const string Title = "### ";
    private const string UntilNote = "# until ";

    private static readonly string[] KeptHeaders = ["Content-Type", "Retry-After", "WWW-Authenticate", "Allow"];

    /// <summary>All exchanges of a file, without their answers.</summary>
    public static IReadOnlyList<Exchange> ReadAll(string text) =>
    [
        .. text.ReplaceLineEndings("\n").Split($"\n{Title}").Select(block => block.StartsWith(Title, StringComparison.Ordinal) ? block[Title.Length..] : block)
            .Where(block => block.Length > 0).Select(Read),
    ];

    /// <summary>The exchange with its answer, as the file keeps it.</summary>
    public string Print(WireAnswer answer, Names names)
    {
        var text = new StringBuilder(Title).Append(Head).Append('\n').Append(RequestLine).Append('\n');
        foreach (var header in Headers)
            text.Append(header).Append('\n');
        if (Body is not null)
            text.Append('\n').Append(Body).Append('\n');
        text.Append("\nHTTP ").Append(answer.Status).Append('\n');
        foreach (var name in KeptHeaders)
            if (answer.Headers.TryGetValue(name, out var value))
                text.Append(name).Append(": ").Append(names.Hide(value)).Append('\n');
        return text.Append('\n').Append(names.Hide(answer.Body)).Append('\n').ToString();
    }

    /// <summary>The body as it is sent: forms end their lines as the standard asks.</summary>
    public string? BodyToSend(Names names)
    {
        var isForm = Headers.Any(header => header.Contains("multipart/", StringComparison.OrdinalIgnoreCase));
        return Body is null ? null : names.Fill(isForm ? Body.ReplaceLineEndings("\r\n") : Body);
    }

    private static Exchange Read(string block)
    {
        var lines = block.Split('\n');
        var answer = Array.FindIndex(lines, line => line.StartsWith("HTTP ", StringComparison.Ordinal));
        var asked = (answer < 0 ? lines : lines[..answer]).ToList();
        var first = asked.FindIndex(1, line => !line.StartsWith('#'));
        var blank = asked.FindIndex(first, line => line.Length == 0);
        var end = blank < 0 ? asked.Count : blank;
        var body = string.Join('\n', asked.Skip(end + 1)).TrimEnd('\n');
        return new Exchange(
            string.Join('\n', asked.Take(first)),
            asked.Take(first).FirstOrDefault(line => line.StartsWith(UntilNote, StringComparison.Ordinal))?[UntilNote.Length..],
            asked[first],
            [.. asked.Skip(first + 1).Take(end - first - 1)],
            body.Length == 0 ? null : body);
    }
}
