using Leadline.Platform;
using Npgsql;

namespace Leadline.Mail;

/// <summary>
/// Where mail is left to be sent. It joins the caller's transaction: a change and the mail that tells of it happen together
/// or not at all, and no request waits for a mail server.
/// </summary>
internal sealed partial class MailOutbox(MailStore store, ServerOptions options, TimeProvider clock, ILogger<MailOutbox> logger)
{
    private int told;

    /// <summary>Whether text messages go out.</summary>
    public bool HasGateway => options.Sms is not null;

    /// <summary>Leaves a text message to be sent once the transaction commits; the answer is its id.</summary>
    public Task<Guid> AddText(NpgsqlConnection connection, int accountId, string number, string text, DateTime? useBy) =>
        Add(connection, new MailMessage(accountId, SmsGateway.Prefix + number, "", text, UseBy: useBy));

    /// <summary>Leaves a mail to be sent once the transaction commits; the answer is its id.</summary>
    public async Task<Guid> Add(NpgsqlConnection connection, MailMessage message)
    {
        var id = Ids.New();
        await store.Add(connection, id, message, clock.GetUtcNow().UtcDateTime);
        if (options.Mail is null && !message.To.StartsWith(SmsGateway.Prefix, StringComparison.Ordinal) && Interlocked.Exchange(ref told, 1) == 0)
            Log.Waiting(logger);
        return id;
    }

    private static partial class Log
    {
        [LoggerMessage(71, LogLevel.Warning, "No mail server is set (--smtp): mail waits in the outbox")]
        public static partial void Waiting(ILogger logger);
    }
}
