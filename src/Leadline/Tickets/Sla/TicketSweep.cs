using Leadline.Accounts;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.ServiceDesk;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Tickets.Assignment;
using Npgsql;

namespace Leadline.Tickets.Sla;

/// <summary>
/// What tickets need done by the passing of time: an agent, a reminder, a breach noted, an escalation. Due tickets are
/// claimed from the database, so any number of nodes may work; what a node leaves undone, the next one finds.
/// </summary>
internal sealed partial class TicketSweep(
    Database database,
    TicketSweepStore store,
    DeskOperations desks,
    AccountOperations accounts,
    AccountChanges changes,
    MailOutbox outbox,
    TimeProvider clock,
    ILogger<TicketSweep> logger)
{
    private static readonly TimeSpan FaultWait = TimeSpan.FromMinutes(5);

    /// <summary>How long a ticket waits that no agent of its group can take.</summary>
    private static readonly TimeSpan NoAgentWait = TimeSpan.FromSeconds(30);

    /// <summary>Works on a batch of due tickets: how many there were, and when there is something to do.</summary>
    public async Task<(int Worked, DateTime? Next)> Pass(CancellationToken cancellation)
    {
        var now = clock.Now();
        var worked = 0;
        var found = await store.DueAccounts(now + Rest.Horizon, cancellation);
        foreach (var accountId in Due.Accounts(found, now))
            worked += await WorkApart(accountId, now, cancellation);
        return (worked, Due.First(found));
    }

    /// <summary>
    /// After a change of policies or hours, brings the next open tickets up for scheduling; false when none are left.
    /// </summary>
    public async Task<bool> Refresh(CancellationToken cancellation)
    {
        var any = false;
        foreach (var accountId in await store.AccountsToRefresh(cancellation))
            any |= await store.Refresh(accountId, clock.Now(), cancellation);
        return any;
    }

    /// <summary>What fails in one account must not hold up the others: its tickets are put off.</summary>
    private async Task<int> WorkApart(int accountId, DateTime now, CancellationToken cancellation)
    {
        try
        {
            return await database.Transaction(accountId, connection => Work(connection, accountId, now), cancellation);
        }
        catch (Exception exception) when (DatabaseErrors.IsRace(exception))
        {
            // Still due: the next pass comes to them.
            return 0;
        }
        catch (Exception exception) when (
            exception is not OperationCanceledException && !DatabaseErrors.IsUnavailable(exception))
        {
            Log.Failed(logger, accountId, exception.GetType().Name, exception.StackTrace);
            await store.PutOff(accountId, now, now + FaultWait);
            return 0;
        }
    }

    private async Task<int> Work(NpgsqlConnection connection, int accountId, DateTime now)
    {
        var (version, tickets) = await TicketSweepStore.Claim(connection, accountId, now);
        if (tickets.Count == 0)
            return 0;
        var desk = await desks.Get(accountId);
        var account =
            await accounts.Find(accountId) ?? throw new InvalidOperationException($"Account {accountId} is gone.");
        if (Math.Min(desk.Version, account.Version) != version)
        {
            changes.Announce(accountId);
            throw new RaceLostException();
        }

        var caller = new Caller(account, SystemUser.Itself);
        var rows = new RowBuffer();
        var turns = new Dictionary<Guid, Turn>();
        foreach (var ticket in tickets)
            await Work(connection, rows, caller, desk, ticket, turns, now);
        foreach (var (groupId, turn) in turns)
            if (turn.Last is { } last)
                await AgentLoadStore.SetTurn(connection, accountId, groupId, last);
        outbox.Notify(rows);
        await rows.Write(connection);
        return tickets.Count;
    }

    private static async Task Work(
        NpgsqlConnection connection,
        RowBuffer rows,
        Caller caller,
        Desk desk,
        Ticket before,
        Dictionary<Guid, Turn> turns,
        DateTime now)
    {
        var fallenDue = new List<SlaEvent>();
        var after = SlaRules.Tick(before, desk, now, fallenDue);
        if (after.AwaitsAgent)
            after = await Assigned(connection, caller.Account, desk, after, turns);
        after = SlaRules.Follow(after, after, desk, now);
        if (after.AwaitsAgent)
        {
            var next = SlaRules.NextWork(after with { AwaitsAgent = false }, desk, now);
            after = after with { WorkOn = Earlier(now + NoAgentWait, next) };
        }

        if (fallenDue.Count > 0 || TicketChanges.Describe(before, after) is not null)
        {
            after = after with { Version = before.Version + 1, ModifiedOn = now, ModifiedBy = caller.User.Id };
            var kind = after.AgentId == before.AgentId ? TicketEvents.Updated : TicketEvents.Assigned;
            TicketRecords.AddChange(rows, caller, desk, before, new TicketEdit(after) { Kind = kind }, fallenDue, now);
        }

        rows.Add(TicketStore.Update, new TicketRow(after, TicketKeys.From(after)));
    }

    private static async Task<Ticket> Assigned(
        NpgsqlConnection connection, Account account, Desk desk, Ticket ticket, Dictionary<Guid, Turn> turns)
    {
        if (desk.Group(ticket.GroupId) is not { Rule: not AssignmentRule.None } group)
            return ticket with { AwaitsAgent = false };
        if (!turns.TryGetValue(group.Id, out var turn))
        {
            var last = await AgentLoadStore.LockTurn(connection, account.Id, group.Id);
            var open = await AgentLoadStore.Open(
                connection, account.Id, [.. group.Agents.Select(agent => agent.UserId)]);
            turns.Add(group.Id, turn = new Turn(open) { Last = last });
        }

        var chosen = AgentChoice.Choose(
            group,
            ticket,
            id => ServiceRights.WorksOnTickets(account.Users.GetValueOrDefault(id)),
            turn.Open,
            turn.Last);
        if (chosen is not { } agent)
            return ticket;
        turn.Last = agent;
        turn.Open[agent] = turn.Open.GetValueOrDefault(agent) + 1;
        return ticket with { AgentId = agent, AwaitsAgent = false };
    }

    private static DateTime Earlier(DateTime one, DateTime? other) => other < one ? other.Value : one;

    /// <summary>A group's turn while its agents are chosen.</summary>
    private sealed record Turn(Dictionary<Guid, int> Open)
    {
        public Guid? Last { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(
            84, LogLevel.Error, "The service desk's work for account {Account} failed and is put off: {Error}\n{Stack}"
        )]
        public static partial void Failed(ILogger logger, int account, string error, string? stack);
    }
}
