namespace Leadline.App.Workflow;

/// <summary>The texts of <c>WorkflowTexts.resx</c> and its translations.</summary>
public sealed class WorkflowTexts;
