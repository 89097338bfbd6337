using System.Text;
using System.Text.RegularExpressions;

namespace Leadline.InboundMail;

/// <summary>Text in header fields: <c>=?utf-8?q?caf=C3=A9?=</c> (RFC 2047).</summary>
internal static partial class EncodedWords
{
    public static string Decode(string text)
    {
        if (!text.Contains("=?", StringComparison.Ordinal))
            return text;
        var decoded = new StringBuilder();
        var pending = new List<byte>();
        var (at, charset) = (0, "");
        foreach (Match word in Word().Matches(text))
        {
            // Blanks between two words are not there, and a letter may be cut in two by the words' limit of length.
            var between = text[at..word.Index];
            var follows = at > 0 && string.IsNullOrWhiteSpace(between);
            if (!follows || !charset.Equals(word.Groups[1].Value, StringComparison.OrdinalIgnoreCase))
                Flush();
            if (!follows)
                decoded.Append(between);
            charset = word.Groups[1].Value;
            var bytes = Encoding.Latin1.GetBytes(word.Groups[3].Value);
            pending.AddRange(word.Groups[2].Value is "b" or "B"
                ? TransferEncoding.Base64(bytes)
                : TransferEncoding.QuotedPrintable(bytes, underscores: true));
            at = word.Index + word.Length;
        }

        Flush();
        return decoded.Append(text.AsSpan(at)).ToString();

        void Flush()
        {
            decoded.Append(Charsets.Decode([.. pending], charset));
            pending.Clear();
        }
    }

    [GeneratedRegex(@"=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")]
    private static partial Regex Word();
}
