using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>Changes what a caller names of a ticket.</summary>
internal sealed class ChangeTicket(Caller caller, TicketDefinitions definitions, long number, TicketUpdate update)
    : TicketChange<Ticket>(caller, definitions, number)
{
    private const int MostWatchers = 50;

    private static readonly FieldContext AnyTags = new(DefaultCountryCode: null, CheckOptions: false);

    public override Result<TicketEdit?> Edit(Ticket ticket, DateTime now)
    {
        var input = TicketInput.Read(Caller.Account, Definitions.Fields, update.Fields);
        if (input.Failure is { } unreadable)
            return unreadable;
        if (input.Value.LeadId is { } lead && lead != ticket.LeadId)
            return new Failure(ErrorCode.InvalidInput, "The customer of a ticket cannot be changed.");
        var values = input.Value.Over(Definitions.Fields, ticket.Values);
        if (values.Failure is { } refused)
            return refused;
        var placed = Place(ticket with { Values = values.Value });
        if (placed.Failure is { } misplaced)
            return misplaced;

        var follow = Tagged(Watched(placed.Value));
        if (follow.Watchers.Count > Math.Max(MostWatchers, ticket.Watchers.Count))
            return new Failure(ErrorCode.LimitExceeded, $"A ticket has at most {MostWatchers} watchers.");
        if (update.AddTags.Count > 0 && follow.Value(TicketFieldNames.Tags) is { } tags
            && FieldRules.Coerce(Definitions.Fields.Find(TicketFieldNames.Tags)!, tags, AnyTags).Failure is { } tooMany)
            return tooMany;
        var after = SlaRules.Follow(ticket, follow, Desk, now);
        if (TicketChanges.Describe(ticket, after) is null && update.Files.Count == 0)
            return (TicketEdit?)null;
        var isAssigned = after.AgentId != ticket.AgentId && after.AgentId is not null;
        return new TicketEdit(after)
        {
            Kind = isAssigned ? TicketEvents.Assigned : TicketEvents.Updated,
            Files = TicketFile.From(after, message: null, update.Files, now),
            Timeline = TimelineOf(ticket, after),
        };
    }

    protected override Ticket Complete(Ticket ticket) => ticket;

    private Result<Ticket> Place(Ticket ticket)
    {
        if (update.GroupId is { } group)
        {
            if (group != Guid.Empty && Desk.Group(group) is null)
                return TicketPlace.UnknownGroup;
            if (group != (ticket.GroupId ?? Guid.Empty))
                ticket = ticket with
                {
                    GroupId = group == Guid.Empty ? null : group,
                    AgentId = null,
                    AwaitsAgent = Desk.Group(group) is { Rule: not AssignmentRule.None },
                };
        }

        if (update.AgentId is { } agent)
        {
            if (agent != Guid.Empty && Caller.Account.Users.GetValueOrDefault(agent) is not { IsActive: true })
                return TicketPlace.UnknownAgent;
            ticket = ticket with { AgentId = agent == Guid.Empty ? null : agent, AwaitsAgent = false };
        }

        return update.Parent is { } parent ? ticket with { Parent = parent == 0 ? null : parent } : ticket;
    }

    private Ticket Tagged(Ticket ticket) => update is { AddTags: [], RemoveTags: [] }
        ? ticket
        : ticket.With(TicketFieldNames.Tags, TagList.Join(ticket.Tags.Concat(update.AddTags)
            .Where(tag => !update.RemoveTags.Contains(tag.Trim(), StringComparer.OrdinalIgnoreCase))));

    private Ticket Watched(Ticket ticket) => update is { AddWatchers: [], RemoveWatchers: [] }
        ? ticket
        : ticket with
        {
            Watchers =
            [
                .. ticket.Watchers.Concat(update.AddWatchers)
                    .Where(watcher => !update.RemoveWatchers.Any(removed => EmailAddress.Same(removed, watcher)))
                    .DistinctBy(EmailAddress.Key),
            ],
        };

    private static TimelineNote? TimelineOf(Ticket before, Ticket after) =>
        after.Status == before.Status
            ? null
            : TicketActivityTypes.Note(
                TicketActivityTypes.Updated, $"{after.Key} {after.Title}: {before.Status} -> {after.Status}");
}
