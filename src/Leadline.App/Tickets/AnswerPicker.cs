using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>The list of canned answers that a slash opens: what is in it, and which one is chosen.</summary>
public sealed class AnswerPicker
{
    private IReadOnlyList<CannedAnswerResponse> answers = [];
    private int? dismissed;

    /// <summary>What is looked for; null while the list is closed.</summary>
    public SlashWord? Word { get; private set; }

    /// <summary>The answers found, the best first.</summary>
    public IReadOnlyList<CannedAnswerResponse> Found { get; private set; } = [];

    /// <summary>Which of them Enter takes.</summary>
    public int Chosen { get; private set; }

    /// <summary>Open where something was found; while nothing is typed after the slash, also to say that.</summary>
    public bool IsOpen => Word is { } word && (Found.Count > 0 || word.Words.Length == 0);

    /// <summary>The answers are these now.</summary>
    public void Use(IReadOnlyList<CannedAnswerResponse> all)
    {
        var chosen = Chosen < Found.Count ? Found[Chosen].Id : (Guid?)null;
        answers = all;
        Find();
        Chosen = Math.Max(0, Found.Index().FirstOrDefault(one => one.Item.Id == chosen).Index);
    }

    /// <summary>The text or the caret has changed.</summary>
    public void Look(string text, int caret)
    {
        var word = SlashWord.At(text, caret);
        if (word?.Start != dismissed)
            dismissed = null;
        Word = dismissed is null ? word : null;
        Find();
    }

    /// <summary>A key is pressed while the list is open.</summary>
    /// <returns>Whether it takes the chosen answer.</returns>
    public bool Press(string key)
    {
        switch (key)
        {
            case "ArrowDown" when Found.Count > 0:
                Chosen = (Chosen + 1) % Found.Count;
                break;
            case "ArrowUp" when Found.Count > 0:
                Chosen = (Chosen + Found.Count - 1) % Found.Count;
                break;
            case "Escape":
                Close();
                break;
            case "Enter" or "Tab":
                return Chosen < Found.Count;
        }

        return false;
    }

    /// <summary>Closes the list; this slash does not open it again.</summary>
    public void Close()
    {
        dismissed = Word?.Start;
        Hide();
    }

    /// <summary>Closes the list till something is typed.</summary>
    public void Hide()
    {
        Word = null;
        Find();
    }

    private void Find()
    {
        Found = Word is null ? [] : AnswerSearch.Find(answers, Word.Words);
        Chosen = 0;
    }
}
