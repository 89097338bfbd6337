using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>Finds canned answers by what is typed.</summary>
public static class AnswerSearch
{
    private const int Most = 8;

    /// <summary>
    /// Those that hold all the words: first whose title begins with what is typed, then those with the words in the
    /// title, then those with them in the text.
    /// </summary>
    /// <param name="answers">All, by title.</param>
    /// <param name="typed">What is looked for; nothing finds the first ones.</param>
    public static IReadOnlyList<CannedAnswerResponse> Find(IEnumerable<CannedAnswerResponse> answers, string typed)
    {
        var words = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. answers
                .Select(answer => (Answer: answer, Rank: Rank(answer, typed.Trim(), words)))
                .Where(one => one.Rank is not null)
                .OrderBy(one => one.Rank)
                .Take(Most)
                .Select(one => one.Answer),
        ];
    }

    private static int? Rank(CannedAnswerResponse answer, string typed, string[] words)
    {
        if (answer.Title.StartsWith(typed, StringComparison.CurrentCultureIgnoreCase))
            return 0;
        if (HoldsAll(answer.Title, words))
            return 1;
        return HoldsAll($"{answer.Title} {answer.Text}", words) ? 2 : null;
    }

    private static bool HoldsAll(string text, string[] words) =>
        words.All(word => text.Contains(word, StringComparison.CurrentCultureIgnoreCase));
}
