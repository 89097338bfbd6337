using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Storage;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>
/// Every write of a lead goes through here: concurrent callers share a transaction, each with an outcome of its own.
/// A batch looks its leads up and locks them, decides in memory in arrival order, and writes the result.
/// </summary>
internal sealed class LeadWriter : IAsyncDisposable
{
    private const string DiagnosticName = "lead";

    private const int MaxBatch = 256;

    private const int BusyMilliseconds = 250;

    private readonly AccountChanges changes;
    private readonly CounterStore counters;
    private readonly LeadTimeline timeline;
    private readonly TimeProvider clock;
    private readonly Diagnostics diagnostics;
    private readonly GroupCommit<LeadSubmission> group;
    private readonly GroupCommit<LeadSubmission> alone;
    private long lastWithin = -BusyMilliseconds;

    public LeadWriter(
        Database database, AccountChanges changes, CounterStore counters, LeadTimeline timeline, TimeProvider clock,
        Diagnostics diagnostics, ILogger<LeadWriter> logger)
    {
        (this.changes, this.counters, this.timeline) = (changes, counters, timeline);
        (this.clock, this.diagnostics) = (clock, diagnostics);
        group = new GroupCommit<LeadSubmission>(database, LaneCount.ForThisMachine, MaxBatch, CarryOut, logger);
        alone = new GroupCommit<LeadSubmission>(database, lanes: 1, maxBatch: 1, CarryOut, logger);
        diagnostics.ShowWaiting(DiagnosticName, () => group.Waiting + alone.Waiting);
    }

    /// <summary>True while writes come so fast that they share transactions.</summary>
    public bool IsBusy => group.IsBusy || Environment.TickCount64 - Volatile.Read(ref lastWithin) < BusyMilliseconds;

    /// <summary>True while calls that write single leads share transactions or wait for one.</summary>
    public bool HasCallers => group.IsBusy || group.Waiting > 0;

    /// <summary>Completes when the commands are durable, refused, or found to be stale.</summary>
    public Task Submit(LeadSubmission submission, CancellationToken cancellation)
    {
        var first = submission.Commands[0];
        var lanes = first.RunsAlone ? alone : group;
        return lanes.Submit(submission, first.Target.LaneHash(first.AccountId), cancellation);
    }

    /// <summary>
    /// Carries commands out as a part of the unit, which the caller commits. A lost race, stale definitions among them,
    /// is thrown (<see cref="DatabaseErrors.IsRace"/>): the caller rolls back, makes the commands anew and comes again.
    /// </summary>
    public void CarryOut(WriteUnit unit, IReadOnlyList<LeadCommand> commands)
    {
        if (commands.Count > 1)
            Volatile.Write(ref lastWithin, Environment.TickCount64);
        if (Decide(unit, commands).Count > 0)
            throw new RaceLostException();
    }

    public async ValueTask DisposeAsync()
    {
        await group.DisposeAsync();
        await alone.DisposeAsync();
    }

    private void CarryOut(WriteUnit unit, IReadOnlyList<LeadSubmission> submissions)
    {
        var live = submissions.Where(submission => !submission.IsStale).ToList();
        Claim.Take(unit, [.. live.Select(submission => submission.Claim).OfType<Claim>()]);
        live.RemoveAll(submission => submission.Claim is { IsMine: false });
        if (live.Count == 0)
            return;
        var stale = Decide(unit, [.. live.SelectMany(submission => submission.Commands)]);
        if (stale.Count > 0)
        {
            // The others come again without them.
            foreach (var submission in live.Where(submission => submission.Commands.Any(stale.Contains)))
                submission.MarkStale();
            throw new RaceLostException();
        }

        foreach (var submission in live)
            submission.Finish(unit.Rows);
    }

    /// <summary>
    /// Gives every command its outcome and the unit their rows, unless some were made of old definitions: these.
    /// </summary>
    private HashSet<LeadCommand> Decide(WriteUnit unit, IReadOnlyList<LeadCommand> commands)
    {
        diagnostics.Batch(DiagnosticName, commands.Count);
        var (batch, stale) = LeadLookUp.Run(unit, commands);
        if (stale.Count > 0)
        {
            foreach (var accountId in stale.Select(command => command.AccountId).Distinct())
                changes.Announce(accountId);
            return stale;
        }

        foreach (var command in commands)
            command.Want(batch);
        foreach (var part in batch.Parts)
            part.Read(unit);
        counters.Assign(unit, batch.TakeNumbered());

        var now = clock.Now();
        foreach (var command in commands)
            command.Decide(batch, unit.Rows, now);
        timeline.Add(batch, unit.Rows, now);
        counters.Assign(unit, batch.TakeNumbered());
        LeadBatchRows.Add(unit.Rows, batch, account => CountryCodeOf(commands, account));
        return stale;
    }

    private static string? CountryCodeOf(IReadOnlyList<LeadCommand> commands, int accountId) =>
        commands.First(command => command.AccountId == accountId).Definitions.Account.CountryCode;
}
