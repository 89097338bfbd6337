namespace Leadline.App.Parts;

/// <summary>A line of a <see cref="Block"/>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Detail">What else is to be said of it.</param>
/// <param name="Address">Where it leads to, below the application's own.</param>
public sealed record BlockLine(string Name, string? Detail, string Address);
