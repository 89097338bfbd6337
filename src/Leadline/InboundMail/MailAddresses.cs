using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;

namespace Leadline.InboundMail;

/// <summary>The addresses of a header, with their names. An address that a person can read is enough.</summary>
internal static partial class MailAddresses
{
    /// <summary>The addresses of one list. What is no address is passed over.</summary>
    public static IEnumerable<(string Address, string Name)> Read(byte[] list, ParserOptions options) =>
        InternetAddressList.TryParse(options, list, out var parsed)
            ? parsed.Mailboxes.Select(mailbox => (mailbox.Address, Unquoted(mailbox.Name ?? "")))
            : Readable().Matches(Rfc2047.DecodeText(options, list))
                .Select(match => (match.Groups["address"].Value, Unquoted(match.Groups["name"].Value)));

    // Some programs quote a name once more.
    private static string Unquoted(string name)
    {
        var bare = name.AsSpan().Count('"') == 1 ? name.Trim(' ', '\t', '"') : name.Trim();
        return bare is ['"', .., '"'] or ['\'', .., '\''] ? bare[1..^1] : bare;
    }

    // Of a list that no standard explains: all that looks like an address, and what stands before its angle bracket.
    [GeneratedRegex(
        """(?:(?<name>[^<>,;\[\]]*?)(?:[<\[]+(?:mailto:)?|\s))?(?<address>[^\s<>()\[\],;:"'@]+@[^\s<>()\[\],;:"'@]+)""",
        RegexOptions.NonBacktracking)]
    private static partial Regex Readable();
}
