using Dapper;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Tickets.Sla;

/// <summary>
/// The SQL of what tickets need done by the passing of time. Which accounts have work is read without locks; what is to
/// be done is claimed within one account.
/// </summary>
internal sealed class TicketSweepStore(Database database)
{
    private const int Batch = 200;

    /// <summary>The accounts of the tickets that are due until a time, the one that has waited longest first.</summary>
    public async Task<IReadOnlyList<Due>> DueAccounts(DateTime until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return
        [
            .. await connection.QueryAsync<Due>(new CommandDefinition(
                $"""
                SELECT account_id AS "AccountId", work_on AS "On" FROM ticket WHERE work_on <= @until
                ORDER BY work_on LIMIT {Batch}
                """,
                new { until },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>
    /// Claims an account's due tickets until the commit, and holds the account's definitions, whose version it tells:
    /// nothing is written by definitions that have gone.
    /// </summary>
    public static async Task<(long Version, IReadOnlyList<Ticket> Tickets)> Claim(
        NpgsqlConnection connection, int accountId, DateTime now)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                LeadStore.LockDefinitions(accountId),
                LeadStore.ReadVersion(accountId),
                LeadStore.Command(
                    $"""
                    SELECT {TicketStore.Columns} FROM ticket t WHERE t.account_id = $1 AND t.work_on <= $2
                    ORDER BY t.work_on LIMIT {Batch} FOR UPDATE SKIP LOCKED
                    """,
                    LeadStore.Account(accountId),
                    new NpgsqlParameter<DateTime> { TypedValue = now }),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var version = await reader.ReadAsync() ? reader.GetInt64(0) : 0;
        await reader.NextResultAsync();
        var tickets = new List<Ticket>();
        while (await reader.ReadAsync())
            tickets.Add(TicketStore.Read(reader));
        return (version, tickets);
    }

    /// <summary>Puts off what fell due in an account.</summary>
    public async Task PutOff(int accountId, DateTime now, DateTime later)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            "UPDATE ticket SET work_on = @later WHERE account_id = @accountId AND work_on <= @now",
            new { accountId, now, later });
    }

    /// <summary>
    /// The accounts whose open tickets are to be scheduled anew, since their policies or hours have changed.
    /// </summary>
    public async Task<IReadOnlyList<int>> AccountsToRefresh(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return
        [
            .. await connection.QueryAsync<int>(new CommandDefinition(
                "SELECT account_id FROM service_desk WHERE refresh_after IS NOT NULL ORDER BY account_id",
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>
    /// Brings the account's next open tickets up for scheduling; false when none were left, or another node does it.
    /// </summary>
    public async Task<bool> Refresh(int accountId, DateTime now, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            WITH desk AS (
                SELECT refresh_after FROM service_desk
                WHERE account_id = @accountId AND refresh_after IS NOT NULL FOR UPDATE SKIP LOCKED
            ), open AS (
                SELECT t.number FROM ticket t, desk d
                WHERE t.account_id = @accountId AND t.number > d.refresh_after
                    AND t.resolved_on IS NULL AND t.trashed_on IS NULL AND t.merged_into IS NULL
                ORDER BY t.number LIMIT 500
            ), marked AS (
                UPDATE ticket t SET work_on = @now FROM open o WHERE t.account_id = @accountId AND t.number = o.number)
            UPDATE service_desk s SET refresh_after = (SELECT max(number) FROM open)
            FROM desk d WHERE s.account_id = @accountId
            """,
            new { accountId, now },
            cancellationToken: cancellation)) > 0;
    }
}
