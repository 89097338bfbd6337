using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Storage;
using Leadline.Storage.Batching;

namespace Leadline.Tickets;

/// <summary>
/// Every change of a ticket that is there goes through here: concurrent callers share a transaction, each with an
/// outcome of its own. A batch locks its tickets, decides in memory in arrival order, and writes the result.
/// </summary>
internal sealed class TicketWriter : IAsyncDisposable
{
    private const string DiagnosticName = "ticket";

    private const int MaxBatch = 128;

    private readonly AccountChanges changes;
    private readonly CounterStore counters;
    private readonly MailOutbox outbox;
    private readonly TimeProvider clock;
    private readonly Diagnostics diagnostics;
    private readonly GroupCommit<TicketSubmission> group;

    public TicketWriter(
        Database database, AccountChanges changes, CounterStore counters, MailOutbox outbox, TimeProvider clock,
        Diagnostics diagnostics, ILogger<TicketWriter> logger)
    {
        (this.changes, this.counters, this.outbox) = (changes, counters, outbox);
        (this.clock, this.diagnostics) = (clock, diagnostics);
        group = new GroupCommit<TicketSubmission>(database, LaneCount.ForThisMachine, MaxBatch, CarryOut, logger);
        diagnostics.ShowWaiting(DiagnosticName, () => group.Waiting);
    }

    /// <summary>Completes when the command is durable, refused, or found to be stale.</summary>
    public Task Submit(TicketSubmission submission, CancellationToken cancellation)
    {
        var command = submission.Command;
        return group.Submit(submission, HashCode.Combine(command.AccountId, command.Number), cancellation);
    }

    public ValueTask DisposeAsync() => group.DisposeAsync();

    private void CarryOut(WriteUnit unit, IReadOnlyList<TicketSubmission> submissions)
    {
        var live = submissions.Where(submission => !submission.IsStale).ToList();
        Claim.Take(unit, [.. live.Select(submission => submission.Claim).OfType<Claim>()]);
        live.RemoveAll(submission => submission.Claim is { IsMine: false });
        if (live.Count == 0)
            return;
        diagnostics.Batch(DiagnosticName, live.Count);
        var (batch, stale) = TicketLookUp.Run(unit, [.. live.Select(submission => submission.Command)]);
        if (stale.Count > 0)
            LeaveOut(live, stale);
        Decide(unit, batch, live);
    }

    /// <summary>The others come again without them.</summary>
    private void LeaveOut(List<TicketSubmission> live, HashSet<TicketCommand> stale)
    {
        foreach (var submission in live.Where(submission => stale.Contains(submission.Command)))
            submission.MarkStale();
        foreach (var accountId in stale.Select(command => command.AccountId).Distinct())
            changes.Announce(accountId);
        throw new RaceLostException();
    }

    private void Decide(WriteUnit unit, TicketBatch batch, List<TicketSubmission> live)
    {
        foreach (var submission in live)
            submission.Command.Want(batch);
        counters.Assign(unit, batch.TakeNumbered());

        var now = clock.Now();
        foreach (var submission in live)
            submission.Command.Decide(batch, unit.Rows, now);
        counters.Assign(unit, batch.TakeNumbered());
        foreach (var ticket in batch.Changed)
            unit.Add(TicketStore.Update, new TicketRow(ticket, TicketKeys.From(ticket)));
        foreach (var submission in live)
            submission.Finish(unit.Rows);
        outbox.Notify(unit.Rows);
    }
}
