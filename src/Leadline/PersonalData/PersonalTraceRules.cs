using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;

namespace Leadline.PersonalData;

/// <summary>By what a person is known in records that belong to no lead, and how it is looked for there.</summary>
internal static class PersonalTraceRules
{
    /// <summary>Shorter numbers stand in too many texts by chance.</summary>
    private const int FewestDigits = 7;

    /// <summary>The addresses and numbers among the values of leads.</summary>
    public static PersonalTraces Of(
        Account account,
        FieldCatalog fields,
        IReadOnlyList<Guid> leads,
        IReadOnlyList<IReadOnlyDictionary<string, string>> values)
    {
        var (emails, phones) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (name, value) in values.SelectMany(one => one))
        {
            var type = fields.Find(name)?.Type;
            if (type == FieldType.Email)
                emails.UnionWith([value.ToLowerInvariant(), .. EmailAddress.Spellings(value)]);
            else if (type == FieldType.Phone)
                phones.UnionWith(Spellings(value, account.CountryCode));
        }

        return new PersonalTraces(
            leads,
            [.. emails.Where(email => email.Contains('@', StringComparison.Ordinal))],
            [.. phones.Where(phone => phone.Count(char.IsAsciiDigit) >= FewestDigits)]);
    }

    /// <summary>The values of a merged lead, which are kept as JSON.</summary>
    public static IReadOnlyDictionary<string, string> Values(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];

    /// <summary>The text in a pattern of LIKE, as it is.</summary>
    public static string Literal(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);

    /// <summary>
    /// A pattern of LIKE for bytes as PostgreSQL escapes them: whatever is not ASCII is a backslash and three digits.
    /// </summary>
    public static string Mention(string text)
    {
        var escaped = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(text))
            _ = one < 0x80 ? escaped.Append((char)one) : escaped.Append('\\').Append(Convert.ToString(one, toBase: 8));
        return $"%{Literal(escaped.ToString())}%";
    }

    /// <summary>
    /// An expression that finds an address or a number as a word of its own, not within a longer one; null for none.
    /// </summary>
    public static string? Words(PersonalTraces traces)
    {
        var words = new List<string>();
        if (traces.Emails.Count > 0)
            words.Add($@"(^|\\[nrt]|[^a-z0-9._+-])({Any(traces.Emails)})($|[^a-z0-9.-]|\.($|[^a-z0-9]))");
        if (traces.Phones.Count > 0)
            words.Add($"(^|[^0-9])({Any(traces.Phones)})($|[^0-9])");
        return words.Count == 0 ? null : string.Join('|', words);
    }

    /// <summary>An expression that finds addresses alone, to be replaced; null for none.</summary>
    public static string? Addresses(PersonalTraces traces) =>
        traces.Emails.Count == 0 ? null : $"(?<![a-z0-9._+-])({Any(traces.Emails)})(?![a-z0-9-])";

    /// <summary>Patterns of LIKE for the subject or the Message-ID of mails about a ticket.</summary>
    public static IEnumerable<string> MailsAbout(Guid ticketId) =>
        [$"%-{ticketId.ToString("N")[^8..]}]%", $"%<ticket-{ticketId:N}.%"];

    private static string Any(IEnumerable<string> texts) => string.Join('|', texts.Select(Regex.Escape));

    private static IEnumerable<string> Spellings(string number, string? countryCode)
    {
        var key = Fields.PhoneNumbers.Key(number, countryCode);
        var stored = Fields.PhoneNumbers.Read(number, countryCode)?.Stored ?? number;
        var national = stored.Contains('-', StringComparison.Ordinal) ? stored[(stored.IndexOf('-') + 1)..] : key;
        return [number, stored, key, national];
    }
}
