using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Tickets.Assignment;
using Leadline.Tickets.Conversations;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>What to change of a ticket; what is null stays.</summary>
internal sealed record TicketUpdate
{
    public IReadOnlyList<LeadProperty> Fields { get; init; } = [];

    public IReadOnlyList<SentFile> Files { get; init; } = [];

    /// <summary>An empty id takes the ticket from its group.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>An empty id takes the ticket from its agent.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>0 parts the ticket from its parent.</summary>
    public long? Parent { get; init; }

    public IReadOnlyList<string> AddTags { get; init; } = [];

    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    public IReadOnlyList<string> AddWatchers { get; init; } = [];

    public IReadOnlyList<string> RemoveWatchers { get; init; } = [];

    /// <summary>The version that the caller saw; any other is refused.</summary>
    public int? ExpectedVersion { get; init; }
}

/// <summary>Changing tickets, each change with its history and its events in the same transaction.</summary>
internal sealed partial class TicketOperations
{
    /// <summary>Counter of what is said; the sample's first one is 1, as in the seed.</summary>
    private const string ConversationCounter = "ticket_conversation";

    private const int MostWatchers = 50;

    private static readonly Failure UnknownAgent = new(ErrorCode.InvalidInput, "The agent is not an active user of the account.");
    private static readonly Failure UnknownGroup = new(ErrorCode.InvalidInput, "The group does not exist.");

    public async Task<Result<Ticket>> Update(Caller caller, long number, TicketUpdate update, CancellationToken cancellation)
    {
        if (update.Parent is > 0 and { } parent && await ParentRefusal(caller.AccountId, number, parent) is { } refusal)
            return refusal;
        return await writer.Write(
            new TicketChange(caller, number, TicketRight.Work, scene => Updated(scene, update)) { ExpectedVersion = update.ExpectedVersion }, cancellation);
    }

    /// <summary>Adds what somebody says. A customer's word brings a waiting ticket back; the first answer keeps the promise to respond.</summary>
    public Task<Result<(Ticket Ticket, long Conversation)>> Say(
        Caller caller, long number, Saying saying, CancellationToken cancellation) =>
        Say(caller, number, _ => saying, default, cancellation);

    /// <summary>As above, for what has to know its own number: the mail that carries it is named by it.</summary>
    public async Task<Result<(Ticket Ticket, long Conversation)>> Say(
        Caller caller, long number, Func<long, Saying> saying, MailThread thread, CancellationToken cancellation)
    {
        var conversation = await counters.Take(caller.AccountId, ConversationCounter, 1);
        var said = new NumberedSaying(saying(conversation), conversation);
        var right = said.Saying.Kind == ConversationKinds.InternalNote ? TicketRight.Note : TicketRight.Work;
        var written = await writer.Write(new TicketChange(caller, number, right, scene => Said(scene, said, thread)), cancellation);
        return written.Failure is { } failure ? failure : (written.Value, conversation);
    }

    /// <summary>Puts a ticket into the bin, or takes it out again. Only the desk's admins may (extended §5.6).</summary>
    public Task<Result<Ticket>> SetTrashed(Caller caller, long number, bool trashed, CancellationToken cancellation) =>
        writer.Write(
            new TicketChange(caller, number, TicketRight.Delete, scene => Trashed(scene, trashed)) { EvenGone = true }, cancellation);

    private async Task<NumberedSaying> Number(Caller caller, Saying saying) =>
        new(saying, await counters.Take(caller.AccountId, ConversationCounter, 1));

    private static Result<TicketEdit?> Updated(TicketScene scene, TicketUpdate update)
    {
        var before = scene.Ticket;
        var input = TicketInput.Read(scene.Caller.Account, scene.Fields, update.Fields);
        if (input.Failure is { } unreadable)
            return unreadable;
        if (input.Value.LeadId is { } lead && lead != before.LeadId)
            return new Failure(ErrorCode.InvalidInput, "The customer of a ticket cannot be changed.");
        var values = input.Value.Over(scene.Fields, before.Values);
        if (values.Failure is { } refused)
            return refused;
        var placed = Place(scene, before with { Values = values.Value }, update);
        if (placed.Failure is { } misplaced)
            return misplaced;

        var after = SlaRules.Follow(before, Tagged(Watched(placed.Value, update), update), scene.Desk, scene.Now);
        if (TicketChanges.Describe(before, after) is null && update.Files.Count == 0)
            return (TicketEdit?)null;
        return new TicketEdit(after)
        {
            Kind = after.AgentId != before.AgentId && after.AgentId is not null ? TicketEvents.Assigned : TicketEvents.Updated,
            Files = FilesOf(after, null, update.Files, scene.Now),
            Timeline = after.Status == before.Status
                ? null
                : TicketActivityTypes.Note(TicketActivityTypes.Updated, $"{after.Key} {after.Title}: {before.Status} -> {after.Status}"),
        };
    }

    private static Result<Ticket> Place(TicketScene scene, Ticket ticket, TicketUpdate update)
    {
        if (update.GroupId is { } group)
        {
            if (group != Guid.Empty && scene.Desk.Group(group) is null)
                return UnknownGroup;
            if (group != (ticket.GroupId ?? Guid.Empty))
                ticket = ticket with
                {
                    GroupId = group == Guid.Empty ? null : group,
                    AgentId = null,
                    AwaitsAgent = scene.Desk.Group(group) is { Rule: not AssignmentRule.None },
                };
        }

        if (update.AgentId is { } agent)
        {
            if (agent != Guid.Empty && scene.Caller.Account.Users.GetValueOrDefault(agent) is not { IsActive: true })
                return UnknownAgent;
            ticket = ticket with { AgentId = agent == Guid.Empty ? null : agent, AwaitsAgent = false };
        }

        return update.Parent is { } parent ? ticket with { Parent = parent == 0 ? null : parent } : ticket;
    }

    private static Ticket Tagged(Ticket ticket, TicketUpdate update) => update is { AddTags: [], RemoveTags: [] }
        ? ticket
        : ticket.With(TicketFieldNames.Tags, TagList.Join(ticket.Tags.Concat(update.AddTags)
            .Where(tag => !update.RemoveTags.Contains(tag.Trim(), StringComparer.OrdinalIgnoreCase))));

    private static Ticket Watched(Ticket ticket, TicketUpdate update) => update is { AddWatchers: [], RemoveWatchers: [] }
        ? ticket
        : ticket with
        {
            Watchers =
            [
                .. ticket.Watchers.Concat(update.AddWatchers).Select(watcher => watcher.Trim())
                    .Where(watcher => !update.RemoveWatchers.Contains(watcher, StringComparer.OrdinalIgnoreCase))
                    .Distinct(StringComparer.OrdinalIgnoreCase).Take(MostWatchers),
            ],
        };

    private static Result<TicketEdit?> Said(TicketScene scene, NumberedSaying said, MailThread thread)
    {
        var (before, after) = (scene.Ticket, scene.Ticket);
        var saying = said.Saying;
        var isWaiting = scene.Desk.Settings.PausedStatuses.Contains(before.Status)
            || scene.Desk.Settings.DoneStatuses.Contains(before.Status);
        if (ConversationKinds.IsInbound(saying.Kind) && !saying.IsAutomatic && isWaiting)
            after = after.With(TicketFieldNames.Status, scene.Desk.Settings.ReopenedStatus);
        if (ConversationKinds.IsOutbound(saying.Kind) && !saying.IsAutomatic && after.Sla.RespondedOn is null)
            after = after with { Sla = after.Sla with { RespondedOn = scene.Now } };
        after = SlaRules.Follow(before, after, scene.Desk, scene.Now);
        var conversation = said.On(after, scene.Caller, scene.Now);
        var files = FilesOf(after, said.Number, saying.Files, scene.Now);
        return new TicketEdit(after)
        {
            Kind = TicketEvents.Said,
            Said = conversation,
            Files = files,
            Mail = TicketMails.Of(after, scene.Desk, said, files, thread),
            Timeline = TimelineOf(after, saying),
        };
    }

    private static TimelineNote? TimelineOf(Ticket ticket, Saying saying)
    {
        const int longest = 1000;
        if (saying.Kind == ConversationKinds.InternalNote)
            return null;
        var text = saying.Text is { Length: > longest } full ? string.Concat(full.AsSpan(0, longest), "...") : saying.Text;
        return TicketActivityTypes.Note(
            ConversationKinds.IsInbound(saying.Kind) ? TicketActivityTypes.Received : TicketActivityTypes.Replied, $"{ticket.Key} {text}");
    }

    private static Result<TicketEdit?> Trashed(TicketScene scene, bool trashed)
    {
        if (trashed == scene.Ticket.TrashedOn is not null)
            return trashed ? TicketWriter.Unknown : (TicketEdit?)null;
        var after = scene.Ticket with { TrashedOn = trashed ? scene.Now : null };
        return new TicketEdit(after with { WorkOn = SlaRules.NextWork(after, scene.Desk, scene.Now) })
        {
            Kind = trashed ? TicketEvents.Trashed : TicketEvents.Restored,
        };
    }

    /// <summary>A ticket is no part of itself, nor of its own parts.</summary>
    private async Task<Failure?> ParentRefusal(int accountId, long number, long parent)
    {
        const int deepest = 10;
        long? above = parent;
        for (var depth = 0; above is { } at; depth++)
        {
            if (at == number || depth == deepest)
                return new Failure(ErrorCode.InvalidInput, "A ticket cannot be a part of itself, nor of its own parts.");
            if (await reads.Find(accountId, at) is not { } ticket)
                return new Failure(ErrorCode.InvalidInput, "The parent ticket does not exist.");
            above = ticket.Parent;
        }

        return null;
    }
}
