using Leadline.ServiceDesk;
namespace Leadline.Tickets.Assignment;

/// <summary>Which agent of a group gets a ticket. Knows no SQL.</summary>
internal static class AgentChoice
{
    /// <summary>Null while nobody can take it.</summary>
    /// <param name="group">The group, with its rule and its agents in their order of turn.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="isActive">Whether a user can work at all.</param>
    /// <param name="open">Open tickets by agent.</param>
    /// <param name="last">Whose turn it was last.</param>
    public static Guid? Choose(
        TicketGroup group, Ticket ticket, Func<Guid, bool> isActive, IReadOnlyDictionary<Guid, int> open, Guid? last)
    {
        var lastAt = group.Agents.ToList().FindIndex(agent => agent.UserId == last);
        var inTurn = Enumerable.Range(1, group.Agents.Count)
            .Select(step => group.Agents[(lastAt + step + group.Agents.Count) % group.Agents.Count])
            .Where(agent =>
                agent.Available && isActive(agent.UserId) && Open(agent) < (agent.MostOpen ?? int.MaxValue));

        // Sorting is stable: of equals, the next in turn.
        var ranked = group.Rule switch
        {
            AssignmentRule.None => [],
            AssignmentRule.RoundRobin => inTurn,
            AssignmentRule.Load => inTurn.OrderBy(Open),
            _ => inTurn.OrderByDescending(Matches).ThenBy(Open),
        };
        return ranked.Select(agent => (Guid?)agent.UserId).FirstOrDefault();

        int Open(GroupAgent agent) => open.GetValueOrDefault(agent.UserId);

        int Matches(GroupAgent agent) => (agent.Skills ?? []).Distinct(StringComparer.OrdinalIgnoreCase)
            .Count(skill => Wanted(ticket).Contains(skill, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What a ticket asks an agent to be good at.</summary>
    private static IEnumerable<string> Wanted(Ticket ticket)
    {
        if (ticket.Value(TicketFieldNames.Type) is { } type)
            yield return type;
        if (ticket.Value(TicketFieldNames.SubType) is { } subType)
            yield return subType;
        foreach (var tag in ticket.Tags)
            yield return tag;
    }
}
