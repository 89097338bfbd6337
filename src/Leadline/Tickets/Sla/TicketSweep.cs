using Dapper;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.ServiceDesk;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Tickets.Assignment;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Sla;
using Npgsql;

namespace Leadline.Tickets.Sla;

/// <summary>
/// What tickets need done by the passing of time: an agent, a reminder, a breach noted, an escalation. Due tickets are claimed from
/// the database, so any number of nodes may work; what a node leaves undone, the next one finds.
/// </summary>
internal sealed partial class TicketSweep(
    Database database,
    DeskOperations desks,
    AccountOperations accounts,
    AccountChanges changes,
    TicketMails mails,
    TimeProvider clock,
    ILogger<TicketSweep> logger)
{
    private const int Batch = 200;

    private static readonly TimeSpan FaultWait = TimeSpan.FromMinutes(5);

    /// <summary>How long a ticket waits that no agent of its group can take.</summary>
    private static readonly TimeSpan NoAgentWait = TimeSpan.FromSeconds(30);

    /// <summary>Works on a batch of due tickets; how many there were.</summary>
    public Task<int> Pass(CancellationToken cancellation) => database.Transaction(
        async connection =>
        {
            var now = TicketWriter.Now(clock);
            var due = await Claim(connection, now);
            if (due.Count == 0)
                return 0;
            await HoldDefinitions(connection, [.. due.Select(ticket => ticket.AccountId).Distinct()]);
            foreach (var account in due.GroupBy(ticket => ticket.AccountId))
                await WorkApart(connection, [.. account], now);
            return due.Count;
        },
        cancellation);

    /// <summary>What fails in one account must not hold up the others: its tickets are put off.</summary>
    private async Task WorkApart(NpgsqlConnection connection, List<Ticket> tickets, DateTime now)
    {
        await connection.ExecuteAsync("SAVEPOINT account");
        try
        {
            var unit = WriteUnit.Within(connection);
            await Work(connection, unit, tickets, now);
            await unit.Commit();
        }
        catch (Exception exception) when (!DatabaseErrors.IsUnavailable(exception) && !DatabaseErrors.IsRace(exception))
        {
            Log.Failed(logger, tickets[0].AccountId, exception.GetType().Name, exception.StackTrace);
            await connection.ExecuteAsync("ROLLBACK TO SAVEPOINT account");
            await connection.ExecuteAsync(
                "UPDATE ticket SET work_on = @later WHERE account_id = @AccountId AND number = ANY(@numbers)",
                new { tickets[0].AccountId, numbers = tickets.Select(ticket => ticket.Number).ToArray(), later = now + FaultWait });
        }
    }

    /// <summary>After a change of policies or hours, brings the next open tickets up for scheduling; false when none are left.</summary>
    public async Task<bool> Refresh(CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            WITH desk AS (
                SELECT account_id, refresh_after FROM service_desk
                WHERE refresh_after IS NOT NULL ORDER BY account_id LIMIT 1 FOR UPDATE SKIP LOCKED
            ), open AS (
                SELECT t.account_id, t.number FROM desk d
                JOIN ticket t ON t.account_id = d.account_id AND t.number > d.refresh_after
                WHERE t.resolved_on IS NULL AND t.trashed_on IS NULL AND t.merged_into IS NULL
                ORDER BY t.number LIMIT 500
            ), marked AS (
                UPDATE ticket t SET work_on = @now FROM open o WHERE t.account_id = o.account_id AND t.number = o.number
            )
            UPDATE service_desk s SET refresh_after = (SELECT max(number) FROM open)
            FROM desk d WHERE s.account_id = d.account_id
            """,
            new { now = clock.GetUtcNow().UtcDateTime },
            cancellationToken: cancellation)) > 0;
    }

    private static async Task<List<Ticket>> Claim(NpgsqlConnection connection, DateTime now)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {TicketStore.Columns} FROM ticket t WHERE t.work_on <= $1
            ORDER BY t.work_on, t.account_id LIMIT {Batch} FOR UPDATE SKIP LOCKED
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now });
        await using var reader = await command.ExecuteReaderAsync();
        var tickets = new List<Ticket>();
        while (await reader.ReadAsync())
            tickets.Add(TicketStore.Read(reader));
        return tickets;
    }

    /// <summary>As every write of tickets does: by definitions that have gone nothing is written.</summary>
    private async Task HoldDefinitions(NpgsqlConnection connection, int[] accountIds)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(LeadStore.LockDefinitions(accountIds));
        batch.BatchCommands.Add(LeadStore.ReadVersions(accountIds));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if ((await desks.Of(reader.GetInt32(0))).Version == reader.GetInt64(1))
                continue;
            changes.Announce(reader.GetInt32(0));
            throw new RaceLostException();
        }
    }

    private async Task Work(NpgsqlConnection connection, WriteUnit unit, List<Ticket> tickets, DateTime now)
    {
        var desk = await desks.Of(tickets[0].AccountId);
        var account = await accounts.Find(desk.AccountId) ?? throw new InvalidOperationException($"Account {desk.AccountId} is gone.");
        var caller = new Caller(account, SystemUser.Itself);
        var choices = new Dictionary<Guid, Turn>();
        foreach (var before in tickets)
        {
            var fallenDue = new List<SlaEvent>();
            var after = SlaRules.Tick(before, desk, now, fallenDue);
            if (after.AwaitsAgent)
                after = await Assigned(connection, account, desk, after, choices, now);
            after = SlaRules.Follow(after, after, desk, now);
            if (after.AwaitsAgent)
                after = after with { WorkOn = Earlier(now + NoAgentWait, SlaRules.NextWork(after with { AwaitsAgent = false }, desk, now)) };
            if (fallenDue.Count > 0 || TicketChanges.Describe(before, after) is not null)
            {
                after = after with { Version = before.Version + 1, ModifiedOn = now, ModifiedBy = caller.User.Id };
                var kind = after.AgentId == before.AgentId ? TicketEvents.Updated : TicketEvents.Assigned;
                TicketRecords.AddChange(unit, caller, before, new TicketEdit(after) { Kind = kind }, fallenDue, now);
                await mails.Send(connection, after, desk, [], fallenDue);
            }

            unit.Add(TicketStore.Update, new TicketRow(after, TicketKeys.Of(after)));
        }

        foreach (var (groupId, turn) in choices)
            if (turn.Last is { } last)
                await AgentLoads.SetTurn(connection, desk.AccountId, groupId, last);
    }

    private static async Task<Ticket> Assigned(
        NpgsqlConnection connection, Account account, Desk desk, Ticket ticket, Dictionary<Guid, Turn> choices, DateTime now)
    {
        if (desk.Group(ticket.GroupId) is not { Rule: not AssignmentRule.None } group)
            return ticket with { AwaitsAgent = false };
        if (!choices.TryGetValue(group.Id, out var turn))
        {
            var last = await AgentLoads.LockTurn(connection, account.Id, group.Id);
            var open = await AgentLoads.Open(connection, account.Id, [.. group.Agents.Select(agent => agent.UserId)]);
            choices.Add(group.Id, turn = new Turn(open) { Last = last });
        }

        if (AgentChoice.Choose(group, ticket, id => ServiceRights.WorksOnTickets(account.Users.GetValueOrDefault(id)), turn.Open, turn.Last) is not { } agent)
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
        [LoggerMessage(84, LogLevel.Error, "The service desk's work for account {Account} failed and is put off: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, int account, string error, string? stack);
    }
}
