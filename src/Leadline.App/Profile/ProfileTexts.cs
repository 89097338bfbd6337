namespace Leadline.App.Profile;

/// <summary>The texts of <c>ProfileTexts.resx</c> and its translations.</summary>
public sealed class ProfileTexts;
