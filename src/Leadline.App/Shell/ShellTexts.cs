namespace Leadline.App.Shell;

/// <summary>The texts of <c>ShellTexts.resx</c> and its translations.</summary>
public sealed class ShellTexts;
