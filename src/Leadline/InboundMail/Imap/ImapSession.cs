using MailKit;

namespace Leadline.InboundMail.Imap;

/// <summary>
/// Goes through a mailbox's folder, message by message: takes it in, then moves, flags or deletes it, then remembers
/// its UID. After a crash in between, the message comes again, and is found to be taken before.
/// </summary>
internal sealed class ImapSession(
    ImapConnection connection,
    Mailbox mailbox,
    Guid holder,
    MailboxStore store,
    MailReceiver receiver,
    TimeProvider clock)
{
    // Servers end connections that are silent for half an hour (RFC 2177), and what lies between them sooner.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(5);

    private const int Batch = 50;

    private MailboxProgress progress = mailbox.Progress;

    /// <summary>Whether the folder was looked through, once at least.</summary>
    public bool HasChecked { get; private set; }

    /// <summary>
    /// Takes what is there, and what comes for as long as the server tells of it; returns when it does not, and when
    /// the mailbox is not ours any more.
    /// </summary>
    public async Task Run(CancellationToken cancellation)
    {
        while (await Pass(cancellation) && connection.CanIdle)
            await connection.WaitForChange(LongestIdle, cancellation);
    }

    private async Task<bool> Pass(CancellationToken cancellation)
    {
        var isFirst = progress.UidValidity != connection.UidValidity;
        var found = await connection.Search(isFirst ? null : progress.LastUid, cancellation);
        foreach (var uids in found.Chunk(Batch))
        {
            var sizes = await connection.Sizes(uids, cancellation);
            foreach (var uid in uids)
                if (!await Take(uid, sizes, isFirst, cancellation))
                    return false;
        }

        // Not before the end: who begins a first look again must begin it at the lowest UID.
        if (isFirst)
            progress = new MailboxProgress(
                connection.UidValidity,
                Math.Max(connection.LastUid, found.Select(uid => (long)uid.Id).LastOrDefault()));
        HasChecked = true;
        return await store.Checked(mailbox, holder, progress, clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>Settles a message; false when the mailbox is not ours any more.</summary>
    private async Task<bool> Take(
        UniqueId uid, IReadOnlyDictionary<uint, long> sizes, bool isFirst, CancellationToken cancellation)
    {
        var outcome = sizes.TryGetValue(uid.Id, out var size)
            ? await Receive(uid, size, cancellation)
            : MailReceived.Gone;
        if (outcome == MailReceived.Taken)
            await connection.Settle(uid, cancellation);
        else if (outcome == MailReceived.Refused)
            await connection.Flag(uid, cancellation);
        if (!isFirst)
            progress = progress with { LastUid = uid.Id };
        return await store.Settled(
            mailbox,
            holder,
            progress,
            taken: outcome == MailReceived.Taken ? 1 : 0,
            refused: outcome == MailReceived.Refused ? 1 : 0);
    }

    private Task<MailReceived> Receive(UniqueId uid, long size, CancellationToken cancellation) => receiver.Receive(
        mailbox,
        size,
        () => connection.Download(uid, MailParser.LargestMail, cancellation),
        cancellation);
}
