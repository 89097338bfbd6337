namespace Leadline.InboundMail;

/// <summary>Thrown for bytes that are no mail, or more of one than is taken in. Its message holds nothing of the mail.</summary>
internal sealed class UnreadableMailException(string message) : Exception(message);

/// <summary>A part of a mail: its headers, and either parts of its own or a body as it was sent.</summary>
internal sealed record MimePart(MimeHeaders Headers, MimeType Type, ReadOnlyMemory<byte> Body, IReadOnlyList<MimePart> Parts);

/// <summary>Takes a mail apart (RFC 5322, RFC 2045, RFC 2046). Lines may end in CRLF or LF alone, as in folders on disk.</summary>
internal static class MimeReader
{
    public const int LargestMail = 30 * 1024 * 1024;

    private const int DeepestPart = 12;

    private const int MostParts = 300;

    public static MimePart Read(ReadOnlyMemory<byte> mail)
    {
        if (mail.Length > LargestMail)
            throw new UnreadableMailException($"The mail is larger than {LargestMail} bytes.");

        // Some deliverers leave the line that separates mails in an mbox file.
        if (mail.Span.StartsWith("From "u8))
            mail = mail[LineEnd(mail.Span, 0)..];
        var parts = 0;
        return ReadPart(mail, MimeType.Text, depth: 0, ref parts);
    }

    private static MimePart ReadPart(ReadOnlyMemory<byte> bytes, MimeType preset, int depth, ref int parts)
    {
        if (depth > DeepestPart || ++parts > MostParts)
            throw new UnreadableMailException("The mail has too many parts.");
        var headers = MimeHeaders.Read(bytes, out var body);
        var type = headers.Value("Content-Type") is { } sent ? MimeType.Read(sent) ?? MimeType.Text : preset;
        if (!type.IsMultipart || type.Parameter("boundary") is not { Length: > 0 } boundary)
            return new MimePart(headers, type, body, []);

        // Parts of a digest are mails unless they say otherwise (RFC 2046 §5.1.5).
        var inside = type.Name == "multipart/digest" ? MimeType.Message : MimeType.Text;
        var children = new List<MimePart>();
        foreach (var child in Split(body, boundary))
            children.Add(ReadPart(child, inside, depth + 1, ref parts));
        return new MimePart(headers, type, body, children);
    }

    /// <summary>What stands between the lines of a boundary. The line end before such a line belongs to it; a lost last one is forgiven.</summary>
    private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> body, string boundary)
    {
        var delimiter = System.Text.Encoding.Latin1.GetBytes($"--{boundary}");
        var parts = new List<ReadOnlyMemory<byte>>();
        var span = body.Span;
        int? start = null;
        for (var at = 0; at < span.Length;)
        {
            var end = LineEnd(span, at);
            var line = span[at..end].TrimEnd("\r\n \t"u8);
            if (line.StartsWith(delimiter) && line[delimiter.Length..] is var rest && (rest.Length == 0 || rest.SequenceEqual("--"u8)))
            {
                if (start is { } from)
                    parts.Add(body[from..Math.Max(from, WithoutLineEnd(span, at))]);
                start = end;
                if (rest.Length > 0)
                    return parts;
            }

            at = end;
        }

        if (start is { } last && last < span.Length)
            parts.Add(body[last..]);
        return parts;
    }

    private static int WithoutLineEnd(ReadOnlySpan<byte> bytes, int end)
    {
        if (end > 0 && bytes[end - 1] == '\n')
            end--;
        return end > 0 && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Where the line that begins here ends, its line end included.</summary>
    internal static int LineEnd(ReadOnlySpan<byte> bytes, int start)
    {
        var length = bytes[start..].IndexOf((byte)'\n');
        return length < 0 ? bytes.Length : start + length + 1;
    }
}
