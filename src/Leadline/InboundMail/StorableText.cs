using Leadline.Fields;

namespace Leadline.InboundMail;

/// <summary>Text of strangers, as PostgreSQL can hold it.</summary>
internal static class StorableText
{
    /// <summary>Without U+0000, and halves of surrogate pairs.</summary>
    public static string From(string text)
    {
        var kept = text.Replace("\0", "", StringComparison.Ordinal);
        return FieldRules.IsStorable(kept) ? kept : string.Concat(kept.EnumerateRunes());
    }

    /// <summary>On one line.</summary>
    public static string Line(string text) => From(string.Join(' ', text.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))).Trim();

    /// <summary>No letter is cut in two.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        return text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }
}
