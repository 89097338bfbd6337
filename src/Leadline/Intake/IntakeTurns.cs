using Leadline.Leads;
using Leadline.Platform;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Intake;

/// <summary>What a turn of an account came to.</summary>
/// <param name="Finished">Requests that got their result.</param>
/// <param name="IsMore">More is known to wait.</param>
/// <param name="Rest">Until there is a point in looking again.</param>
internal readonly record struct TurnEnd(int Finished, bool IsMore, TimeSpan Rest = default);

/// <summary>An account's turn on a worker's lane, with the window that it is to work on.</summary>
/// <param name="AccountId">Whose turn it is.</param>
/// <param name="Window">What was read for it.</param>
/// <param name="Apart">Runs the requests under savepoints, so that one at fault fails alone.</param>
internal sealed record IntakeTurn(int AccountId, IntakeWindow Window, bool Apart)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the turn is over.</summary>
    public Task Done => done.Task;

    /// <summary>How it ended; null when it failed, or found that the window is not the account's next.</summary>
    public TurnEnd? End { get; set; }

    /// <summary>Parked requests whose time has come and that the window lacks, with the tries they have had.</summary>
    public IReadOnlyDictionary<(long Arrival, DateTime ReceivedOn), int>? Lacking { get; set; }

    /// <summary>What the database made of the turn as a whole.</summary>
    public Exception? Failure { get; set; }

    public void Finish() => done.SetResult();
}

/// <summary>
/// Works on an account's next requests, each worker on a lane of its own: locks the account's cursor, runs what is
/// parked and due and then a window of what is new in one transaction, in arrival order, and commits their effects with
/// their results and the cursor.
/// </summary>
internal sealed class IntakeTurns : IAsyncDisposable
{
    public const int WindowSize = 500;

    public const int MaxAttempts = 20;

    private const string DiagnosticName = "intake.turn";

    /// <summary>Another node works on the account; what this one was told of may have come too late for it.</summary>
    private static readonly TimeSpan WhileElsewhere = TimeSpan.FromMilliseconds(50);

    /// <summary>Requests come in all the while, and would ask for a turn each.</summary>
    private static readonly TimeSpan WhilePaused = TimeSpan.FromMilliseconds(250);

    private readonly IntakeWindows windows;
    private readonly LeadWriter leads;
    private readonly TimeProvider clock;
    private readonly Diagnostics diagnostics;
    private readonly Lanes<IntakeTurn> lanes;
    private readonly (LaneConnection Main, LaneConnection Aside)[] connections;
    private readonly FaultIsolation isolation = new();

    public IntakeTurns(
        Database database,
        IntakeSettings settings,
        IntakeWindows windows,
        LeadWriter leads,
        TimeProvider clock,
        Diagnostics diagnostics)
    {
        (this.windows, this.leads, this.clock, this.diagnostics) = (windows, leads, clock, diagnostics);
        connections =
        [
            .. Enumerable.Range(0, settings.Workers)
                .Select(_ => (new LaneConnection(database), new LaneConnection(database, isAside: true))),
        ];
        lanes = new Lanes<IntakeTurn>(settings.Workers, maxBatch: 1, Run);
    }

    /// <summary>Runs the turn on a worker's lane.</summary>
    public Task Run(int worker, IntakeTurn turn)
    {
        lanes.Enter(turn, worker);
        return turn.Done;
    }

    public async ValueTask DisposeAsync()
    {
        await lanes.DisposeAsync();
        foreach (var (main, aside) in connections)
        {
            main.Dispose();
            aside.Dispose();
        }
    }

    private void Run(int lane, List<IntakeTurn> single)
    {
        var turn = single[0];
        var (main, aside) = connections[lane];
        WriteUnit? unit = null;
        var running = new List<IntakeItem>();
        try
        {
            unit = WriteUnit.On(main.OpenToWrite(), aside);
            turn.End = Run(unit, turn, running);
        }
        catch (Exception exception)
        {
            turn.Failure = exception;
            if (unit is not null && !DatabaseErrors.IsUnavailable(exception)
                && isolation.Note(turn.AccountId, unit.Connection, exception, running))
                (turn.Failure, turn.End) = (null, new TurnEnd(0, IsMore: true));
            unit?.Abandon();
        }
        finally
        {
            main.DropIfBroken();
            aside.DropIfBroken();
            turn.Finish();
        }
    }

    /// <summary>Null when the window is not what comes next, or lacks what is due.</summary>
    private TurnEnd? Run(WriteUnit unit, IntakeTurn turn, List<IntakeItem> all)
    {
        var (accountId, window) = (turn.AccountId, turn.Window);
        var most = isolation.Most(accountId, WindowSize);
        var cursor = Lock(unit, accountId);
        if (cursor is null or { IsPaused: true } || cursor.Done != window.After)
        {
            unit.Rollback();
            return cursor is null ? new TurnEnd(0, IsMore: true, WhileElsewhere)
                : cursor.IsPaused ? new TurnEnd(0, IsMore: true, WhilePaused)
                : null;
        }

        var now = clock.Now();
        var parked =
            cursor.Parked == 0 ? ParkedRequests.None : ParkedRequests.Load(unit, window.Definitions, now, most);
        if (parked.Due.Keys.Any(place => !window.Due.ContainsKey(place.Arrival)))
        {
            turn.Lacking = parked.Due;
            unit.Rollback();
            return null;
        }

        var due = parked
            .Due.Keys.Select(place => window.Due[place.Arrival])
            .OrderBy(item => item.Request.Arrival)
            .ToList();
        var items = cursor.Parked > ParkedRequests.Most ? [] : window.Items.Take(most - due.Count).ToList();
        if (due.Count + items.Count == 0)
        {
            Settle(unit, cursor, parked);
            return default(TurnEnd);
        }

        var isFull = items.Count < window.Items.Count || (items.Count > 0 && window.IsFull);
        if (isFull && !turn.Apart && most == WindowSize)
            windows.Prefetch(accountId, items[^1].Request);
        diagnostics.Batch(DiagnosticName, due.Count + items.Count);

        all.AddRange(due);
        all.AddRange(items);
        isolation.Mark(accountId, all);
        foreach (var item in items)
            HoldBack(item, parked);
        if (turn.Apart)
            RunApart(unit, turn.Window, all.ToArray(), parked);
        else if (all.Where(item => item.Runs).Select(item => item.Command!).ToList() is { Count: > 0 } commands)
            leads.CarryOut(unit, commands);
        var finished = Finish(unit, cursor, all, due.Count, parked, now);
        unit.Commit();
        isolation.Relax(accountId, WindowSize);
        return new TurnEnd(finished, IsMore: isFull || parked.NextDueOn <= now);
    }

    /// <summary>The account's cursor, locked; null when another worker has it.</summary>
    private static IntakeCursor? Lock(WriteUnit unit, int accountId)
    {
        using var query = unit.Query();
        query.BatchCommands.Add(IntakeStore.Bounds());
        query.BatchCommands.Add(IntakeStore.LockCursor(accountId));
        using var reader = query.ExecuteReader();
        reader.NextResult();
        return reader.Read() ? IntakeCursor.Read(accountId, reader) : null;
    }

    private static void HoldBack(IntakeItem item, ParkedRequests parked)
    {
        if (!parked.Blocks(item.Names))
            return;
        item.IsBehind = true;
        parked.Block(item.Names);
    }

    /// <summary>
    /// Runs the items in their order, so that one at fault fails alone and holds up its own lead's alone.
    /// </summary>
    private void RunApart(WriteUnit unit, IntakeWindow window, ArraySegment<IntakeItem> items, ParkedRequests parked)
    {
        foreach (var item in items)
            HoldBack(item, parked);
        var running = items.Where(item => item.Runs).ToArray();
        if (running.Length == 0 || Try(unit, running) is not { } fault)
            return;
        if (running.Length > 1)
        {
            // A lead that somebody holds would cost the wait for its lock at every halving.
            var size = fault is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable }
                ? 1
                : (running.Length + 1) / 2;
            for (var from = 0; from < running.Length; from += size)
                RunApart(
                    unit,
                    window,
                    new ArraySegment<IntakeItem>(running, from, Math.Min(size, running.Length - from)),
                    parked);
            return;
        }

        var failed = running[0];
        failed.Fault = fault;
        if (RetrySchedule.IsOfTheRequest(fault) || RetrySchedule.After(failed.Attempts + 1) is null)
            return;
        parked.Block(failed.Names);
        foreach (var names in LeadAliasStore.Find(unit.Connection, window.Definitions, failed.Names))
            parked.Block(names);
    }

    /// <summary>Null when the items have their outcomes, else what stopped them.</summary>
    private Exception? Try(WriteUnit unit, IntakeItem[] items)
    {
        for (var attempt = 1; ; attempt++)
        {
            var part = unit.Part();
            try
            {
                leads.CarryOut(part, [.. items.Select(item => item.Command!)]);
                part.Commit();
                return null;
            }
            catch (Exception exception) when (!DatabaseErrors.IsUnavailable(exception))
            {
                part.Rollback();
                if (!DatabaseErrors.IsRace(exception) || attempt == MaxAttempts)
                    return exception;
            }
        }
    }

    /// <summary>Leaves each item with its result or parked, and moves the cursor; how many got a result.</summary>
    private static int Finish(
        WriteUnit unit, IntakeCursor cursor, List<IntakeItem> items, int due, ParkedRequests parked, DateTime now)
    {
        var finished = cursor.Finished.ToArray();
        var waiting = cursor.Parked - due;
        var results = 0;
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (i < due)
                unit.Add(IntakeStore.RemoveParked, item.Request);
            if (Postponed(item, now) is { } row)
            {
                unit.Add(IntakeStore.AddParked, row);
                parked.Expect(row.DueOn);
                waiting++;
                continue;
            }

            unit.Add(IntakeStore.AddResult, item.Result(now));
            finished.Add(item.Request.Call, 1);
            results++;
        }

        var minute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        var isNewMinute = results > 0 && minute > cursor.PacedOn;
        var last = items.Count > due ? items[^1].Request : null;
        var moved = cursor with
        {
            Done = last?.Arrival ?? cursor.Done,
            DoneOn = last?.ReceivedOn ?? cursor.DoneOn,
            Finished = finished,
            Parked = waiting,
            DueOn = waiting == 0 ? null : parked.NextDueOn,
            PacedOn = isNewMinute ? minute : cursor.PacedOn,
        };
        unit.Rows.Add(IntakeStore.CursorOrder, IntakeStore.MoveCursor(moved));
        if (isNewMinute)
            unit.Rows.Add(IntakeStore.CursorOrder, IntakeStore.AddPace(cursor with { PacedOn = minute }));
        return results;
    }

    private static ParkedRow? Postponed(IntakeItem item, DateTime now)
    {
        if (item.IsBehind)
            return new ParkedRow(item.Request, item.Attempts, null, null, item.Names);
        if (item.Fault is not { } fault || RetrySchedule.IsOfTheRequest(fault))
            return null;
        return RetrySchedule.After(item.Attempts + 1) is { } delay
            ? new ParkedRow(item.Request, item.Attempts + 1, now + delay, RetrySchedule.Reason(fault), item.Names)
            : null;
    }

    /// <summary>Nothing ran: the cursor may still say that something is due which has to wait for longer.</summary>
    private static void Settle(WriteUnit unit, IntakeCursor cursor, ParkedRequests parked)
    {
        var dueOn = cursor.Parked == 0 ? null : parked.NextDueOn;
        if (dueOn == cursor.DueOn)
        {
            unit.Rollback();
            return;
        }

        unit.Rows.Add(IntakeStore.CursorOrder, IntakeStore.MoveCursor(cursor with { DueOn = dueOn }));
        unit.Commit();
    }
}
