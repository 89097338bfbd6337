namespace Leadline.InboundMail;

/// <summary>The bytes that a body stands for (RFC 2045 §6).</summary>
internal static class TransferEncoding
{
    public static byte[] Decode(ReadOnlySpan<byte> body, string? encoding) => encoding?.Trim().ToLowerInvariant() switch
    {
        "base64" => Base64(body),
        "quoted-printable" => QuotedPrintable(body, underscores: false),
        _ => body.ToArray(),
    };

    /// <summary>Passes over whatever is not of the alphabet, and gives what is whole of a text that was cut.</summary>
    public static byte[] Base64(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>(text.Length * 3 / 4);
        var (bits, count) = (0, 0);
        foreach (var letter in text)
        {
            if (letter == '=')
                break;
            if (SixBits(letter) is not { } value)
                continue;
            bits = ((bits << 6) | value) & 0xFFFFFF;
            count += 6;
            if (count < 8)
                continue;
            count -= 8;
            bytes.Add((byte)(bits >> count));
        }

        return [.. bytes];
    }

    /// <summary>An equals sign that begins nothing stands for itself. In encoded words an underscore is a blank.</summary>
    public static byte[] QuotedPrintable(ReadOnlySpan<byte> text, bool underscores)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                bytes.Add(underscores && text[i] == '_' ? (byte)' ' : text[i]);
                continue;
            }

            // Blanks between the sign and the line's end were added on the way.
            var next = i + 1;
            while (next < text.Length && text[next] is (byte)' ' or (byte)'\t')
                next++;
            if (next >= text.Length)
                break;
            if (text[next] == '\n')
                i = next;
            else if (text[next] == '\r')
                i = next + 1 < text.Length && text[next + 1] == '\n' ? next + 1 : next;
            else if (i + 2 < text.Length && Hex(text[i + 1]) is { } high && Hex(text[i + 2]) is { } low)
            {
                bytes.Add((byte)((high << 4) | low));
                i += 2;
            }
            else
                bytes.Add((byte)'=');
        }

        return [.. bytes];
    }

    private static int? SixBits(byte letter) => letter switch
    {
        >= (byte)'A' and <= (byte)'Z' => letter - 'A',
        >= (byte)'a' and <= (byte)'z' => letter - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => letter - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => null,
    };

    private static int? Hex(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => letter - '0',
        >= (byte)'A' and <= (byte)'F' => letter - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
        _ => null,
    };
}
