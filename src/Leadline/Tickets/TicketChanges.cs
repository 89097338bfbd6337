using Leadline.Events;

namespace Leadline.Tickets;

/// <summary>What a change did to a ticket: each changed member with its value before and after.</summary>
internal static class TicketChanges
{
    /// <summary>Null when nothing that is told changed.</summary>
    public static string? Describe(Ticket before, Ticket after) => ValueChanges.Describe(Flat(before), Flat(after));

    private static Dictionary<string, string?> Flat(Ticket ticket)
    {
        var flat = new Dictionary<string, string?>
        {
            ["lead"] = ticket.LeadId.ToString(),
            ["group"] = ticket.GroupId?.ToString(),
            ["agent"] = ticket.AgentId?.ToString(),
            ["parent"] = ticket.Parent?.ToString(),
            ["mergedInto"] = ticket.MergedInto?.ToString(),
            ["trashedOn"] = ticket.TrashedOn?.ToString("O"),
            ["watchers"] = ticket.Watchers.Count == 0 ? null : string.Join(',', ticket.Watchers),
            ["responseDueOn"] = ticket.Sla.ResponseDueOn?.ToString("O"),
            ["resolutionDueOn"] = ticket.Sla.ResolutionDueOn?.ToString("O"),
            ["respondedOn"] = ticket.Sla.RespondedOn?.ToString("O"),
            ["responseBreachedOn"] = ticket.Sla.ResponseBreachedOn?.ToString("O"),
            ["resolutionBreachedOn"] = ticket.Sla.ResolutionBreachedOn?.ToString("O"),
        };
        foreach (var (name, value) in ticket.Values)
            flat[name] = value;
        return flat;
    }
}
