namespace Leadline.Tickets.Customers.Pages;

/// <summary>
/// Something that somebody said, with its files as path and what the link says. The text is shown as text, whatever it
/// holds; HTML is what an agent wrote, and harmless.
/// </summary>
public sealed record Message(
    string By, string On, string Text, string? Html, bool IsOwn, IReadOnlyList<(string Path, string Text)> Files);
