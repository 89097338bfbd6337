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

/// <summary>
/// Works on an account's next requests: locks its cursor, runs what is parked and due and then a window of what is new in one
/// transaction, in arrival order, and commits their effects with their results and the cursor.
/// </summary>
internal sealed class IntakeTurn(
    IntakePlans plans, Prefetch prefetch, LeadWriter leads, LeadKinship kinship, TimeProvider clock, Diagnostics diagnostics)
{
    private const string DiagnosticName = "intake.turn";

    private const int WindowSize = 500;

    private const int MaxAttempts = 20;

    /// <summary>Another node works on the account; what this one was told of may have come too late for it.</summary>
    private static readonly TimeSpan WhileElsewhere = TimeSpan.FromMilliseconds(50);

    /// <summary>Requests come in all the while, and would ask for a turn each.</summary>
    private static readonly TimeSpan WhilePaused = TimeSpan.FromMilliseconds(250);

    private readonly Caution caution = new();

    /// <summary>
    /// One turn on a connection of the worker's own. Whatever one request does to the database hurts that one alone: a
    /// window that fails as a whole is run again in ever smaller parts, each under a savepoint.
    /// </summary>
    public async Task<TurnEnd> Run(NpgsqlConnection connection, int accountId)
    {
        var apart = false;
        for (var attempt = 1; ; attempt++)
        {
            var unit = WriteUnit.On(connection);
            var running = new List<Planned>();
            try
            {
                return await Run(unit, accountId, running, apart);
            }
            catch (Exception exception) when (!DatabaseErrors.IsUnavailable(exception))
            {
                prefetch.Forget(accountId);
                if (caution.Note(accountId, connection, exception, running))
                    return new TurnEnd(0, IsMore: true);
                await unit.Rollback();
                if (apart)
                    throw;
                apart = !DatabaseErrors.IsRace(exception) || attempt == MaxAttempts;
            }
        }
    }

    private async Task<TurnEnd> Run(WriteUnit unit, int accountId, List<Planned> all, bool apart)
    {
        var most = caution.Most(accountId, WindowSize);
        var ahead = await prefetch.Take(accountId);
        var (claim, window) = await Claim(unit, accountId, ahead);
        if (claim is null or { IsPaused: true })
        {
            await unit.Rollback();
            return new TurnEnd(0, IsMore: true, claim is null ? WhileElsewhere : WhilePaused);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        var parked = claim.Parked == 0
            ? ParkedRequests.None
            : await ParkedRequests.Load(unit.Query(), unit.Connection, kinship, claim, now, most);
        var due = await Due(unit, accountId, parked);
        var items = claim.Parked > ParkedRequests.Most ? [] : window.Items.Take(most - due.Count).ToList();
        if (due.Count + items.Count == 0)
        {
            await Settle(unit, claim, parked);
            return default;
        }

        var isFull = items.Count < window.Items.Count || (items.Count > 0 && window.IsFull);
        if (isFull && !apart && most == WindowSize)
            prefetch.Start(accountId, items[^1].Request, WindowSize);
        diagnostics.Batch(DiagnosticName, due.Count + items.Count);

        all.AddRange(due);
        all.AddRange(items);
        caution.Mark(accountId, all);
        foreach (var item in items)
            HoldBack(item, parked);
        if (apart)
            await RunApart(unit.Connection, all.ToArray(), parked);
        else if (all.Where(item => item.Runs).Select(item => item.Write!.Write).ToList() is { Count: > 0 } writes)
            await leads.WriteWithin(unit, writes);
        var finished = Finish(unit, claim, all, due.Count, parked, now);
        await unit.Commit();
        caution.Relax(accountId, WindowSize);
        return new TurnEnd(finished, IsMore: isFull || parked.NextDueOn <= now);
    }

    private async Task<(Claim? Claim, (IReadOnlyList<Planned> Items, bool IsFull) Window)> Claim(WriteUnit unit, int accountId, Window? ahead)
    {
        Claim? claim = null;
        List<StoredRequest>? requests = null;
        using (var query = unit.Query())
        {
            query.BatchCommands.Add(IntakeStore.Bounds());
            query.BatchCommands.Add(IntakeStore.LockCursor(accountId));
            if (ahead is null)
                query.BatchCommands.Add(IntakeStore.ReadWindow(accountId, after: null, WindowSize));
            using var reader = query.ExecuteReader();
            reader.NextResult();
            if (reader.Read())
                claim = Intake.Claim.Read(accountId, reader);
            if (claim is not null && reader.NextResult())
                requests = IntakeStore.Requests(accountId, reader);
        }

        if (claim is null or { IsPaused: true })
            return (claim, ([], false));
        if (ahead is not null && ahead.After == claim.Done)
            return (claim, (ahead.Items, IsFull(ahead.Items)));
        if (requests is null)
        {
            using var query = unit.Query();
            query.BatchCommands.Add(IntakeStore.ReadWindow(accountId, (claim.Done, claim.DoneOn), WindowSize));
            using var reader = query.ExecuteReader();
            requests = IntakeStore.Requests(accountId, reader);
        }

        var window = await prefetch.Plan(claim.Done, requests);
        return (claim, (window.Items, IsFull(window.Items)));
    }

    private static bool IsFull(IReadOnlyList<Planned> items) =>
        items.Count == WindowSize || items.Sum(item => (long)item.Request.Body.Length) >= IntakeStore.MaxWindowBytes;

    private async Task<List<Planned>> Due(WriteUnit unit, int accountId, ParkedRequests parked)
    {
        if (parked.Due.Count == 0)
            return [];
        List<StoredRequest> requests;
        using (var query = unit.Query())
        {
            query.BatchCommands.Add(IntakeStore.ReadRequests(accountId, [.. parked.Due.Keys]));
            using var reader = query.ExecuteReader();
            requests = IntakeStore.Requests(accountId, reader);
        }

        var due = new List<Planned>(requests.Count);
        foreach (var request in requests)
            due.Add(await plans.Plan(request, parked.Due[(request.Arrival, request.ReceivedOn)]));
        return due;
    }

    private static void HoldBack(Planned item, ParkedRequests parked)
    {
        if (!parked.Blocks(item.Names))
            return;
        item.IsBehind = true;
        parked.Block(item.Names);
    }

    /// <summary>Runs the items in their order, so that one at fault fails alone and holds up its own lead's alone.</summary>
    private async Task RunApart(NpgsqlConnection connection, ArraySegment<Planned> items, ParkedRequests parked)
    {
        foreach (var item in items)
            HoldBack(item, parked);
        var running = items.Where(item => item.Runs).ToArray();
        if (running.Length == 0 || await Try(connection, running) is not { } fault)
            return;
        if (running.Length > 1)
        {
            // A lead that somebody holds would cost the wait for its lock at every halving.
            var size = fault is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } ? 1 : (running.Length + 1) / 2;
            for (var from = 0; from < running.Length; from += size)
                await RunApart(connection, new ArraySegment<Planned>(running, from, Math.Min(size, running.Length - from)), parked);
            return;
        }

        var failed = running[0];
        failed.Fault = fault;
        if (RetrySchedule.IsOfTheRequest(fault) || RetrySchedule.After(failed.Attempts + 1) is null)
            return;
        parked.Block(failed.Names);
        foreach (var names in await kinship.Find(connection, failed.Request.AccountId, failed.Names))
            parked.Block(names);
    }

    /// <summary>Null when the items have their outcomes, else what stopped them.</summary>
    private async Task<Exception?> Try(NpgsqlConnection connection, Planned[] items)
    {
        for (var attempt = 1; ; attempt++)
        {
            var part = WriteUnit.Within(connection, isLane: true);
            try
            {
                await leads.WriteWithin(part, [.. items.Select(item => item.Write!.Write)]);
                await part.Commit();
                return null;
            }
            catch (Exception exception) when (!DatabaseErrors.IsUnavailable(exception))
            {
                await part.Rollback();
                if (!DatabaseErrors.IsRace(exception) || attempt == MaxAttempts)
                    return exception;
            }
        }
    }

    /// <summary>Leaves each item with its result or parked, and moves the cursor; how many got a result.</summary>
    private static int Finish(WriteUnit unit, Claim claim, List<Planned> items, int due, ParkedRequests parked, DateTime now)
    {
        var finished = claim.Finished.ToArray();
        var waiting = claim.Parked - due;
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
        var isNewMinute = results > 0 && minute > claim.PacedOn;
        if (isNewMinute)
            unit.Add(IntakeStore.AddPace, claim with { PacedOn = minute });
        var last = items.Count > due ? items[^1].Request : null;
        unit.Add(IntakeStore.MoveCursor, claim with
        {
            Done = last?.Arrival ?? claim.Done,
            DoneOn = last?.ReceivedOn ?? claim.DoneOn,
            Finished = finished,
            Parked = waiting,
            DueOn = waiting == 0 ? null : parked.NextDueOn,
            PacedOn = isNewMinute ? minute : claim.PacedOn,
        });
        return results;
    }

    private static ParkedRow? Postponed(Planned item, DateTime now)
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
    private static async Task Settle(WriteUnit unit, Claim claim, ParkedRequests parked)
    {
        var dueOn = claim.Parked == 0 ? null : parked.NextDueOn;
        if (dueOn == claim.DueOn)
        {
            await unit.Rollback();
            return;
        }

        unit.Add(IntakeStore.MoveCursor, claim with { DueOn = dueOn });
        await unit.Commit();
    }
}
