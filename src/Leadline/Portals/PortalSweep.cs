using Dapper;
using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.Portals;

/// <summary>Drops sessions, proofs and keys that have expired and failures that are forgotten.</summary>
internal sealed class PortalSweep(Database database, TimeProvider clock, ILogger<PortalSweep> logger) : HourlyWorker(clock, logger)
{
    /// <summary>Forgets what is over in every account.</summary>
    internal override async Task Sweep()
    {
        await using var connection = await database.Open();
        var now = Clock.GetUtcNow().UtcDateTime;
        await connection.ExecuteAsync(
            """
            DELETE FROM portal_session s USING account a WHERE s.account_id = a.account_id AND s.expires_on < @now;
            DELETE FROM portal_proof p USING account a WHERE p.account_id = a.account_id AND p.expires_on < @now;
            DELETE FROM portal_token t USING account a WHERE t.account_id = a.account_id AND t.expires_on < @now;
            DELETE FROM portal_attempt t USING account a
            WHERE t.account_id = a.account_id AND t.last_on < @forgotten AND coalesce(t.locked_until, @now) <= @now;
            """,
            new { now, forgotten = now - SignInThrottle.Memory });
    }
}
