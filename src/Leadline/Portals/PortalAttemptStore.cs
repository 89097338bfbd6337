using Dapper;
using Leadline.Storage;

namespace Leadline.Portals;

/// <summary>How long what is counted of one subject makes wait.</summary>
/// <param name="Free">What is counted before the first wait.</param>
/// <param name="FirstWait">Doubles with each further one.</param>
/// <param name="LongestWait">The longest that a wait gets.</param>
/// <param name="Memory">What was counted this long ago is forgotten.</param>
internal sealed record AttemptLimits(int Free, TimeSpan FirstWait, TimeSpan LongestWait, TimeSpan Memory);

/// <summary>The SQL of attempts to get into a portal.</summary>
internal sealed class PortalAttemptStore(Database database)
{
    /// <summary>
    /// Counts one of the subject's, and sets the wait that is due; false when the subject has to wait yet: then nothing
    /// is counted.
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

    /// <summary>
    /// Counts a lead of the address, once however often it comes, and sets the wait that is due.
    /// </summary>
    public Task CountLead(PortalContext context, byte[] address, byte[] lead, AttemptLimits limits, DateTime now) =>
        database.Transaction(context.AccountId, async connection =>
        {
            // The address's row is locked first, so that leads that come at once are counted one after the other.
            await connection.ExecuteAsync(
                """
                INSERT INTO portal_attempt AS a (account_id, portal_id, subject, failures, last_on)
                VALUES (@AccountId, @Id, @address, 0, @now)
                ON CONFLICT (account_id, portal_id, subject) DO UPDATE SET last_on = @now
                """,
                new { context.AccountId, context.Portal.Id, address, now });
            var isNew = await connection.ExecuteScalarAsync<bool>(
                """
                INSERT INTO portal_address_attempt AS a (account_id, portal_id, address, subject, last_on)
                VALUES (@AccountId, @Id, @address, @lead, @now)
                ON CONFLICT (account_id, portal_id, address, subject) DO UPDATE SET last_on = @now
                RETURNING xmax = 0
                """,
                new { context.AccountId, context.Portal.Id, address, lead, now });
            if (isNew)
                await connection.ExecuteAsync(
                    """
                    UPDATE portal_attempt a SET failures = n.leads,
                        locked_until = CASE WHEN n.leads > @Free
                            THEN @now + least(@FirstWait * (2 ^ least(n.leads - @Free - 1, 20)), @LongestWait) END
                    FROM (
                        SELECT count(*)::integer AS leads FROM portal_address_attempt
                        WHERE account_id = @AccountId AND portal_id = @Id AND address = @address
                            AND last_on >= @forgotten) n
                    WHERE a.account_id = @AccountId AND a.portal_id = @Id AND a.subject = @address
                    """,
                    new
                    {
                        context.AccountId,
                        context.Portal.Id,
                        address,
                        now,
                        limits.Free,
                        limits.FirstWait,
                        limits.LongestWait,
                        forgotten = now - limits.Memory,
                    });
        });

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

    /// <summary>
    /// Forgets what was counted of the lead, at itself and at both counts of its address, which ends the address's wait
    /// where that leaves no more than is free.
    /// </summary>
    public async Task Forgive(
        PortalContext context,
        byte[] lead,
        (byte[] Subject, int Free) failures,
        (byte[] Subject, int Free) requests,
        byte[] requestsOfLead)
    {
        await using var connection = await database.Open(context.AccountId);
        await connection.ExecuteAsync(
            """
            SELECT FROM portal_attempt WHERE account_id = @AccountId AND portal_id = @Id AND subject = ANY(@addresses)
            ORDER BY subject FOR UPDATE;
            DELETE FROM portal_attempt
            WHERE account_id = @AccountId AND portal_id = @Id AND subject = ANY(@subjects);
            WITH forgiven AS (
                DELETE FROM portal_address_attempt
                WHERE account_id = @AccountId AND portal_id = @Id AND address = ANY(@addresses) AND subject = @lead
                RETURNING address)
            UPDATE portal_attempt a SET failures = a.failures - 1,
                locked_until = CASE
                    WHEN a.failures - 1 > CASE WHEN a.subject = @failing THEN @most ELSE @mostRequests END
                    THEN a.locked_until END
            FROM forgiven f
            WHERE a.account_id = @AccountId AND a.portal_id = @Id AND a.subject = f.address;
            """,
            new
            {
                context.AccountId,
                context.Portal.Id,
                lead,
                subjects = new[] { lead, requestsOfLead },
                addresses = new[] { failures.Subject, requests.Subject },
                failing = failures.Subject,
                most = failures.Free,
                mostRequests = requests.Free,
            });
    }
}
