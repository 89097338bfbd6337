using Leadline.Platform;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Mail;

/// <summary>
/// Where mail is left to be sent. It joins the caller's transaction: a change and the mail that tells of it happen
/// together or not at all, and no request waits for a mail server.
/// </summary>
internal sealed partial class MailOutbox(
    MailSeal seal, ServerOptions options, TimeProvider clock, ILogger<MailOutbox> logger)
{
    private int told;

    /// <summary>Whether text messages go out.</summary>
    public bool HasGateway => options.Sms is not null;

    /// <summary>Leaves a text message to be sent once the transaction commits; the answer is its id.</summary>
    public Task<Guid> AddText(
        NpgsqlConnection connection, int accountId, string number, string text, DateTime? useBy) =>
        Add(connection, new MailMessage(accountId, SmsGateway.Prefix + number, "", text, UseBy: useBy));

    /// <summary>Leaves a mail to be sent once the transaction commits; the answer is its id.</summary>
    public async Task<Guid> Add(NpgsqlConnection connection, MailMessage message)
    {
        var rows = new RowBuffer();
        var mail = seal.Close(new OutgoingMail(Ids.New(), message, clock.Now()));
        rows.Add(MailStore.Insert, mail);
        Notify(rows);
        await rows.Write(connection);
        return mail.Id;
    }

    /// <summary>Tells the operator, once, where there is mail among the rows and no server to send it.</summary>
    public void Notify(RowBuffer rows)
    {
        if (options.Mail is not null || Volatile.Read(ref told) != 0)
            return;
        var hasMail = rows.Of(MailStore.Insert)
            .Any(mail => !mail.Message.To.StartsWith(SmsGateway.Prefix, StringComparison.Ordinal));
        if (hasMail && Interlocked.Exchange(ref told, 1) == 0)
            Log.Waiting(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(71, LogLevel.Warning, "No mail server is set (--smtp): mail waits in the outbox")]
        public static partial void Waiting(ILogger logger);
    }
}
