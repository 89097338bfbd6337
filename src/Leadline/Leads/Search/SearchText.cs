using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Leadline.Fields;

namespace Leadline.Leads.Search;

/// <summary>What quick search looks into: a lead's searchable values in lower case, and numbers as digits.</summary>
/// <param name="Words">All values but phone numbers, in the order of the fields, with blanks between.</param>
/// <param name="Values">The same, one by one.</param>
/// <param name="Numbers">The digits of phone numbers, and the lead's own number.</param>
internal sealed record SearchText(string Words, IReadOnlyList<string> Values, IReadOnlyList<string> Numbers)
{
    private const string Separators = " \t\r\n.@-_+/,";

    private static readonly SearchValues<char> SeparatorSet = SearchValues.Create(Separators);

    /// <summary>The text of a lead. Whoever wants all its values is told them on the way.</summary>
    public static SearchText Of(LeadColumns columns, StoredLead lead, Action<string, string>? tell = null)
    {
        var values = new string?[columns.Searchable.Count];
        var reader = new Utf8JsonReader(lead.Values);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var place = columns.SearchablePlace(reader.ValueSpan);
            var name = tell is null ? null : columns.NameOf(reader.ValueSpan) ?? reader.GetString();
            reader.Read();
            if (place < 0 && tell is null)
                continue;
            var value = reader.GetString()!;
            if (place >= 0)
                values[place] = value;
            tell?.Invoke(name!, value);
        }

        var (words, numbers) = (new List<string>(values.Length), new List<string>(4));
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } value)
                continue;
            if (columns.Searchable[i].Field.Type == FieldType.Phone)
                numbers.Add(DigitsOf(value));
            else
                words.Add(value.ToLowerInvariant());
        }

        numbers.Add(lead.Number.ToString(CultureInfo.InvariantCulture));
        return new SearchText(string.Join(' ', words), words, numbers);
    }

    public static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>Where the words of a text are.</summary>
    public static IEnumerable<Range> WordsOf(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            var end = text.AsSpan(start).IndexOfAny(SeparatorSet);
            var length = end < 0 ? text.Length - start : end;
            if (length > 0)
                yield return start..(start + length);
            start += length;
        }
    }

    /// <summary>The word that a text begins with; empty where it begins with what stands between words.</summary>
    public static ReadOnlySpan<char> FirstWord(string text) =>
        text.AsSpan().IndexOfAny(SeparatorSet) is >= 0 and var end ? text.AsSpan(0, end) : text;

    /// <summary>True where the text at the place is the beginning of a word.</summary>
    public static bool IsStart(string text, int place) => place == 0 || SeparatorSet.Contains(text[place - 1]);
}
