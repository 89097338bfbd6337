using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Leadline.Mail;
using MimeKit;
using MimeKit.Text;

namespace Leadline.InboundMail;

/// <summary>The words of a part of a mail, with lines that end in LF.</summary>
/// <param name="Text">As text; null where there is HTML alone.</param>
/// <param name="Html">As HTML; null where there is text alone.</param>
internal readonly partial record struct MailWords(string? Text, string? Html)
{
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && string.IsNullOrWhiteSpace(Html);

    public string AsText() => Text ?? (Html is null ? "" : HtmlText.Extract(Html));

    /// <summary>Parts that follow each other. Where one is HTML, all are, so that neither form lacks words.</summary>
    public static MailWords Joined(List<MailWords> parts)
    {
        parts.RemoveAll(part => part.IsEmpty);
        return parts switch
        {
            [] => default,
            [var only] => only,
            _ => new MailWords(
                string.Join('\n', parts.Select(part => part.AsText())),
                parts.Exists(part => part.Html is not null)
                    ? string.Join('\n', parts.Select(part => part.Html ?? AsHtml(part.Text!)))
                    : null),
        };
    }

    /// <summary>Parts that say the same in several forms.</summary>
    public static MailWords Best(List<MailWords> parts)
    {
        parts.RemoveAll(part => part.IsEmpty);
        var plain = parts.Where(part => part.Html is null).Select(part => part.Text).Distinct().ToList();
        var html = parts.Where(part => part.Html is not null).ToList();
        return new MailWords(
            plain.Count > 0 ? string.Join('\n', plain) : html.FirstOrDefault().Text,
            html.Count > 0 ? string.Join('\n', html.Select(part => part.Html).Distinct()) : null);
    }

    /// <summary>Words before or after all parts; what holds no letter is none.</summary>
    public static MailWords Beside(string? text) =>
        text?.Any(char.IsLetter) == true ? new MailWords(text.ReplaceLineEndings("\n").Trim(), null) : default;

    /// <summary>The text of a part, in the charset that it is really in.</summary>
    public static string Decode(MimePart part)
    {
        var bytes = MailTransfer.Bytes(part);
        var encoding = part.ContentType.CharsetEncoding;

        // Much mail calls itself ASCII, Latin 1 or UTF-8 and is another of these, or Windows' superset of Latin 1.
        if (encoding is null || encoding.CodePage is 20127 or 28591 or 65001)
            encoding = Utf8.IsValid(bytes) ? Encoding.UTF8 : Western;
        var text = encoding.GetString(bytes).TrimStart('\uFEFF');
        return (part is TextPart { IsFlowed: true, IsPlain: true } ? Unflowed(part, text) : text)
            .ReplaceLineEndings("\n");
    }

    private static string Unflowed(MimePart part, string text)
    {
        var converter = new FlowedToText
        {
            DeleteSpace = "yes".Equals(part.ContentType.Parameters["delsp"], StringComparison.OrdinalIgnoreCase),
        };

        // The line above a signature ends in a blank and goes on nowhere (RFC 3676 §4.3).
        return converter.Convert(SignatureLine().Replace(text, "--"));
    }

    private static string AsHtml(string text) => new TextToHtml { OutputHtmlFragment = true }.Convert(text);

    [GeneratedRegex("^-- (?=\\r?$)", RegexOptions.Multiline)]
    private static partial Regex SignatureLine();
}
