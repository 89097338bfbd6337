using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.Accounts;

/// <summary>Tells this node's caches that an account has changed, here or on another node (LISTEN/NOTIFY).</summary>
internal sealed partial class AccountChanges(Database database, ILogger<AccountChanges> logger)
    : Worker(TimeSpan.FromSeconds(0.2), logger)
{
    public const string Channel = "leadline_account";

    private readonly ILogger logger = logger;
    private bool isLost;

    /// <summary>Raised with the account's id, or with null when any may have changed.</summary>
    public event Action<int?>? Changed;

    /// <summary>Makes a change of this node visible to its next call, before the notification comes round.</summary>
    public void Announce(int accountId) => Changed?.Invoke(accountId);

    protected override async Task Run(CancellationToken cancellation)
    {
        try
        {
            await Listen(cancellation);
        }
        catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
        {
            // This connection always listens, so it is the first to know that the database went away.
            database.ForgetConnections();
            if (!isLost)
                Log.Lost(logger);
            isLost = true;
            throw;
        }
    }

    private async Task Listen(CancellationToken cancellation)
    {
        await using var connection = await database.Listen(Channel, cancellation);
        connection.Notification += (_, notification) =>
            Changed?.Invoke(int.TryParse(notification.Payload, out var accountId) ? accountId : null);

        isLost = false;
        // Whatever was announced while nobody listened is unknown: start from nothing.
        Changed?.Invoke(null);
        while (true)
            await connection.WaitAsync(cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(21, LogLevel.Warning, "The database is away; connecting again")]
        public static partial void Lost(ILogger logger);
    }
}
