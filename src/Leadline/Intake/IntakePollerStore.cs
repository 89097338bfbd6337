using Dapper;
using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.Intake;

/// <summary>The SQL that finds the requests of which no node was told.</summary>
internal sealed class IntakePollerStore(Database database)
{
    /// <summary>The accounts with requests to work on now or until a time, in any order.</summary>
    public async Task<IReadOnlyList<Due>> Waiting(DateTime now, DateTime until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return
        [
            .. await connection.QueryAsync<Due>(new CommandDefinition(
                """
                SELECT c.account_id AS "AccountId",
                    CASE WHEN c.due_on <= @now OR n.is_new THEN @now ELSE c.due_on END AS "On"
                FROM intake_cursor c
                CROSS JOIN LATERAL (
                    SELECT EXISTS (
                        SELECT FROM intake_request q
                        WHERE q.account_id = c.account_id AND q.arrival > c.done AND q.received_on >= c.done_on
                    ) AS is_new) n
                WHERE NOT c.is_paused AND (c.due_on <= @until OR n.is_new)
                ORDER BY random()
                """,
                new { now, until },
                cancellationToken: cancellation)),
        ];
    }
}
