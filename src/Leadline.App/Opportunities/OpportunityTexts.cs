namespace Leadline.App.Opportunities;

/// <summary>The texts of <c>OpportunityTexts.resx</c> and its translations.</summary>
public sealed class OpportunityTexts;
