using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Tasks;

/// <summary>
/// The SQL of reminders. Which accounts have due ones is read without locks; they are claimed within one account.
/// </summary>
internal sealed class TaskReminderStore(Database database)
{
    private const int Batch = 200;

    /// <summary>
    /// The accounts of the reminders that are due until a time, the one that has waited longest first.
    /// </summary>
    public async Task<IReadOnlyList<Due>> DueAccounts(DateTime until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return
        [
            .. await connection.QueryAsync<Due>(new CommandDefinition(
                $"""
                SELECT account_id AS "AccountId", remind_on AS "On" FROM task WHERE remind_on <= @until
                ORDER BY remind_on LIMIT {Batch}
                """,
                new { until },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>Takes an account's due reminders: with the commit they are nobody else's.</summary>
    public static async Task<IReadOnlyList<UserTask>> Claim(NpgsqlConnection connection, int accountId, DateTime now)
    {
        await using var reader = await connection.ExecuteReaderAsync(
            $"""
            WITH due AS (
                SELECT task_id FROM task WHERE account_id = @accountId AND remind_on <= @now
                ORDER BY remind_on LIMIT {Batch} FOR UPDATE SKIP LOCKED)
            UPDATE task t SET remind_on = NULL FROM due
            WHERE t.account_id = @accountId AND t.task_id = due.task_id
            RETURNING {TaskStore.Columns}
            """,
            new { accountId, now });
        return await TaskStore.ReadAll(reader);
    }

    /// <summary>Puts off what fell due in an account.</summary>
    public async Task PutOff(int accountId, DateTime now, DateTime later)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            "UPDATE task SET remind_on = @later WHERE account_id = @accountId AND remind_on <= @now",
            new { accountId, now, later });
    }
}
