using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>
/// Two tickets about one thing become one: the messages move, and the merged ticket points at the one that goes on,
/// which is the outcome.
/// </summary>
internal sealed class MergeTickets(Caller caller, TicketDefinitions definitions, long number, long into)
    : TicketCommand<Ticket>(caller, definitions, number)
{
    public override IReadOnlyList<long> Locked => [Number, into];

    public override void Decide(TicketBatch batch, RowBuffer rows, DateTime now) => Outcome = Merge(batch, rows, now);

    private Result<Ticket> Merge(TicketBatch batch, RowBuffer rows, DateTime now)
    {
        if (Number == into)
            return new Failure(ErrorCode.InvalidInput, "A ticket cannot be merged into itself.");
        var access = new TicketAccess(Caller, TicketRight.Work, Desk);
        var gone = TicketRules.Open(access, batch.Find(AccountId, Number), now);
        if (gone.Failure is { } refusal)
            return refusal;
        var kept = TicketRules.Open(access, batch.Find(AccountId, into), now);
        if (kept.Failure is { } missing)
            return missing;

        var merged = TicketRecords.AddChange(batch, rows, access, gone.Value, Merged(gone.Value.Current, now), now);
        var joined = TicketRecords.AddChange(
            batch, rows, access, kept.Value, Edit(Joined(kept.Value.Current, merged)), now);
        TicketStore.AddMove(rows, merged, joined);
        return joined;
    }

    private TicketEdit Merged(Ticket ticket, DateTime now)
    {
        var done = Desk.Settings.DoneStatuses;
        var closed = ticket.With(TicketFieldNames.Status, done.Count > 0 ? done[^1] : ticket.Status);
        return Edit(SlaRules.Follow(ticket, closed with { MergedInto = into, AwaitsAgent = false }, Desk, now));
    }

    // Whoever was told of the one is told of both.
    private static Ticket Joined(Ticket kept, Ticket gone) =>
        kept.With(TicketFieldNames.Tags, TagList.Join(kept.Tags.Concat(gone.Tags))) with
        {
            Watchers = [.. kept.Watchers.Concat(gone.Watchers).DistinctBy(EmailAddress.Key)],
            Parent = kept.Parent == gone.Number ? gone.Parent : kept.Parent,
        };

    private static TicketEdit Edit(Ticket after) => new(after) { Kind = TicketEvents.Merged };
}
