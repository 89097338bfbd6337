using Leadline.Accounts;
using Leadline.Storage;
using Microsoft.Extensions.Hosting;

namespace Leadline.Surfaces;

/// <summary>Drops the answers of keys that have outlived their day, once an hour. Any node may; twice does no harm.</summary>
internal sealed class IdempotencySweep(IdempotencyKeys keys, AccountOperations accounts, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

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

    private async Task Sweep()
    {
        try
        {
            foreach (var accountId in await accounts.AccountIds())
                await keys.ForgetExpired(accountId);
        }
        catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
        {
            // The next hour will do.
        }
    }
}
