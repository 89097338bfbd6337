namespace Leadline.App.Tickets;

/// <summary>What is asked before a text is sent.</summary>
/// <param name="Text">What is in doubt.</param>
/// <param name="Back">The way back: a verb with its object.</param>
/// <param name="GoBack">Goes it.</param>
public sealed record SendQuestion(string Text, string Back, Func<Task> GoBack)
{
    /// <summary>Whether nothing more is asked after it.</summary>
    public bool IsLast { get; init; }
}
