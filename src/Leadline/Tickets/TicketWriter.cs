using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Tickets.Conversations;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Tickets;

/// <summary>
/// Every change of a ticket that is there goes through here: concurrent callers share a transaction, each with an outcome
/// of its own. A batch locks its tickets, decides in memory in arrival order, and writes the result.
/// </summary>
internal sealed class TicketWriter : IAsyncDisposable
{
    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "Ticket does not exist in the system");

    private const string DiagnosticName = "ticket";

    private const int MaxBatch = 128;

    private readonly DeskOperations desks;
    private readonly FieldOperations fields;
    private readonly AccountChanges changes;
    private readonly ActivityTimeline timeline;
    private readonly TicketMails mails;
    private readonly TimeProvider clock;
    private readonly Diagnostics diagnostics;
    private readonly GroupCommit<TicketChange> group;

    public TicketWriter(
        Database database, DeskOperations desks, FieldOperations fields, AccountChanges changes, ActivityTimeline timeline,
        TicketMails mails, TimeProvider clock, Diagnostics diagnostics, ILogger<TicketWriter> logger)
    {
        (this.desks, this.fields, this.changes) = (desks, fields, changes);
        (this.timeline, this.mails, this.clock, this.diagnostics) = (timeline, mails, clock, diagnostics);
        group = new GroupCommit<TicketChange>(database, LaneCount.ForThisMachine, MaxBatch, Execute, logger);
        diagnostics.ShowWaiting(DiagnosticName, () => group.Waiting);
    }

    /// <summary>Completes when the change is durable, or refused.</summary>
    public async Task<Result<Ticket>> Write(TicketChange change, CancellationToken cancellation)
    {
        if (change.Caller.Transaction is { } transaction)
            await group.RunWithin(transaction, change);
        else
            await group.Submit(change, HashCode.Combine(change.Caller.AccountId, change.Number), cancellation);
        return change.Outcome;
    }

    public ValueTask DisposeAsync() => group.DisposeAsync();

    /// <summary>The time as the database keeps it: in whole microseconds.</summary>
    public static DateTime Now(TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private async Task Execute(WriteUnit unit, IReadOnlyList<TicketChange> batch)
    {
        diagnostics.Batch(DiagnosticName, batch.Count);
        var accountIds = batch.Select(change => change.Caller.AccountId).Distinct().ToArray();
        var (tickets, versions) = await LookUp(unit, accountIds, batch);
        foreach (var accountId in accountIds)
            if ((await desks.Of(accountId)).Version != versions[accountId]
                || (await fields.Of(accountId)).Version != versions[accountId])
            {
                changes.Announce(accountId);
                throw new RaceLostException();
            }

        var now = Now(clock);
        var changed = new HashSet<(int, long)>();
        foreach (var change in batch)
        {
            var key = (change.Caller.AccountId, change.Number);
            if (!tickets.TryGetValue(key, out var before))
            {
                change.Outcome = Unknown;
                continue;
            }

            change.Outcome = await Apply(unit, change, before, now);
            if (change.Outcome.Failure is not null || ReferenceEquals(change.Outcome.Value, before))
                continue;
            tickets[key] = change.Outcome.Value;
            changed.Add(key);
        }

        foreach (var key in changed)
            unit.Add(TicketStore.Update, new TicketRow(tickets[key], TicketKeys.Of(tickets[key])));
    }

    /// <summary>Carries out one change; what fell due before it is noted with it. Gives back the ticket itself where nothing changed.</summary>
    private async ValueTask<Result<Ticket>> Apply(WriteUnit unit, TicketChange change, Ticket before, DateTime now)
    {
        var desk = await desks.Of(before.AccountId);
        if ((Absence(change, before)
            ?? ServiceRights.Refusal(change.Caller, change.Right, before.AgentId, before.GroupId, desk)
            ?? Refusal(change, before)) is { } refusal)
            return refusal;
        var catalog = TicketFields.Of(await fields.Of(before.AccountId));
        var fallenDue = new List<SlaEvent>();
        var current = SlaRules.Tick(before, desk, now, fallenDue);
        var decided = change.Decide(new TicketScene(change.Caller, current, desk, catalog, now));
        if (decided.Failure is { } failure)
            return failure;
        var edit = decided.Value ?? new TicketEdit(current);
        if (ReferenceEquals(edit.After, before) && edit.Said is null)
            return before;

        var after = edit.After with { Version = before.Version + 1, ModifiedOn = now, ModifiedBy = change.Caller.User.Id };
        edit = edit with { After = after };
        TicketRecords.AddChange(unit, change.Caller, before, edit, fallenDue, now);
        await mails.Send(unit.Connection, after, desk, edit.Mail, fallenDue);
        if (edit.Timeline is { } note)
        {
            change.TimelineNumber ??= await timeline.NextNumber(after.AccountId);
            ActivityTimeline.AddTo(
                unit,
                change.Caller,
                new TimelineEntry(after.LeadId, note.EventCode, change.TimelineNumber.Value, note.Text),
                note.TypeName,
                now);
        }

        return after;
    }

    private static Failure? Absence(TicketChange change, Ticket ticket) => !change.EvenGone && ticket.TrashedOn is not null ? Unknown : null;

    private static Failure? Refusal(TicketChange change, Ticket ticket)
    {
        if (!change.EvenGone && ticket.MergedInto is { } into)
            return new Failure(ErrorCode.Conflict, $"The ticket was merged into #{into}.")
            {
                Details = json => json.WriteNumber("mergedInto"u8, into),
            };
        return change.ExpectedVersion is { } expected && expected != ticket.Version
            ? new Failure(ErrorCode.VersionMismatch, $"The ticket has changed: it is at version {ticket.Version}, not {expected}.")
            {
                Details = json => json.WriteNumber("version"u8, ticket.Version),
            }
            : null;
    }

    private static async Task<(Dictionary<(int, long), Ticket> Tickets, Dictionary<int, long> Versions)> LookUp(
        WriteUnit unit, int[] accountIds, IReadOnlyList<TicketChange> batch)
    {
        var keys = batch.Select(change => (change.Caller.AccountId, change.Number)).Distinct().ToArray();
        using var query = unit.Query();
        query.BatchCommands.Add(LeadStore.LockDefinitions(accountIds));
        query.BatchCommands.Add(LeadStore.ReadVersions(accountIds));

        // Locked in the order of their numbers, so that batches do not deadlock.
        query.BatchCommands.Add(new NpgsqlBatchCommand(
            $"""
            SELECT {TicketStore.Columns}
            FROM unnest($1, $2) AS k (account_id, number)
            JOIN ticket t ON t.account_id = k.account_id AND t.number = k.number
            ORDER BY t.account_id, t.number
            FOR UPDATE OF t
            """)
        {
            Parameters =
            {
                LeadStore.Array(NpgsqlDbType.Integer, keys.Select(key => key.AccountId)),
                LeadStore.Array(NpgsqlDbType.Bigint, keys.Select(key => key.Number)),
            },
        });
        using var reader = await unit.Read(query);
        reader.NextResult();
        var versions = new Dictionary<int, long>();
        while (reader.Read())
            versions[reader.GetInt32(0)] = reader.GetInt64(1);
        reader.NextResult();
        var tickets = new Dictionary<(int, long), Ticket>();
        while (reader.Read())
        {
            var ticket = TicketStore.Read(reader);
            tickets[(ticket.AccountId, ticket.Number)] = ticket;
        }

        return (tickets, versions);
    }
}
