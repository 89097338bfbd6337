using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Intake;

/// <summary>
/// Finds the accounts whose requests nobody here was told of: other nodes', those from before a start, and those whose
/// retry is due. Looks as often as it is told to, and now and then unasked.
/// </summary>
internal sealed class IntakeWatch(
    Database database, IntakeSettings settings, AccountQueue ready, TimeProvider clock, ILogger<IntakeWatch> logger)
    : Worker(Interval, logger)
{
    public const string Channel = "leadline_intake";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task Run(CancellationToken cancellation)
    {
        if (settings.Workers == 0)
            await Task.Delay(Timeout.Infinite, cancellation);
        await using var connection = await database.Listen(Channel, cancellation);
        while (true)
        {
            foreach (var accountId in await Waiting(connection, cancellation))
                ready.Add(accountId);
            await connection.WaitAsync(Interval, cancellation);
        }
    }

    private async Task<IEnumerable<int>> Waiting(NpgsqlConnection connection, CancellationToken cancellation) =>
        await connection.QueryAsync<int>(new CommandDefinition(
            """
            SELECT c.account_id FROM intake_cursor c
            WHERE NOT c.is_paused AND (c.due_on <= @now OR EXISTS (
                SELECT FROM intake_request q
                WHERE q.account_id = c.account_id AND q.arrival > c.done AND q.received_on >= c.done_on))
            ORDER BY random()
            """,
            new { now = clock.GetUtcNow().UtcDateTime },
            cancellationToken: cancellation));
}
