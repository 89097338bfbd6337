namespace Leadline.App.Tickets;

/// <summary>The mail that a text answers, which stands below it.</summary>
public static class QuotedText
{
    /// <summary>The text, and what it quotes at its end; null for nothing.</summary>
    public static (string Own, string? Quoted) Split(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var start = lines.Length;
        while (start > 0 && (lines[start - 1].StartsWith('>') || string.IsNullOrWhiteSpace(lines[start - 1])))
            start--;
        if (!lines.Skip(start).Any(line => line.StartsWith('>')))
            return (text.TrimEnd(), null);

        // "On Tuesday Meera wrote:" belongs to what it announces.
        if (start > 0 && lines[start - 1].TrimEnd().EndsWith(':'))
            start--;
        return start == 0
            ? (text.TrimEnd(), null)
            : (string.Join('\n', lines[..start]).TrimEnd(), string.Join('\n', lines[start..]).Trim());
    }
}
