using Leadline.Leads;
using Leadline.Mail;
using Leadline.Platform;

namespace Leadline.EmailMarketing;

/// <summary>Who gets a mailing, and what a mail server's refusal means.</summary>
internal static class MailingRules
{
    public const string NoAddress = "noAddress";
    public const string DoNotEmail = "doNotEmail";
    public const string TooLong = "tooLong";
    public const string Cancelled = "cancelled";

    private const string DoNotEmailField = "DoNotEmail";
    private const string True = "1";

    // Policies, full mailboxes and broken servers are no property of the address.
    private static readonly string[] HardStatuses = ["5.0.0", "5.1.", "5.2.1", "5.4.4"];
    private static readonly string[] HardCodes = ["RCPT: 550", "RCPT: 551", "RCPT: 553", "address: 553"];

    /// <summary>The lead's addresses in the mailing's fields, the first of which the mail goes to.</summary>
    public static IReadOnlyList<string> Addresses(Mailing mailing, IReadOnlyDictionary<string, string> values)
    {
        var found = new List<string>();
        foreach (var field in (mailing.AddressField ?? LeadFieldNames.EmailAddress).Split(
                     ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (values.GetValueOrDefault(field) is { } value && EmailAddress.Read(value) is { } address
                && !found.Exists(one => EmailAddress.Same(one, address)))
                found.Add(address);
        }

        return found;
    }

    /// <summary>Why a lead gets no mail; null where it gets one.</summary>
    /// <param name="mailing">The mailing.</param>
    /// <param name="values">The lead's.</param>
    /// <param name="address">Null where the lead has none.</param>
    /// <param name="suppressed">Why nothing is sent to the address.</param>
    public static string? SkipReason(
        Mailing mailing, IReadOnlyDictionary<string, string> values, string? address, string? suppressed) =>
        address is null ? NoAddress
        : suppressed == SuppressionReason.Bounced ? suppressed
        : mailing.IsTransactional ? null
        : values.GetValueOrDefault(DoNotEmailField) == True ? DoNotEmail
        : suppressed;

    /// <summary>What has become of a mail that was settled.</summary>
    public static (string State, string? Reason) EndOf(SettledMail mail) => mail switch
    {
        { SentOn: not null } => (RecipientState.Sent, null),
        { Failure: Cancelled or SuppressionReason.Unsubscribed } => (RecipientState.Skipped, mail.Failure),
        _ when IsHard(mail.Failure ?? "") => (RecipientState.Bounced, mail.Failure),
        _ => (RecipientState.Failed, mail.Failure),
    };

    /// <summary>Whether a status (RFC 3463) says that there is no such address.</summary>
    public static bool IsHardStatus(string status) =>
        Array.Exists(HardStatuses, hard => status.StartsWith(hard, StringComparison.Ordinal));

    // "RCPT: 550" or "RCPT: 550 5.1.1"
    private static bool IsHard(string failure) => failure == "not an address"
        || (Array.Exists(HardCodes, code => failure.StartsWith(code, StringComparison.Ordinal))
            && (failure.Split(' ') is not [_, _, var status] || IsHardStatus(status)));
}
