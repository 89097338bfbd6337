using MimeKit;

namespace Leadline.Mail;

/// <summary>Reads an address that may carry a name: <c>Support &lt;support@example.com&gt;</c>.</summary>
internal static class Mailboxes
{
    // As mailboxes really are: "taro..yamada@example.ne.jp" is against the standard, and is somebody's.
    private static readonly ParserOptions Lenient = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Looser,
        AllowAddressesWithoutDomain = false,
    };

    /// <summary>Null for what is not one address.</summary>
    public static MailboxAddress? Parse(string? text) =>
        text is not null && MailboxAddress.TryParse(Lenient, text, out var mailbox) ? mailbox : null;

    /// <summary>The addresses of a list that commas or semicolons separate; what is not one is left out.</summary>
    public static IReadOnlyList<MailboxAddress> ParseAll(string? list) =>
    [
        .. (list ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Parse).OfType<MailboxAddress>(),
    ];
}
