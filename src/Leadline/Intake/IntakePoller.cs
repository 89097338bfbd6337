using Leadline.Platform;

namespace Leadline.Intake;

/// <summary>
/// Finds the accounts whose requests nobody here was told of: other nodes', those from before a start, and those whose
/// retry is due. Looks as often as it is told to, and now and then unasked.
/// </summary>
internal sealed class IntakePoller(
    IntakePollerStore store,
    IntakeSettings settings,
    AccountQueue ready,
    TimeProvider clock,
    ILogger<IntakePoller> logger)
    : Worker(Interval, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task Run(CancellationToken cancellation)
    {
        if (settings.Workers == 0)
            await Task.Delay(Timeout.Infinite, cancellation);
        await using var connection = await store.Listen(cancellation);
        while (true)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            foreach (var accountId in await IntakePollerStore.Waiting(connection, now, cancellation))
                ready.Add(accountId);
            await connection.WaitAsync(Interval, cancellation);
        }
    }
}
