namespace Leadline.App.Tickets;

/// <summary>A slash that begins a word, and what is typed after it: looked for among the canned answers.</summary>
/// <param name="Start">Where the slash stands.</param>
/// <param name="Words">What follows it, up to the caret.</param>
public sealed record SlashWord(int Start, string Words)
{
    private const int Longest = 60;

    /// <summary>The one before the caret; null where nothing is looked for.</summary>
    public static SlashWord? At(string text, int caret)
    {
        caret = Math.Clamp(caret, 0, text.Length);
        var earliest = Math.Max(0, caret - Longest);
        for (var place = caret - 1; place >= earliest && text[place] != '\n'; place--)
            if (text[place] == '/')
                return Begins(text, place) && !IsSpace(text, place + 1, caret) && !IsSlash(text, place + 1, caret)
                    ? new(place, text[(place + 1)..caret])
                    : null;
        return null;
    }

    // In 24/7 and https:// the slash belongs to what stands before it.
    private static bool Begins(string text, int place) =>
        place == 0 || char.IsWhiteSpace(text[place - 1]) || text[place - 1] is '(' or '"' or '“' or '‘';

    private static bool IsSpace(string text, int place, int caret) => place < caret && char.IsWhiteSpace(text[place]);

    private static bool IsSlash(string text, int place, int caret) => place < caret && text[place] == '/';
}
