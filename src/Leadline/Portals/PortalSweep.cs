using Dapper;
using Leadline.Storage;
using Microsoft.Extensions.Hosting;

namespace Leadline.Portals;

/// <summary>Drops sessions, proofs and keys that have expired and failures that are forgotten, once an hour. Any node may; twice does no harm.</summary>
internal sealed class PortalSweep(Database database, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Runs until the server stops.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Sweep();
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>Forgets what is over in every account.</summary>
    internal async Task Sweep()
    {
        try
        {
            await using var connection = await database.Open();
            var now = clock.GetUtcNow().UtcDateTime;
            await connection.ExecuteAsync(
                """
                DELETE FROM portal_session s USING account a WHERE s.account_id = a.account_id AND s.expires_on < @now;
                DELETE FROM portal_proof p USING account a WHERE p.account_id = a.account_id AND p.expires_on < @now;
                DELETE FROM portal_token t USING account a WHERE t.account_id = a.account_id AND t.expires_on < @now;
                DELETE FROM portal_attempt t USING account a
                WHERE t.account_id = a.account_id AND t.last_on < @forgotten AND coalesce(t.locked_until, @now) <= @now;
                """,
                new { now, forgotten = now - Attempts.Memory });
        }
        catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
        {
            // The next hour will do.
        }
    }
}
