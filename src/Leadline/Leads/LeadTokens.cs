using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Leadline.Fields;

namespace Leadline.Leads;

/// <summary>
/// The 32-bit hashes by which the search index finds leads: of every three letters of their searchable text, of the
/// starts of its words, and of each field's whole value. Equal texts give equal hashes, so a lead that lacks one cannot
/// match; one that has them all still has to be looked at.
/// </summary>
internal static partial class LeadTokens
{
    /// <summary>Letters of a part of text; shorter keys are looked for at the starts of words only.</summary>
    public const int PartLength = 3;

    // Further parts of a long text make a look-up slower and hardly narrower.
    private const int MostParts = 16;

    /// <summary>What is between the words of a text, besides blanks.</summary>
    public const string WordSeparators = ".@-_+/,";

    /// <summary>What may stand in a phone number besides digits.</summary>
    public const string PhonePunctuation = " +-().[]/";

    /// <summary>The tokens of a whole lead.</summary>
    public static int[] From(LeadColumns columns, Lead lead)
    {
        var tokens = new HashSet<int>(128);
        foreach (var (name, value) in lead.Values)
            tokens.Add(Exact(lead.AccountId, name, value));
        tokens.Add(Exact(lead.AccountId, LeadColumns.Number, lead.Number.ToString(CultureInfo.InvariantCulture)));
        tokens.Add(Exact(lead.AccountId, LeadFieldNames.OwnerId, lead.OwnerId.ToString()));

        var text = new StringBuilder();
        foreach (var column in columns.Searchable)
        {
            if (lead.Value(column.Name) is not { } value)
                continue;
            if (column.Field.Type == FieldType.Phone)
                AddParts(tokens, lead.AccountId, DigitsOf(value));
            else
                text.Append(text.Length > 0 ? " " : "").Append(value);
        }

        var lower = text.ToString().ToLowerInvariant();
        AddParts(tokens, lead.AccountId, lower);
        foreach (var word in Words(lower))
            for (var length = 1; length < PartLength && length <= word.Length; length++)
                tokens.Add(Hash(lead.AccountId, 's', "", word.AsSpan(0, length)));
        return [.. tokens];
    }

    /// <summary>True where a value of the field is found by <see cref="Exact"/>.</summary>
    public static bool HasExact(LeadColumn column) =>
        column.Print is null || column.Name is LeadColumns.Number or LeadFieldNames.OwnerId;

    /// <summary>The token of a field's whole value. Spellings that any filter takes for equal share it.</summary>
    public static int Exact(int accountId, string field, string value)
    {
        if (
            Number().IsMatch(value)
            && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            value = number.ToString("0.############################", CultureInfo.InvariantCulture);
        return Hash(accountId, 'v', field, value.ToLowerInvariant());
    }

    /// <summary>The tokens that every text has which holds this one.</summary>
    public static int[] Parts(int accountId, string text)
    {
        var tokens = new HashSet<int>();
        AddParts(tokens, accountId, text.ToLowerInvariant());
        return [.. tokens.Take(MostParts)];
    }

    /// <summary>The token of a word's first one or two letters.</summary>
    public static int Start(int accountId, string start) => Hash(accountId, 's', "", start);

    /// <summary>Changes when other fields become searchable: what was indexed before then lacks their parts.</summary>
    public static int Fingerprint(LeadColumns columns) =>
        Hash(0, 'f', "", string.Join(',', columns.Searchable.Select(column => $"{column.Name}:{column.Field.Type}")));

    public static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static string[] Words(string text) => text.Split(
        [' ', '\t', '\r', '\n', .. WordSeparators], StringSplitOptions.RemoveEmptyEntries);

    private static void AddParts(HashSet<int> tokens, int accountId, string text)
    {
        for (var i = 0; i + PartLength <= text.Length; i++)
            tokens.Add(Hash(accountId, 'p', "", text.AsSpan(i, PartLength)));
    }

    // FNV-1a with a final mix: it must be the same on every node and in every version.
    private static int Hash(int accountId, char kind, string field, ReadOnlySpan<char> text)
    {
        var hash = Step(Step(Step(2166136261, (uint)accountId), (uint)accountId >> 16), kind);
        foreach (var letter in field)
            hash = Step(hash, letter);
        hash = Step(hash, ':');
        foreach (var letter in text)
            hash = Step(hash, letter);
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return (int)(hash ^ (hash >> 16));
    }

    private static uint Step(uint hash, uint value) => (hash ^ (value & 0xFFFF)) * 16777619;

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
