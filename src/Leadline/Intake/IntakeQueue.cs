using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Intake;

/// <summary>
/// Takes requests in: durable before acknowledged, unread, many in a transaction. An account's requests share a lane,
/// so a node numbers them one batch after the other and knows from the last batch what the next one follows.
/// </summary>
internal sealed partial class IntakeQueue : IAsyncDisposable
{
    private const string DiagnosticName = "intake";

    private const int MaxBatch = 1_000;

    /// <summary>Bodies of one statement together, unless a single one is larger.</summary>
    private const int MaxBatchBytes = 16 * 1024 * 1024;

    private const int FloodPerSecond = 6_000;

    private readonly RecentRate flood = new();
    private readonly IntakeSettings settings;
    private readonly AccountQueue ready;
    private readonly TimeProvider clock;
    private readonly Diagnostics diagnostics;
    private readonly ILogger<IntakeQueue> logger;
    private readonly Lanes<Entry> lanes;
    private readonly LaneState[] states;
    private readonly Failure full;

    public IntakeQueue(
        Database database, IntakeSettings settings, AccountQueue ready, TimeProvider clock, Diagnostics diagnostics,
        ILogger<IntakeQueue> logger)
    {
        (this.settings, this.ready, this.clock) = (settings, ready, clock);
        (this.diagnostics, this.logger) = (diagnostics, logger);
        full = new Failure(
            ErrorCode.BacklogFull,
            $"API calls exceeded the limit of {settings.MaxBacklog} requests that may wait to be processed")
        {
            RetryAfter = TimeSpan.FromSeconds(10),
        };
        states = [.. Enumerable.Range(0, LaneCount.ForThisMachine).Select(_ => new LaneState(database))];
        lanes = new Lanes<Entry>(states.Length, MaxBatch, Run);
        diagnostics.ShowWaiting(DiagnosticName, () => lanes.Waiting);
    }

    /// <summary>
    /// True while more comes in than can be worked on beside it. What floods in is then worked on a tenth of the time:
    /// it would wait anyway, and the senders do not have to.
    /// </summary>
    public bool IsFlooded => flood.IsOver(FloodPerSecond);

    /// <summary>Completes when the request is durable, or refused because too many wait.</summary>
    public async Task<Result<RequestId>> Accept(
        NewRequest request, Claim<Result<RequestId>>? claim, CancellationToken cancellation)
    {
        var entry = new Entry(request, claim);
        cancellation.ThrowIfCancellationRequested();
        lanes.Enter(entry, request.AccountId);
        await entry.Done.Task;
        return entry.Outcome;
    }

    public async ValueTask DisposeAsync()
    {
        await lanes.DisposeAsync();
        foreach (var state in states)
            state.Connection.Dispose();
    }

    private void Run(int lane, List<Entry> batch)
    {
        for (var from = 0; from < batch.Count;)
        {
            var to = EndOfPart(batch, from);
            var part = batch.GetRange(from, to - from);
            from = to;
            diagnostics.Batch(DiagnosticName, part.Count);
            flood.Count(part.Count);
            var failure = Try(states[lane], part);

            // As in GroupCommit: one work item answers the whole batch while the lane goes on with the next.
            ThreadPool.UnsafeQueueUserWorkItem(
                stored => stored.part.ForEach(entry => entry.Answer(stored.failure)),
                (part, failure),
                preferLocal: false);
            foreach (
                var accountId in part.Where(entry => entry.IsStored).Select(entry => entry.Request.AccountId).Distinct()
            )
                ready.Add(accountId);
        }
    }

    /// <summary>
    /// The end of what is stored together: up to so many bytes, and all of it with claims or all without.
    /// </summary>
    private static int EndOfPart(List<Entry> batch, int from)
    {
        long bytes = batch[from].Request.Body.Length;
        var to = from + 1;
        while (to < batch.Count && (bytes += batch[to].Request.Body.Length) <= MaxBatchBytes
            && batch[to].Claim is null == batch[from].Claim is null)
            to++;
        return to;
    }

    /// <summary>Stores the entries; null when all have an outcome.</summary>
    private Exception? Try(LaneState state, List<Entry> entries)
    {
        try
        {
            if (entries[0].Claim is null)
                Store(state.Connection.OpenToWrite(), state.Known, entries);
            else
                StoreClaimed(state, entries);
            state.IsAway = false;
            return null;
        }
        catch (Exception exception)
        {
            // What the database made of it is unknown, and so is what comes next.
            state.Known.Clear();
            state.Connection.DropIfBroken();

            var unavailable = DatabaseErrors.IsUnavailable(exception);
            if (!unavailable || !state.IsAway)
                Log.Failed(logger, entries.Count, exception.GetType().Name);
            state.IsAway = unavailable;
            return exception;
        }
    }

    /// <summary>
    /// Stores the entries whose claims are theirs, with the answers that the claims keep, in one transaction.
    /// </summary>
    private void StoreClaimed(LaneState state, List<Entry> entries)
    {
        var unit = WriteUnit.On(state.Connection.OpenToWrite());
        try
        {
            Claim.Take(unit, entries.ConvertAll(entry => (Claim)entry.Claim!));
            var mine = entries.FindAll(entry => entry.Claim!.IsMine);
            if (mine.Count > 0)
                Store(unit.Connection, state.Known, mine);
            foreach (var entry in mine)
                entry.Claim!.Finish(unit.Rows, entry.Outcome);
            unit.Commit();
            foreach (var entry in entries.Where(entry => !entry.Claim!.IsMine))
                entry.Settle(default, isStored: false);
        }
        catch
        {
            foreach (var entry in entries)
                entry.Unsettle();
            throw;
        }
    }

    /// <summary>
    /// Rounds until every entry has its number or is refused; one round, as long as no other node sends for these
    /// accounts.
    /// </summary>
    private void Store(NpgsqlConnection connection, Dictionary<int, Newest> known, List<Entry> entries)
    {
        var groups = entries.GroupBy(entry => entry.Request.AccountId).OrderBy(group => group.Key)
            .Select(group => new Group(group.Key, [.. group])).ToList();
        while (groups.Count > 0)
        {
            using var batch = new NpgsqlBatch(connection);
            foreach (var group in groups)
                batch.BatchCommands.Add(AcceptStore.Lock(group.AccountId));
            foreach (var group in groups)
                AddTo(batch, group, known.GetValueOrDefault(group.AccountId, Newest.Unknown));

            // One round trip, and one transaction where the connection is in none: nothing in it begins another.
            var found = new List<Newest>(groups.Count);
            using (var reader = batch.ExecuteReader())
            {
                for (var locks = 1; locks < groups.Count; locks++)
                    reader.NextResult();
                while (reader.NextResult())
                    if (reader.Read())
                        found.Add(Newest.Read(reader));
            }

            // Only now, with all results read, has the commit happened.
            for (var i = 0; i < found.Count; i++)
                Settle(known, groups[i], found[i]);
            groups.RemoveAll(group => group.Entries.Count == 0);
        }
    }

    private void AddTo(NpgsqlBatch batch, Group group, Newest known)
    {
        // What is finished only grows, but for replays: old news of it may be too small and is then asked for anew.
        var room = settings.MaxBacklog - (known.Arrival - (known.Finished ?? 0));
        group.Sent =
            known.Arrival < 0 || (room < group.Entries.Count && !group.IsFresh)
                ? 0
                : (int)Math.Min(room, group.Entries.Count);
        group.Expected = group.Sent == 0 ? Newest.Unknown : known;
        group.ReceivedOn = Later(RequestId.Moment(clock.GetUtcNow().UtcDateTime), known.ReceivedOn);
        group.Totals = [.. known.Totals];
        for (var i = 0; i < group.Sent; i++)
            group.Totals.Add(group.Entries[i].Request.Call, 1);
        if (group.Sent > 0 && known.Finished is null)
            batch.BatchCommands.Add(AcceptStore.AddCursor(group.AccountId));
        batch.BatchCommands.Add(
            AcceptStore.Add(
                group.AccountId,
                group.Expected,
                group.ReceivedOn,
                group.Totals,
                group.Entries.GetRange(0, group.Sent).ConvertAll(entry => entry.Request)));
    }

    private void Settle(Dictionary<int, Newest> known, Group group, Newest found)
    {
        if (group.Sent == 0 || found.Arrival != group.Expected.Arrival)
        {
            // Nothing was added: now it is known what to follow, and how much room there is.
            known[group.AccountId] = found;
            group.IsFresh = true;
            if (found.Arrival - (found.Finished ?? 0) >= settings.MaxBacklog)
                group.Settle(group.Entries.Count, _ => full);
            return;
        }

        group.IsFresh = false;
        var first = found.Arrival + 1;
        known[group.AccountId] = new Newest(
            found.Arrival + group.Sent, group.ReceivedOn, group.Totals, found.Finished ?? 0);
        group.Settle(group.Sent, place => new RequestId(group.AccountId, first + place, group.ReceivedOn));
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private sealed class LaneState(Database database)
    {
        public LaneConnection Connection { get; } = new(database);

        public bool IsAway { get; set; }

        public Dictionary<int, Newest> Known { get; } = [];
    }

    /// <summary>The entries of one account that have no outcome yet.</summary>
    private sealed class Group(int accountId, List<Entry> entries)
    {
        public int AccountId => accountId;

        public List<Entry> Entries => entries;

        /// <summary>What is known of the account was read in the round before.</summary>
        public bool IsFresh { get; set; }

        public int Sent { get; set; }

        public Newest Expected { get; set; } = Newest.Unknown;

        public DateTime ReceivedOn { get; set; }

        public long[] Totals { get; set; } = [];

        public void Settle(int count, Func<int, Result<RequestId>> outcome)
        {
            for (var place = 0; place < count; place++)
            {
                var settled = outcome(place);
                entries[place].Settle(settled, isStored: settled.Failure is null);
            }

            entries.RemoveRange(0, count);
        }
    }

    private sealed class Entry(NewRequest request, Claim<Result<RequestId>>? claim)
    {
        public NewRequest Request => request;

        public Claim<Result<RequestId>>? Claim => claim;

        public Result<RequestId> Outcome { get; private set; }

        public bool IsSettled { get; private set; }

        public bool IsStored { get; private set; }

        public TaskCompletionSource Done { get; } = new();

        public void Settle(Result<RequestId> outcome, bool isStored) =>
            (Outcome, IsSettled, IsStored) = (outcome, true, isStored);

        /// <summary>The transaction that settled it was rolled back.</summary>
        public void Unsettle() => (IsSettled, IsStored) = (false, false);

        /// <summary>What an earlier round of the batch has stored stays acknowledged when a later one fails.</summary>
        public void Answer(Exception? failure)
        {
            if (IsSettled)
                Done.SetResult();
            else
                Done.SetException(failure!);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(61, LogLevel.Error, "Taking in {Count} requests failed: {Error}")]
        public static partial void Failed(ILogger logger, int count, string error);
    }
}
