namespace Leadline.Tickets.Sla;

/// <summary>A time in which the desk waited for the customer; it lasts while it has no end.</summary>
internal readonly record struct Pause(DateTime From, DateTime? To);

/// <summary>What a ticket's policy promises, and what has come of it.</summary>
internal sealed record SlaState
{
    public static readonly SlaState None = new();

    public Guid? PolicyId { get; init; }

    public DateTime? ResponseDueOn { get; init; }

    public DateTime? ResolutionDueOn { get; init; }

    /// <summary>When the customer was first answered.</summary>
    public DateTime? RespondedOn { get; init; }

    public DateTime? ResolvedOn { get; init; }

    /// <summary>The moment at which the promise was broken, however late it was noticed.</summary>
    public DateTime? ResponseBreachedOn { get; init; }

    public DateTime? ResolutionBreachedOn { get; init; }

    public IReadOnlyList<Pause> Pauses { get; init; } = [];

    /// <summary>Names of the steps that have happened: each happens once.</summary>
    public IReadOnlyList<string> StepsDone { get; init; } = [];

    public bool IsPaused => Pauses is [.., { To: null }];
}
