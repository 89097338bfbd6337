namespace Leadline.App.Parts;

/// <summary>The texts of <c>PartTexts.resx</c> and its translations.</summary>
public sealed class PartTexts;
