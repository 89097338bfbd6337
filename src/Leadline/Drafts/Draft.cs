namespace Leadline.Drafts;

/// <summary>A text that is not sent yet.</summary>
/// <param name="Content">JSON, as the client sent it; empty where only the draft's key is asked for.</param>
internal sealed record Draft(string Key, int Version, DateTime SavedOn, string Content);
