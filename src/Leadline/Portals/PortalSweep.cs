using Dapper;
using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.Portals;

/// <summary>Drops sessions, proofs and keys that have expired and failures that are forgotten.</summary>
internal sealed class PortalSweep(
    Database database,
    AccountOperations accounts,
    TimeProvider clock,
    ILogger<PortalSweep> logger
) : HourlyWorker(clock, logger)
{
    /// <summary>Forgets what is over in every account.</summary>
    internal override async Task Sweep()
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        foreach (var accountId in await accounts.AccountIds())
        {
            await using var connection = await database.Open(accountId);
            await connection.ExecuteAsync(
                """
                DELETE FROM portal_session WHERE account_id = @accountId AND expires_on < @now;
                DELETE FROM portal_proof WHERE account_id = @accountId AND expires_on < @now;
                DELETE FROM portal_token WHERE account_id = @accountId AND expires_on < @now;
                DELETE FROM portal_attempt
                WHERE account_id = @accountId AND last_on < @forgotten AND coalesce(locked_until, @now) <= @now;
                """,
                new { accountId, now, forgotten = now - SignInThrottle.Memory });
        }
    }
}
