using System.Collections.Concurrent;
using Leadline.Storage;

namespace Leadline.Platform;

/// <summary>What background work comes of: the channels by which nodes tell each other.</summary>
internal static class Wake
{
    /// <summary>An account's definitions, users or settings have changed.</summary>
    public const string Account = "leadline_account";

    /// <summary>An account's log of events has grown.</summary>
    public const string Event = "leadline_event";

    /// <summary>An import was accepted.</summary>
    public const string Import = "leadline_import";

    /// <summary>Asynchronous requests wait, or may be parked.</summary>
    public const string Intake = "leadline_intake";

    /// <summary>A change of many leads was accepted.</summary>
    public const string LeadJob = "leadline_lead_job";

    /// <summary>Mail was left to be sent.</summary>
    public const string Mail = "leadline_mail";

    /// <summary>A mailbox's settings have changed.</summary>
    public const string Mailbox = "leadline_mailbox";

    /// <summary>A request about somebody's data was accepted.</summary>
    public const string PersonalData = "leadline_personal_data";

    /// <summary>Mail was sent, or given up.</summary>
    public const string SentMail = "leadline_sent_mail";

    /// <summary>What came of a call is to be reported.</summary>
    public const string StatusCall = "leadline_status_call";

    /// <summary>A webhook was changed, or its receiver is left alone for now.</summary>
    public const string Webhook = "leadline_webhook";

    public static readonly string[] Channels =
        [Account, Event, Import, Intake, LeadJob, Mail, Mailbox, PersonalData, SentMail, StatusCall, Webhook];
}

/// <summary>
/// Tells those on this node that wait for work (<see cref="Rest"/>) what has come up, here or on another node.
/// </summary>
internal sealed partial class Wakes : IDisposable
{
    // Accounts whose logs have grown here and of which other nodes were not told yet.
    private readonly ConcurrentDictionary<int, bool> grown = new();
    private readonly Bell isDue = new();

    public Wakes() => Told += Hear;

    /// <summary>
    /// Raised with the channel, the account's id (null when any may be meant), and whether all of it shows by now.
    /// </summary>
    public event Action<string, int?, bool>? Woken;

    private static event Action<string, int?>? Told;

    /// <summary>
    /// Wakes those of this process who wait, whichever server's, for what is about to be committed. It may show a
    /// moment later, once older transactions have ended, too: whoever is woken so looks more than once.
    /// </summary>
    public static void Tell(string channel, int? accountId = null) => Told?.Invoke(channel, accountId);

    public void Dispose() => Told -= Hear;

    private void Hear(string channel, int? accountId)
    {
        Woken?.Invoke(channel, accountId, false);
        if (channel == Wake.Event && accountId is { } id && grown.TryAdd(id, true))
            isDue.Ring();
    }

    /// <summary>Tells other nodes whose log has grown, at most four times a second.</summary>
    internal sealed class Teller(Wakes wakes, WakeStore store, ILogger<Teller> logger) : Worker(Pause, logger)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

        protected override async Task Run(CancellationToken cancellation)
        {
            await wakes.isDue.Heard(Timeout.InfiniteTimeSpan, cancellation);
            await Task.Delay(Pause, cancellation);
            string[] accounts = [.. wakes.grown.Keys.Select(id => id.ToString())];
            foreach (var account in accounts)
                wakes.grown.TryRemove(int.Parse(account), out _);
            await store.Notify(Wake.Event, accounts, cancellation);
        }
    }

    /// <summary>Hears what nodes tell by the database: what was committed.</summary>
    internal sealed partial class Listener(Wakes wakes, WakeStore store, ILogger<Listener> logger)
        : Worker(TimeSpan.FromSeconds(0.2), logger)
    {
        private readonly ILogger logger = logger;
        private bool isLost;

        protected override async Task Run(CancellationToken cancellation)
        {
            try
            {
                await Listen(cancellation);
            }
            catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
            {
                // This connection always listens, so it is the first to know that the database went away.
                store.ForgetConnections();
                if (!isLost)
                    Log.Lost(logger);
                isLost = true;
                throw;
            }
        }

        private async Task Listen(CancellationToken cancellation)
        {
            await using var connection = await store.Listen(cancellation);
            connection.Notification += (_, told) => wakes.Woken?.Invoke(
                told.Channel,
                int.TryParse(told.Payload, out var accountId) ? accountId : null,
                told.Channel != Wake.Event);

            isLost = false;
            // Whatever was told while nobody listened is unknown.
            foreach (var channel in Wake.Channels)
                wakes.Woken?.Invoke(channel, null, true);
            while (true)
                await connection.WaitAsync(cancellation);
        }

        private static partial class Log
        {
            [LoggerMessage(21, LogLevel.Warning, "The database is away; connecting again")]
            public static partial void Lost(ILogger logger);
        }
    }
}
