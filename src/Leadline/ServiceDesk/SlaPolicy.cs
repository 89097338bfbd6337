namespace Leadline.ServiceDesk;

/// <summary>
/// How soon tickets of a priority are to be answered and resolved, in minutes of business hours; null promises nothing.
/// </summary>
internal sealed record SlaTarget(int? ResponseMinutes, int? ResolutionMinutes);

/// <summary>What happens so many minutes before (below 0) or after a due time, by the clock on the wall.</summary>
/// <param name="Minutes">Before the due time when below 0, after it when above.</param>
/// <param name="Notify">E-mail addresses that are told.</param>
internal sealed record SlaStep(int Minutes, IReadOnlyList<string>? Notify = null);

/// <summary>
/// A promise to customers: targets by priority, counted in business hours from a ticket's creation (extended §5.10).
/// </summary>
internal sealed record SlaPolicy
{
    /// <summary>What every account starts with; others come before it.</summary>
    public static readonly SlaPolicy Default = new()
    {
        Name = "Default",
        Position = 1000,
        Targets = new Dictionary<string, SlaTarget>
        {
            ["Urgent"] = new(60, 4 * 60),
            ["High"] = new(4 * 60, 24 * 60),
            ["Medium"] = new(8 * 60, 2 * 24 * 60),
            ["Low"] = new(24 * 60, 5 * 24 * 60),
        },
        ResponseSteps = [new SlaStep(-15)],
        ResolutionSteps = [new SlaStep(-60)],
    };

    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Policies are tried in this order; the first that applies counts.</summary>
    public int Position { get; init; }

    /// <summary>
    /// Values that a ticket must have for the policy to apply, by schema name; none: it applies to all.
    /// </summary>
    public IReadOnlyDictionary<string, string> AppliesTo { get; init; } = new Dictionary<string, string>();

    /// <summary>The business hours in which its time runs; null around the clock.</summary>
    public Guid? HoursId { get; init; }

    public IReadOnlyDictionary<string, SlaTarget> Targets { get; init; } = new Dictionary<string, SlaTarget>();

    public IReadOnlyList<SlaStep> ResponseSteps { get; init; } = [];

    public IReadOnlyList<SlaStep> ResolutionSteps { get; init; } = [];

    /// <summary>A policy that is not published applies to no ticket.</summary>
    public bool Published { get; init; } = true;
}
