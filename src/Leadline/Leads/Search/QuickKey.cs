using System.Buffers;
using Leadline.Fields;
using Leadline.Leads.Index;

namespace Leadline.Leads.Search;

/// <summary>How well a lead fits a key, the best first.</summary>
internal enum QuickMatch
{
    /// <summary>The key is one of its values.</summary>
    Whole,

    /// <summary>One of its words or numbers begins with the key.</summary>
    Start,

    /// <summary>The key is a part of its text or of a number.</summary>
    Inside,
}

/// <summary>
/// What a quick search asks for: a text, and the digits of a number that it may be. A key of one or two letters is
/// looked for at the starts of words.
/// </summary>
internal sealed record QuickKey(string Text, string? Digits)
{
    // A leading zero is how a number is dialled, not a part of it; short groups of digits may really begin with one.
    private const int FewestDialledDigits = 7;

    private static readonly SearchValues<char> PhoneCharacters = SearchValues.Create("0123456789 +-().[]/");

    private bool IsShort => Text.Length < LeadTokens.PartLength;

    /// <summary>Null when the key has nothing to look for.</summary>
    public static QuickKey? For(string key)
    {
        key = key.Trim().ToLowerInvariant();
        if (key.Length == 0 || !FieldRules.IsStorable(key))
            return null;
        return key.Length < LeadTokens.PartLength && SearchText.FirstWord(key).Length < key.Length
            ? null
            : new QuickKey(key, DigitsOf(key));
    }

    /// <summary>How a lead fits; null where it does not.</summary>
    public QuickMatch? Match(SearchText text)
    {
        QuickMatch? best = text.Values.Contains(Text) ? QuickMatch.Whole : InWords(text.Words);
        if (Digits is null)
            return best;
        foreach (var number in text.Numbers)
        {
            if (number.IndexOf(Digits, StringComparison.Ordinal) is not (>= 0 and var place))
                continue;
            var match = number.Length == Digits.Length ? QuickMatch.Whole
                : place == 0 ? QuickMatch.Start
                : QuickMatch.Inside;
            best = best < match ? best : match;
        }

        return best;
    }

    /// <summary>What all leads have that fit this well or better; null where none can.</summary>
    public TokenExpression? Expression(int accountId, QuickMatch match)
    {
        var (inText, inNumbers) = match switch
        {
            QuickMatch.Whole => (
                TokenExpression.Has(LeadTokens.Whole(accountId, Text)),
                Digits is null ? null : TokenExpression.Has(LeadTokens.Whole(accountId, Digits))),
            QuickMatch.Start => (
                SearchText.FirstWord(Text) is { IsEmpty: false } word
                    ? TokenExpression.All(
                        [TokenExpression.Has(LeadTokens.Start(accountId, word)), LeadTokens.Parts(accountId, Text)])
                    : null,
                Digits is null
                    ? null
                    : TokenExpression.All(
                    [
                        TokenExpression.Has(LeadTokens.Start(accountId, Digits)),
                        LeadTokens.DigitParts(accountId, Digits),
                    ])),
            _ => (
                LeadTokens.Parts(accountId, Text), Digits is null ? null : LeadTokens.DigitParts(accountId, Digits)),
        };
        TokenExpression[] known = [.. new[] { inText, inNumbers }.OfType<TokenExpression>()];
        return TokenExpression.Any(known);
    }

    private QuickMatch? InWords(string words)
    {
        QuickMatch? best = null;
        for (var place = 0; (place = words.IndexOf(Text, place, StringComparison.Ordinal)) >= 0; place++)
        {
            if (SearchText.IsStart(words, place))
                return QuickMatch.Start;
            best = IsShort ? null : QuickMatch.Inside;
        }

        return best;
    }

    /// <summary>The digits of a key that is a part of a phone number; null for any other key.</summary>
    private static string? DigitsOf(string key)
    {
        if (key.AsSpan().ContainsAnyExcept(PhoneCharacters))
            return null;
        var digits = SearchText.DigitsOf(key);
        if (digits.TrimStart('0') is { Length: >= FewestDialledDigits } significant)
            digits = significant;
        return digits.Length >= LeadTokens.PartLength ? digits : null;
    }
}
