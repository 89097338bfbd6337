namespace Leadline.InboundMail.Imap;

/// <summary>What became of a message of a mailbox.</summary>
internal enum MailReceived
{
    /// <summary>It was taken in, now or before: as a ticket, as an answer on one, or into the list of others.</summary>
    Taken,

    /// <summary>It cannot be taken in.</summary>
    Refused,

    /// <summary>Somebody took it out of the folder.</summary>
    Gone,
}

/// <summary>Takes messages of mailboxes in, a few at a time: each may be as large as mail can be.</summary>
internal sealed partial class MailReceiver(MailIntake intake, ILogger<MailReceiver> logger) : IDisposable
{
    private const int AtATime = 4;

    private readonly SemaphoreSlim places = new(AtATime);

    /// <summary>
    /// Reads a message and takes it in. Throws where that is worth trying again: the database is away, say.
    /// </summary>
    public async Task<MailReceived> Receive(
        Mailbox mailbox, long size, Func<Task<byte[]?>> download, CancellationToken cancellation)
    {
        if (size > MailParser.LargestMail)
            return Refused(mailbox, "too large");
        await places.WaitAsync(cancellation);
        try
        {
            if (await download() is not { } bytes)
                return MailReceived.Gone;
            var taken = await intake.Take(mailbox.AccountId, bytes, cancellation);
            return taken.Failure switch
            {
                null => MailReceived.Taken,
                { RetryAfter: not null } => throw new MailboxException(
                    MailboxStep.Messages, "This server could not take a message in. It tries again."),
                var refusal => Refused(mailbox, refusal.Code.ToString()),
            };
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    private MailReceived Refused(Mailbox mailbox, string reason)
    {
        Log.Refused(logger, mailbox.Id, mailbox.AccountId, reason);
        return MailReceived.Refused;
    }

    private static partial class Log
    {
        [LoggerMessage(
            84, LogLevel.Warning,
            "A mail in mailbox {Mailbox} of account {Account} could not be taken in ({Reason}); it stays there, flagged"
        )]
        public static partial void Refused(ILogger logger, Guid mailbox, int account, string reason);
    }
}
