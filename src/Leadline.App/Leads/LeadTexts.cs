namespace Leadline.App.Leads;

/// <summary>The texts of <c>LeadTexts.resx</c> and its translations.</summary>
public sealed class LeadTexts;
