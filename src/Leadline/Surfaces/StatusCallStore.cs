using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Surfaces;

/// <summary>What is to be told to an address.</summary>
/// <param name="AccountId">Whose call it was.</param>
/// <param name="Id">Of this report.</param>
/// <param name="Url">The address.</param>
/// <param name="Body">JSON.</param>
/// <param name="Attempts">How often it was tried, this time included.</param>
internal sealed record StatusCall(int AccountId, Guid Id, string Url, string Body, int Attempts);

/// <summary>
/// The SQL of what is to be reported. Which accounts have something due is read without locks; it is claimed within
/// one account, and due again when its node is silent.
/// </summary>
internal sealed class StatusCallStore(Database database)
{
    private const int Batch = 100;

    public Task Add(NpgsqlConnection connection, StatusCall call, DateTime dueOn) => connection.ExecuteAsync(
        """
        INSERT INTO status_call (account_id, call_id, url, body, due_on)
        VALUES (@AccountId, @Id, @Url, @Body, @dueOn)
        """,
        new { call.AccountId, call.Id, call.Url, call.Body, dueOn });

    /// <summary>The accounts of the reports that are due until a time, the one that has waited longest first.</summary>
    public async Task<IReadOnlyList<Due>> DueAccounts(DateTime until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return
        [
            .. await connection.QueryAsync<Due>(new CommandDefinition(
                $"""
                SELECT account_id AS "AccountId", due_on AS "On" FROM status_call WHERE due_on <= @until
                ORDER BY due_on LIMIT {Batch}
                """,
                new { until },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>Takes an account's due reports until the lease is over.</summary>
    public async Task<IReadOnlyList<StatusCall>> Claim(int accountId, DateTime now, DateTime lease)
    {
        await using var connection = await database.Open(accountId);
        return [.. await connection.QueryAsync<StatusCall>(
            $"""
            WITH due AS (
                SELECT call_id FROM status_call WHERE account_id = @accountId AND due_on <= @now
                ORDER BY due_on LIMIT {Batch} FOR UPDATE SKIP LOCKED)
            UPDATE status_call c SET due_on = @lease, attempts = attempts + 1 FROM due
            WHERE c.account_id = @accountId AND c.call_id = due.call_id
            RETURNING c.account_id AS "AccountId", c.call_id AS "Id", c.url AS "Url", c.body AS "Body",
                c.attempts AS "Attempts"
            """,
            new { accountId, now, lease })];
    }

    /// <summary>Has a report tried again at a time; null has it forgotten.</summary>
    public async Task Settle(StatusCall call, DateTime? dueOn)
    {
        await using var connection = await database.Open(call.AccountId);
        await connection.ExecuteAsync(
            dueOn is null
                ? "DELETE FROM status_call WHERE account_id = @AccountId AND call_id = @Id"
                : "UPDATE status_call SET due_on = @dueOn WHERE account_id = @AccountId AND call_id = @Id",
            new { call.AccountId, call.Id, dueOn });
    }
}
