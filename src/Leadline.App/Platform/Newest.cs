namespace Leadline.App.Platform;

/// <summary>Of several questions the newest counts: when it is asked, those before it are given up.</summary>
public sealed class Newest
{
    private CancellationTokenSource asked = new();

    /// <summary>Begins a question, and gives up those before.</summary>
    /// <returns>Cancelled when the next one begins.</returns>
    public CancellationToken Begin()
    {
        var before = asked;
        asked = new();
        _ = before.CancelAsync();
        return asked.Token;
    }
}
