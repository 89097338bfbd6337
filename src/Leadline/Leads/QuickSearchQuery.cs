using System.Buffers;
using Leadline.Fields;

namespace Leadline.Leads;

/// <summary>
/// What a quick search asks for: the searchable fields as one text, and phone numbers by their digits.
/// </summary>
internal static class QuickSearchQuery
{
    // A leading zero is how a number is dialled, not a part of it; short groups of digits may really begin with one.
    private const int FewestDialledDigits = 7;

    private static readonly SearchValues<char> Separators = SearchValues.Create(LeadTokens.WordSeparators);
    private static readonly SearchValues<char> PhoneCharacters = SearchValues.Create(
        "0123456789" + LeadTokens.PhonePunctuation);
    private static readonly string Blanks = new(' ', LeadTokens.WordSeparators.Length);

    /// <summary>Null when the key has nothing to look for.</summary>
    public static LeadQuery? For(int accountId, LeadColumns columns, string key, int limit)
    {
        key = key.Trim().ToLowerInvariant();
        if (key.Length == 0 || !FieldRules.IsStorable(key))
            return null;
        var query = new LeadQuery
        {
            AccountId = accountId,
            Order = new LeadOrder(columns.Find(LeadColumns.ModifiedOn)!, Descending: true),
            Limit = limit,
        };
        return key.Length < LeadTokens.PartLength ? AtStarts(query, columns, key) : Anywhere(query, columns, key);
    }

    private static LeadQuery? AtStarts(LeadQuery query, LeadColumns columns, string key)
    {
        if (key.AsSpan().ContainsAny(Separators))
            return null;
        return query with
        {
            Condition = $"(' ' || translate({Text(columns)}, '{LeadTokens.WordSeparators}', '{Blanks}')) LIKE @value",
            Value = $"% {Literal(key)}%",
            Tokens = [[LeadTokens.Start(query.AccountId, key)]],
        };
    }

    private static LeadQuery Anywhere(LeadQuery query, LeadColumns columns, string key)
    {
        var inText = query with
        {
            Condition = $"{Text(columns)} LIKE @value",
            Value = $"%{Literal(key)}%",
            Tokens = [LeadTokens.Parts(query.AccountId, key)],
        };
        if (Digits(key) is not { } digits)
            return inText;
        return inText with
        {
            Condition = $"({inText.Condition} OR {Phones(columns)} LIKE @digits)",
            Digits = $"%{digits}%",
            Tokens = [.. inText.Tokens, LeadTokens.Parts(query.AccountId, digits)],
        };
    }

    /// <summary>The digits of a key that is a part of a phone number; null for any other key.</summary>
    private static string? Digits(string key)
    {
        if (key.AsSpan().ContainsAnyExcept(PhoneCharacters))
            return null;
        var digits = LeadTokens.DigitsOf(key);
        if (digits.TrimStart('0') is { Length: >= FewestDialledDigits } significant)
            digits = significant;
        return digits.Length >= LeadTokens.PartLength ? digits : null;
    }

    private static string Text(LeadColumns columns) =>
        $"lower(concat_ws(' ', {Join(columns.Searchable.Where(column => column.Field.Type != FieldType.Phone))}))";

    private static string Phones(LeadColumns columns) =>
        "translate(concat_ws('|', "
        + Join(columns.Searchable.Where(column => column.Field.Type == FieldType.Phone))
        + $"), '{LeadTokens.PhonePunctuation}', '')";

    private static string Join(IEnumerable<LeadColumn> columns) =>
        string.Join(", ", columns.Select(column => column.Sql).DefaultIfEmpty("null"));

    private static string Literal(string key) => key
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
