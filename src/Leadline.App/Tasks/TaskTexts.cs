namespace Leadline.App.Tasks;

/// <summary>The texts of <c>TaskTexts.resx</c> and its translations.</summary>
public sealed class TaskTexts;
