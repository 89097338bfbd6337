namespace Leadline.App.Settings;

/// <summary>One of the values that can be chosen.</summary>
/// <param name="Value">What the API calls it.</param>
/// <param name="Text">What people read.</param>
public sealed record Item(string Value, string Text);
