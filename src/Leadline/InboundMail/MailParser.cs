using System.Text;
using System.Text.RegularExpressions;
using MimeKit;

namespace Leadline.InboundMail;

/// <summary>Thrown for bytes that are no mail, or more of one than is taken in.</summary>
/// <remarks>Its message holds nothing of the mail.</remarks>
internal sealed class UnreadableMailException(string message) : Exception(message);

/// <summary>Takes a mail apart within limits: whoever sends it decides how large, deep and broken it is.</summary>
internal static partial class MailParser
{
    public const int LargestMail = 64 * 1024 * 1024;

    private const int DeepestPart = 12;

    /// <summary>Takes what can be read rather than what the standards allow.</summary>
    public static ParserOptions Lenient { get; } = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Looser,
        AllowAddressesWithoutDomain = false,
        MaxMimeDepth = DeepestPart,
    };

    /// <summary>The mail, and whether that is all of it.</summary>
    /// <exception cref="UnreadableMailException">It is no mail.</exception>
    public static (MimeMessage Message, bool IsWhole) Parse(byte[] mail)
    {
        if (mail.Length > LargestMail)
            throw new UnreadableMailException($"The mail is larger than {LargestMail} bytes.");
        try
        {
            var parsed = ParseWellFormed(mail);
            return parsed.Message.Headers.Any(IsNoHeader) ? ParseMended(mail) : parsed;
        }
        catch (FormatException)
        {
            return ParseMended(mail);
        }
    }

    private static bool IsNoHeader(Header header) => header.Field.Any(char.IsWhiteSpace);

    private static (MimeMessage Message, bool IsWhole) ParseWellFormed(byte[] mail)
    {
        var end = MailLimits.EndWithin(mail, Lenient);
        var stream = new MemoryStream(mail, 0, end, writable: false);
        return (MimeMessage.Load(Lenient, stream, persistent: true), end == mail.Length);
    }

    private static (MimeMessage Message, bool IsWhole) ParseMended(byte[] mail)
    {
        try
        {
            return ParseWellFormed(WithHeadersMended(mail));
        }
        catch (FormatException)
        {
            throw new UnreadableMailException("The mail has no headers.");
        }
    }

    // A line among the headers that is none may be all that the mail says: it becomes a part of the header before it.
    private static byte[] WithHeadersMended(byte[] mail)
    {
        var text = LinesBeforeHeaders().Replace(Encoding.Latin1.GetString(mail), "");
        var blankLine = BlankLine().Match(text);
        var end = blankLine.Success ? blankLine.Index : text.Length;
        return Encoding.Latin1.GetBytes(string.Concat(StrayLine().Replace(text[..end], " "), text.AsSpan(end)));
    }

    [GeneratedRegex(@"\A(?:(?![!-9;-~]+[ \t]*:)[^\n]*(?:\n|\z))+")]
    private static partial Regex LinesBeforeHeaders();

    [GeneratedRegex(@"^(?![!-9;-~]+[ \t]*:|[ \t\r\n])", RegexOptions.Multiline)]
    private static partial Regex StrayLine();

    [GeneratedRegex(@"\n\r?\n")]
    private static partial Regex BlankLine();
}
