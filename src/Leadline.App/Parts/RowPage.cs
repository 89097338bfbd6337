namespace Leadline.App.Parts;

/// <summary>A page of rows.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
/// <param name="Count">How many there are in all, if that was counted.</param>
/// <param name="HasMore">There are more than were counted.</param>
public sealed record RowPage<TRow>(IReadOnlyList<TRow> Rows, string? Next, int? Count = null, bool HasMore = false);
