namespace Leadline.ServiceDesk;

/// <summary>How a group finds an agent for a ticket.</summary>
internal enum AssignmentRule
{
    /// <summary>Agents take tickets themselves.</summary>
    None,

    /// <summary>In turn.</summary>
    RoundRobin,

    /// <summary>Whoever has the fewest open tickets; of equals, in turn.</summary>
    Load,

    /// <summary>
    /// Whoever has the most of the skills that the ticket asks for; of these, whoever has the fewest open tickets.
    /// </summary>
    Skill,
}

/// <summary>An agent in a group.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Skills">What the agent is good at; compared with the ticket's tags, type and sub-type in any
/// case.</param>
/// <param name="MostOpen">Open tickets beyond which the agent gets no more; null for no limit.</param>
/// <param name="Available">An agent on leave gets none.</param>
internal sealed record GroupAgent(
    Guid UserId, IReadOnlyList<string>? Skills = null, int? MostOpen = null, bool Available = true);

/// <summary>Agents who share tickets.</summary>
internal sealed record TicketGroup
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Takes new tickets that no other group takes.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Types of tickets that it takes.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    public AssignmentRule Rule { get; init; }

    public IReadOnlyList<GroupAgent> Agents { get; init; } = [];
}
