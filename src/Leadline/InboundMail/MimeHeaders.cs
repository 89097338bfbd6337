using System.Text;

namespace Leadline.InboundMail;

/// <summary>The header fields of a mail or of a part, unfolded but otherwise as sent.</summary>
internal sealed class MimeHeaders
{
    private const int MostBytes = 256 * 1024;

    private readonly List<(string Name, string Value)> fields = [];

    private MimeHeaders()
    {
    }

    /// <summary>The first field of this name, in any case; null when there is none.</summary>
    public string? Value(string name)
    {
        foreach (var field in fields)
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return field.Value;
        return null;
    }

    /// <summary>Every field of this name, in order.</summary>
    public IEnumerable<string> Values(string name) =>
        fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    /// <summary>Reads up to the empty line; what comes after it is the body.</summary>
    public static MimeHeaders Read(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> body)
    {
        var headers = new MimeHeaders();
        var unfolded = new StringBuilder();
        var span = bytes.Span;
        var at = 0;
        while (at < span.Length)
        {
            var end = MimeReader.LineEnd(span, at);
            var line = span[at..end].TrimEnd("\r\n"u8);
            if (line.Length == 0)
            {
                at = end;
                break;
            }

            if (line[0] is (byte)' ' or (byte)'\t')
                unfolded.Append(TextOf(line));
            else if (line.IndexOf((byte)':') > 0)
            {
                headers.Add(unfolded.ToString());
                unfolded.Clear().Append(TextOf(line));
            }
            else if (unfolded.Length == 0)
                break; // A part may begin with its body at once.

            at = end;
            if (at > MostBytes)
                throw new UnreadableMailException("The mail's headers are too long.");
        }

        headers.Add(unfolded.ToString());
        body = bytes[at..];
        return headers;
    }

    private void Add(string field)
    {
        var colon = field.IndexOf(':');
        if (colon > 0)
            fields.Add((field[..colon].Trim(), field[(colon + 1)..].Trim()));
    }

    // Headers are ASCII by the letter and UTF-8 by RFC 6532; what is neither comes from long ago.
    private static string TextOf(ReadOnlySpan<byte> line) =>
        System.Text.Unicode.Utf8.IsValid(line) ? Encoding.UTF8.GetString(line) : Encoding.Latin1.GetString(line);
}
