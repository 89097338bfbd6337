using System.Text;
using MimeKit;
using MimeKit.IO;

namespace Leadline.InboundMail;

/// <summary>The bytes of parts, whatever name their mailer gave to the transfer encoding.</summary>
internal static class MailTransfer
{
    public static byte[] Bytes(MimePart part)
    {
        using var bytes = new MemoryStream();
        if (part.Content is { Stream: { } stream } content)
        {
            var encoding = EncodingOf(part, content, stream);
            stream.Position = 0;
            using var whole = new ChainedStream();
            whole.Add(stream, leaveOpen: true);

            // The last bytes of base64 without its padding would be lost; more padding than is due does no harm.
            if (encoding == ContentEncoding.Base64)
                whole.Add(new MemoryStream("=="u8.ToArray(), writable: false));
            new MimeContent(whole, encoding).DecodeTo(bytes);
        }

        return bytes.ToArray();
    }

    public static byte[] Bytes(MessagePart part)
    {
        using var bytes = new MemoryStream();
        part.Message?.WriteTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>What a line of uuencoded text and those after it, to <c>end</c>, hold.</summary>
    public static byte[] Uudecode(string encoded)
    {
        using var bytes = new MemoryStream();
        using var lines = new MemoryStream(Encoding.Latin1.GetBytes(encoded), writable: false);
        new MimeContent(lines, ContentEncoding.UUEncode).DecodeTo(bytes);
        return bytes.ToArray();
    }

    // "Base-64", "X-UUE", "quoted_printable; charset=...", "base64 (as it is)": MimeKit knows the standard's names.
    private static ContentEncoding EncodingOf(MimePart part, IMimeContent content, Stream stream)
    {
        if (part.ContentTransferEncoding != ContentEncoding.Default)
            return part is TextPart && content.Encoding == ContentEncoding.Base64 && !IsBase64(stream)
                ? ContentEncoding.Binary
                : content.Encoding;
        var sent = part.Headers[HeaderId.ContentTransferEncoding] ?? "";
        var end = sent.IndexOfAny([';', '(', ',']);
        var letters = (end < 0 ? sent : sent[..end]).Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant);
        return string.Concat(letters) switch
        {
            "uuencode" or "xuuencode" or "uuencoded" or "uue" or "xuue" or "uu" => ContentEncoding.UUEncode,
            "quotedprintable" or "xquotedprintable" or "qp" => ContentEncoding.QuotedPrintable,
            "base64" or "xbase64" or "b64" => ContentEncoding.Base64,
            _ => content.Encoding,
        };
    }

    // Text that was never encoded, though its header says so, would come out as noise.
    private static bool IsBase64(Stream stream)
    {
        stream.Position = 0;
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var line = "";
        while (line.Length == 0 && reader.ReadLine() is { } next)
            line = next.Trim();
        return line.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/' or '=');
    }
}
