using Dapper;
using Leadline.Storage;

namespace Leadline.Portals;

/// <summary>How long failures of one subject make wait.</summary>
/// <param name="Free">Failures before the first wait.</param>
/// <param name="FirstWait">Doubles with each failure after.</param>
/// <param name="LongestWait">The longest that a wait gets.</param>
/// <param name="Memory">Failures this long ago are forgotten.</param>
internal sealed record AttemptLimits(int Free, TimeSpan FirstWait, TimeSpan LongestWait, TimeSpan Memory);

/// <summary>The SQL of attempts to get into a portal.</summary>
internal sealed class PortalAttemptStore(Database database)
{
    /// <summary>
    /// Counts an attempt, and sets the wait that is due if it fails; false when the subject has to wait yet: then
    /// nothing is counted.
    /// </summary>
    public async Task<bool> Count(PortalContext context, byte[] subject, AttemptLimits limits, DateTime now)
    {
        await using var connection = await database.Open(context.AccountId);
        return await connection.ExecuteScalarAsync<int?>(
            """
            INSERT INTO portal_attempt AS a (account_id, portal_id, subject, failures, last_on)
            VALUES (@AccountId, @Id, @subject, 1, @now)
            ON CONFLICT (account_id, portal_id, subject) DO UPDATE SET
                failures = CASE WHEN a.last_on < @forgotten THEN 1 ELSE a.failures + 1 END,
                last_on = @now,
                locked_until = CASE WHEN a.last_on >= @forgotten AND a.failures >= @Free
                    THEN @now + least(@FirstWait * (2 ^ least(a.failures - @Free, 20)), @LongestWait) END
                WHERE a.locked_until IS NULL OR a.locked_until <= @now
            RETURNING 1
            """,
            new
            {
                context.AccountId,
                context.Portal.Id,
                subject,
                now,
                limits.Free,
                limits.FirstWait,
                limits.LongestWait,
                forgotten = now - limits.Memory,
            }) is not null;
    }

    /// <summary>Until when the subject has to wait; null when it need not.</summary>
    public async Task<DateTime?> LockedUntil(PortalContext context, byte[] subject)
    {
        await using var connection = await database.Open(context.AccountId);
        return await connection.ExecuteScalarAsync<DateTime?>(
            """
            SELECT locked_until FROM portal_attempt WHERE account_id = @AccountId AND portal_id = @Id
                AND subject = @subject
            """,
            new { context.AccountId, context.Portal.Id, subject });
    }

    /// <summary>Forgets the subject's failures, and one of the address.</summary>
    public async Task Forgive(PortalContext context, byte[] subject, byte[] address)
    {
        await using var connection = await database.Open(context.AccountId);
        await connection.ExecuteAsync(
            """
            DELETE FROM portal_attempt WHERE account_id = @AccountId AND portal_id = @Id AND subject = @subject;
            UPDATE portal_attempt SET failures = failures - 1, locked_until = NULL
            WHERE account_id = @AccountId AND portal_id = @Id AND subject = @address AND failures > 0;
            """,
            new { context.AccountId, context.Portal.Id, subject, address });
    }
}
