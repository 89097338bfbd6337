using System.Text;
using Microsoft.Net.Http.Headers;

namespace Leadline.Mail;

/// <summary>A file that goes out with a mail.</summary>
internal sealed record MailFile(string Name, string ContentType, byte[] Content);

/// <summary>Where an account's files are read from: all of these, in their order, or null when one is gone.</summary>
internal delegate Task<IReadOnlyList<MailFile>?> MailFileSource(int accountId, IReadOnlyList<Guid> fileIds);

/// <summary>The headers that name a file in a mail (RFC 2045, 2183 and 2231).</summary>
internal static class MailFileHeaders
{
    private const string OtherType = "application/octet-stream";

    /// <summary>Bytes that a name's piece has encoded, so that a header's line stays a line.</summary>
    private const int PieceLength = 54;

    private const string Unescaped = "!#$&+-.^_`|~";

    /// <summary>The type, and the name for readers that know no other place for it.</summary>
    public static string ContentType(MailFile file) => $"{Type(file.ContentType)};\r\n name={Quoted(MimeText.Phrase(file.Name))}";

    /// <summary>The name as RFC 2231 has it: plain, or in encoded pieces where it is not ASCII or too long for a line.</summary>
    public static string Disposition(MailFile file)
    {
        if (MimeText.IsPlain(file.Name))
            return $"attachment;\r\n filename={Quoted(file.Name)}";
        var pieces = Pieces(file.Name);
        if (pieces.Count == 1)
            return $"attachment;\r\n filename*=utf-8''{pieces[0]}";
        return "attachment" + string.Concat(pieces.Select((piece, number) => $";\r\n filename*{number}*={(number == 0 ? "utf-8''" : "")}{piece}"));
    }

    // What a caller said of the type stands in a header. Parts of mails may not be in base64 (RFC 2046 §5), so that they go as plain bytes.
    private static string Type(string sent)
    {
        if (!MediaTypeHeaderValue.TryParse(sent, out var type) || !type.Type.HasValue || !type.SubType.HasValue
            || type.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase) || type.Type.Equals("message", StringComparison.OrdinalIgnoreCase)
            || type.MatchesAllTypes || type.MatchesAllSubTypes || type.MediaType.Length > 120)
            return OtherType;
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        return charset.HasValue && charset.Length is > 0 and <= 40 && charset.Value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? $"{type.MediaType}; charset={charset}"
            : type.MediaType.Value!;
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Pieces of at most a length, none of which ends within a letter.</summary>
    private static List<string> Pieces(string name)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in name.EnumerateRunes())
        {
            var letter = new StringBuilder();
            foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
                if (char.IsAsciiLetterOrDigit((char)value) || Unescaped.Contains((char)value))
                    letter.Append((char)value);
                else
                    letter.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            if (piece.Length + letter.Length > PieceLength)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }

            piece.Append(letter);
        }

        pieces.Add(piece.ToString());
        return pieces;
    }
}
