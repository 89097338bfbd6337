using System.Globalization;
using System.Text.RegularExpressions;
using Leadline.Leads.Index;

namespace Leadline.Leads.Search;

/// <summary>
/// The 32-bit hashes by which the index finds leads: of every three letters of their searchable text, of the starts of
/// its words, of numbers' digits, and of whole values. Equal texts give equal hashes, so a lead that lacks one cannot
/// match; one that has them all still has to be looked at.
/// </summary>
internal static partial class LeadTokens
{
    /// <summary>Letters of a part of text; shorter keys are looked for at the starts of words only.</summary>
    public const int PartLength = 3;

    // Three digits are part of every hundredth lead; four narrow better where a key has them.
    private const int DigitPartLength = 4;

    // Parts that overlap or are many make a look-up slower and hardly narrower.
    private const int MostParts = 8;

    /// <summary>The tokens of a whole lead, some of them more than once.</summary>
    public static List<int> From(LeadColumns columns, StoredLead lead)
    {
        var (account, tokens) = (lead.AccountId, new List<int>(192));
        var text = SearchText.Of(columns, lead, (name, value) => tokens.Add(Exact(account, name, value)));
        tokens.Add(Exact(account, LeadColumns.Number, lead.Number.ToString(CultureInfo.InvariantCulture)));
        tokens.Add(Exact(account, LeadFieldNames.OwnerId, lead.OwnerId.ToString()));

        AddParts(tokens, account, 'p', text.Words, PartLength);
        foreach (var word in SearchText.WordsOf(text.Words))
            AddStarts(tokens, account, text.Words.AsSpan(word));
        foreach (var value in text.Values)
            tokens.Add(Whole(account, value));
        foreach (var number in text.Numbers)
        {
            AddParts(tokens, account, 'd', number, PartLength);
            AddParts(tokens, account, 'd', number, DigitPartLength);
            AddStarts(tokens, account, number);
            tokens.Add(Whole(account, number));
        }

        return tokens;
    }

    /// <summary>True where a value of the field is found by <see cref="Exact"/>.</summary>
    public static bool HasExact(LeadColumn column) =>
        column.Print is null || column.Name is LeadColumns.Number or LeadFieldNames.OwnerId;

    /// <summary>The token of a field's whole value. Spellings that any filter takes for equal share it.</summary>
    public static int Exact(int accountId, string field, string value)
    {
        if (value.Length > 0 && (char.IsAsciiDigit(value[0]) || value[0] == '-')
            && Number().IsMatch(value)
            && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            value = number.ToString("0.############################", CultureInfo.InvariantCulture);
        return Hash(accountId, 'v', field, value.ToLowerInvariant());
    }

    /// <summary>What a lead of one of the owners has.</summary>
    public static TokenExpression? OfOwners(int accountId, IEnumerable<Guid> owners) => TokenExpression.Any(
        [.. owners.Select(owner => TokenExpression.Has(Exact(accountId, LeadFieldNames.OwnerId, owner.ToString())))]);

    /// <summary>The token of a whole value of any searchable field, in lower case, or of a number's digits.</summary>
    public static int Whole(int accountId, string value) => Hash(accountId, 'w', "", value);

    /// <summary>The token of what a word or number begins with, of which at most three letters count.</summary>
    public static int Start(int accountId, ReadOnlySpan<char> start) =>
        Hash(accountId, 's', "", start[..Math.Min(start.Length, PartLength)]);

    /// <summary>What every text has that holds this one, in lower case; null where it is too short to tell.</summary>
    public static TokenExpression? Parts(int accountId, string text) => Parts(accountId, 'p', text, PartLength);

    /// <summary>What every number has that holds these digits; null where they are too few to tell.</summary>
    public static TokenExpression? DigitParts(int accountId, string digits) =>
        Parts(accountId, 'd', digits, Math.Min(Math.Max(digits.Length, PartLength), DigitPartLength));

    /// <summary>Changes when other fields become searchable: what was indexed before then lacks their parts.</summary>
    public static int Fingerprint(LeadColumns columns) =>
        Hash(0, 'f', "", string.Join(',', columns.Searchable.Select(column => $"{column.Name}:{column.Field.Type}")));

    private static TokenExpression? Parts(int accountId, char kind, string text, int length)
    {
        var parts = text.Length - length + 1;
        var taken = Math.Min((text.Length + length - 1) / length, MostParts);
        return TokenExpression.All(
            Enumerable.Range(0, parts > 0 ? taken : 0)
                .Select(i => taken == 1 ? 0 : i * (parts - 1) / (taken - 1))
                .Select(at => Hash(accountId, kind, "", text.AsSpan(at, length)))
                .Distinct()
                .Select(TokenExpression.Has));
    }

    private static void AddParts(List<int> tokens, int accountId, char kind, string text, int length)
    {
        for (var i = 0; i + length <= text.Length; i++)
            tokens.Add(Hash(accountId, kind, "", text.AsSpan(i, length)));
    }

    private static void AddStarts(List<int> tokens, int accountId, ReadOnlySpan<char> word)
    {
        for (var length = 1; length <= PartLength && length <= word.Length; length++)
            tokens.Add(Start(accountId, word[..length]));
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
