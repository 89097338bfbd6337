using System.Text.Json;
using Leadline.ServiceDesk;

namespace Leadline.Tickets.Sla;

/// <summary>Something of the SLA that came to pass: for the event log, and for those who are to be told.</summary>
internal sealed record SlaEvent(string Kind, DateTime On, string Data, IReadOnlyList<string> Notify);

/// <summary>What a ticket's changes and the passing of time do to its promises. Knows no SQL.</summary>
internal static class SlaRules
{
    private const string Response = "response";
    private const string Resolution = "resolution";

    /// <summary>A new ticket, with its first promises.</summary>
    public static Ticket Begin(Ticket ticket, Desk desk, DateTime now)
    {
        var isDone = desk.Settings.DoneStatuses.Contains(ticket.Status);
        var isPaused = desk.Settings.PausedStatuses.Contains(ticket.Status);
        return Schedule(
            ticket with
            {
                Sla = new SlaState
                {
                    ResolvedOn = isDone ? now : null,
                    Pauses = isPaused ? [new Pause(now, null)] : [],
                },
            },
            desk,
            now);
    }

    /// <summary>
    /// The ticket after a change of its values, its promises made anew; those that fell due before have been noted.
    /// </summary>
    public static Ticket Follow(Ticket before, Ticket after, Desk desk, DateTime now)
    {
        var sla = before.Sla;
        var (wasDone, isDone) = (sla.ResolvedOn is not null, desk.Settings.DoneStatuses.Contains(after.Status));
        var isPaused = !isDone && desk.Settings.PausedStatuses.Contains(after.Status);
        var pauses = sla.Pauses.ToList();

        // The time in which a ticket was done is nobody's: a customer who comes back finds the rest of the promise.
        if (wasDone && !isDone)
            pauses.Add(new Pause(sla.ResolvedOn!.Value, now));
        if (pauses is [.., { To: null } open] && !isPaused)
            pauses[^1] = open with { To = now };
        if (isPaused && !sla.IsPaused)
            pauses.Add(new Pause(now, null));
        return Schedule(
            after with
            {
                Sla = after.Sla with { Pauses = pauses, ResolvedOn = isDone ? sla.ResolvedOn ?? now : null },
            },
            desk,
            now);
    }

    /// <summary>
    /// Notes what fell due by now: each step once, a breach at the very moment of its due time. Every change begins
    /// with this, and so does the worker: whoever comes first, the record is the same.
    /// </summary>
    public static Ticket Tick(Ticket ticket, Desk desk, DateTime now, ICollection<SlaEvent> events)
    {
        if (ticket.WorkOn is null || ticket.WorkOn > now)
            return ticket;
        foreach (var step in Steps(ticket, desk).Where(step => step.On <= now).OrderBy(step => step.On))
        {
            var sla = ticket.Sla with { StepsDone = [.. ticket.Sla.StepsDone, step.Name] };
            if (step.IsBreach)
                sla = step.Target == Response
                    ? sla with { ResponseBreachedOn = step.On }
                    : sla with { ResolutionBreachedOn = step.On };
            ticket = ticket with { Sla = sla };
            events.Add(new SlaEvent(step.Kind, step.On, Describe(step), step.Notify));
        }

        return ticket with { WorkOn = NextWork(ticket, desk, now) };
    }

    /// <summary>When the worker has to look at it: at once for an agent, else at the next step.</summary>
    public static DateTime? NextWork(Ticket ticket, Desk desk, DateTime now)
    {
        if (ticket.TrashedOn is not null || ticket.MergedInto is not null)
            return null;
        if (ticket.AwaitsAgent)
            return now;
        return Steps(ticket, desk).Select(step => (DateTime?)step.On).Min();
    }

    private static bool Applies(SlaPolicy policy, Ticket ticket) => policy.Published
        && policy.AppliesTo.All(wanted =>
            wanted.Value.Equals(ticket.Value(wanted.Key), StringComparison.OrdinalIgnoreCase));

    private static SlaTarget? TargetOf(SlaPolicy policy, Ticket ticket) =>
        ticket.Value(TicketFieldNames.Priority) is { } priority ? policy.Targets.GetValueOrDefault(priority) : null;

    // Targets are counted from creation, by the policy that applies now, as if it always had (extended §5.10).
    private static Ticket Schedule(Ticket ticket, Desk desk, DateTime now)
    {
        var policy = desk.Policies.FirstOrDefault(policy => Applies(policy, ticket));
        var target = policy is null ? null : TargetOf(policy, ticket);
        ticket = ticket with
        {
            Sla = ticket.Sla with
            {
                PolicyId = policy?.Id,
                ResponseDueOn = Due(target?.ResponseMinutes),
                ResolutionDueOn = Due(target?.ResolutionMinutes),
            },
        };
        return ticket with { WorkOn = NextWork(ticket, desk, now) };

        DateTime? Due(int? minutes) => minutes is { } promised
            ? SlaClock.Due(desk.HoursOf(policy!), ticket.CreatedOn, TimeSpan.FromMinutes(promised), ticket.Sla.Pauses)
            : null;
    }

    /// <summary>The steps that are still to come.</summary>
    private static IEnumerable<Step> Steps(Ticket ticket, Desk desk)
    {
        var sla = ticket.Sla;
        if (desk.Policy(sla.PolicyId) is not { } policy)
            return [];
        var steps = new List<Step>();
        if (sla is { ResponseDueOn: { } responseDue, RespondedOn: null, ResolvedOn: null })
            Add(Response, responseDue, policy.ResponseSteps);
        if (sla is { ResolutionDueOn: { } resolutionDue, ResolvedOn: null })
            Add(Resolution, resolutionDue, policy.ResolutionSteps);
        steps.RemoveAll(step => sla.StepsDone.Contains(step.Name));
        return steps;

        void Add(string target, DateTime due, IReadOnlyList<SlaStep> others)
        {
            steps.Add(new Step(target, due, due, 0, []));
            foreach (var step in others)
                steps.Add(new Step(target, due.AddMinutes(step.Minutes), due, step.Minutes, step.Notify ?? []));
        }
    }

    private static string Describe(Step step) =>
        JsonSerializer.Serialize(
            new
            {
                target = step.Target,
                dueOn = step.Due,
                minutes = step.Minutes,
                notify = step.Notify,
            });

    private sealed record Step(string Target, DateTime On, DateTime Due, int Minutes, IReadOnlyList<string> Notify)
    {
        public bool IsBreach => Minutes == 0;

        public string Name => $"{Target}:{Minutes}";

        public string Kind => Minutes switch
        {
            < 0 => TicketEvents.SlaReminder,
            0 => TicketEvents.SlaBreached,
            _ => TicketEvents.SlaEscalated,
        };
    }
}
