namespace Leadline.Resets;

/// <summary>What a reset takes from a lead: records of these kinds that were made within the window.</summary>
internal sealed record LeadReset(Guid LeadId)
{
    public IReadOnlyList<Guid> TaskTypes { get; init; } = [];

    /// <summary>Codes of the account's own activity types.</summary>
    public IReadOnlyList<int> ActivityTypes { get; init; } = [];

    public bool Notes { get; init; }

    public bool StageChanges { get; init; }

    public bool OwnerChanges { get; init; }

    public DateTime? From { get; init; }

    /// <summary>The moment before which they were made.</summary>
    public DateTime? Before { get; init; }
}
