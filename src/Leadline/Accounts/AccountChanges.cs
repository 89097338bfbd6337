using Leadline.Storage;
using Microsoft.Extensions.Hosting;

namespace Leadline.Accounts;

/// <summary>Tells this node's caches that an account has changed, here or on another node (LISTEN/NOTIFY).</summary>
internal sealed partial class AccountChanges(Database database, ILogger<AccountChanges> logger) : BackgroundService
{
    public const string Channel = "leadline_account";

    /// <summary>Raised with the account's id, or with null when any may have changed.</summary>
    public event Action<int?>? Changed;

    /// <summary>Makes a change of this node visible to its next call, before the notification comes round.</summary>
    public void Announce(int accountId) => Changed?.Invoke(accountId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
            {
                // This connection always listens, so it is the first to know that the database went away.
                database.ForgetConnections();
                Log.Lost(logger);
                await Task.Delay(TimeSpan.FromSeconds(0.2), stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Listen(CancellationToken cancellation)
    {
        await using var connection = await database.Listen(Channel, cancellation);
        connection.Notification += (_, notification) =>
            Changed?.Invoke(int.TryParse(notification.Payload, out var accountId) ? accountId : null);

        // Whatever was announced while nobody listened is unknown: start from nothing.
        Changed?.Invoke(null);
        while (true)
            await connection.WaitAsync(cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(21, LogLevel.Warning, "The notification connection was lost; opening another")]
        public static partial void Lost(ILogger logger);
    }
}
