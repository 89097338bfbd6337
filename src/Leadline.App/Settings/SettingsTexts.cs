namespace Leadline.App.Settings;

/// <summary>The texts of <c>SettingsTexts.resx</c> and its translations.</summary>
public sealed class SettingsTexts;
