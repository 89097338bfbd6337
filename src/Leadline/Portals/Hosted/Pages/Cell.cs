namespace Leadline.Portals.Hosted.Pages;

/// <summary>A text of a list, which may lead to a page.</summary>
public readonly record struct Cell(string Text, string? Path = null)
{
    public static implicit operator Cell(string text) => new(text);
}
