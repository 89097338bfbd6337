using System.Collections.Concurrent;
using System.Diagnostics;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.Notifications;

/// <summary>Reads logs that have grown. What was written may show a moment later, so it looks for a while.</summary>
internal sealed class NotificationWorker(
    NotificationRun run, AccountOperations accounts, Wakes wakes, ILogger<NotificationWorker> logger)
    : Worker(Pause, logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Awake = TimeSpan.FromSeconds(3);

    // The accounts that are looked at, and since when.
    private readonly ConcurrentDictionary<int, long> grown = new();
    private readonly Bell bell = new();
    private volatile bool isAnyGrown = true;

    protected override async Task Run(CancellationToken cancellation)
    {
        wakes.Woken += Hear;
        try
        {
            while (true)
            {
                if (isAnyGrown)
                {
                    isAnyGrown = false;
                    foreach (var accountId in await accounts.AccountIds())
                        Note(accountId);
                }

                foreach (var (accountId, since) in grown)
                {
                    await PassApart(accountId, cancellation);
                    if (Stopwatch.GetElapsedTime(since) > Awake)
                        grown.TryRemove(new(accountId, since));
                }

                if (grown.IsEmpty && !isAnyGrown)
                    await bell.Heard(Timeout.InfiniteTimeSpan, cancellation);
                else
                    await Task.Delay(Pause, cancellation);
            }
        }
        finally
        {
            wakes.Woken -= Hear;
        }
    }

    // What fails in one account must not hold up the others; it comes again with the account's next event.
    private async Task PassApart(int accountId, CancellationToken cancellation)
    {
        try
        {
            await run.Pass(accountId, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailure(exception);
            if (!DatabaseErrors.IsUnavailable(exception))
                grown.TryRemove(accountId, out _);
        }
    }

    private void Hear(string channel, int? accountId, bool isSettled)
    {
        if (channel != Wake.Event)
            return;
        if (accountId is { } one)
            Note(one);
        else
            isAnyGrown = true;
        bell.Ring();
    }

    private void Note(int accountId) => grown[accountId] = Stopwatch.GetTimestamp();
}
