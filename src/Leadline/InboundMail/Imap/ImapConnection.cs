using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;

namespace Leadline.InboundMail.Imap;

/// <summary>
/// A mailbox's folder, open over a connection of its own. Everything that is asked of the server has a time limit; what
/// goes wrong with it is a <see cref="MailboxException"/>.
/// </summary>
internal sealed class ImapConnection : IAsyncDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DownloadLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    private readonly ImapClient client = new();
    private readonly Mailbox mailbox;
    private readonly string secret;
    private readonly ImapProblems problems;
    private IMailFolder folder = null!;
    private IMailFolder? target;
    private bool hasChanged;
    private CancellationTokenSource? idle;

    private ImapConnection(Mailbox mailbox, string secret)
    {
        (this.mailbox, this.secret) = (mailbox, secret);
        problems = new ImapProblems(mailbox, secret);
        var trust = new ServerTrust(mailbox);
        problems.Trust = trust;
        client.ServerCertificateValidationCallback = trust.Accepts;

        // A server that may reach no more than its mailboxes cannot ask for lists of revoked certificates.
        client.CheckCertificateRevocation = false;
    }

    public long UidValidity => folder.UidValidity;

    /// <summary>The highest UID that the folder had given when it was opened.</summary>
    public long LastUid => folder.UidNext is { } next ? (long)next.Id - 1 : 0;

    /// <summary>Messages in the folder.</summary>
    public int Count => folder.Count;

    /// <summary>Whether the server tells of new messages by itself.</summary>
    public bool CanIdle => client.Capabilities.HasFlag(ImapCapabilities.Idle);

    /// <summary>Goes all the way: address, connection, TLS, login, folder.</summary>
    public static async Task<ImapConnection> Open(
        Mailbox mailbox, string secret, MailboxNetworks networks, CancellationToken cancellation)
    {
        var connection = new ImapConnection(mailbox, secret);
        try
        {
            var addresses = await connection.Resolve(networks, cancellation);
            await connection.Connect(addresses, cancellation);
            await connection.LogIn(cancellation);
            await connection.OpenFolders(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The messages above a UID, or, without one, those that a first look takes, lowest UID first.</summary>
    /// <remarks>Where messages stay, the first look leaves alone what people have read before.</remarks>
    public async Task<IReadOnlyList<UniqueId>> Search(long? above, CancellationToken cancellation)
    {
        hasChanged = false;
        if (above >= uint.MaxValue)
            return [];
        var query = above is { } last
            ? SearchQuery.Uids(new UniqueIdRange(new UniqueId((uint)last + 1), UniqueId.MaxValue))
            : mailbox.AfterTaking == AfterTaking.Seen ? SearchQuery.NotSeen
            : SearchQuery.All;
        var found = await Ask(
            MailboxStep.Messages, CommandLimit,
            limit => folder.SearchAsync(query.And(SearchQuery.NotDeleted), limit), cancellation);

        // A range up to the highest UID has the highest in it, however low that is (RFC 3501 §6.4.8).
        return [.. found.Where(uid => uid.Id > (above ?? 0)).OrderBy(uid => uid.Id)];
    }

    /// <summary>The sizes of messages in bytes, of those that are still there.</summary>
    public async Task<IReadOnlyDictionary<uint, long>> Sizes(
        IReadOnlyList<UniqueId> uids, CancellationToken cancellation)
    {
        var told = await Ask(
            MailboxStep.Messages, CommandLimit,
            limit => folder.FetchAsync(
                [.. uids], MessageSummaryItems.UniqueId | MessageSummaryItems.Size, limit),
            cancellation);
        return told.ToDictionary(message => message.UniqueId.Id, message => (long)(message.Size ?? 0));
    }

    /// <summary>A message as it is, its flags untouched; null when it has gone.</summary>
    public async Task<byte[]?> Download(UniqueId uid, int mostBytes, CancellationToken cancellation)
    {
        try
        {
            return await Ask(MailboxStep.Messages, DownloadLimit, Read, cancellation);
        }
        catch (MessageNotFoundException)
        {
            return null;
        }

        async Task<byte[]> Read(CancellationToken limit)
        {
            using var tooLong = CancellationTokenSource.CreateLinkedTokenSource(limit);
            var counter = new ByteCounter(mostBytes, tooLong);
            try
            {
                await using var stream = await folder.GetStreamAsync(uid, tooLong.Token, counter);
                using var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes, tooLong.Token);
                return bytes.ToArray();
            }
            catch (OperationCanceledException) when (tooLong.IsCancellationRequested && !limit.IsCancellationRequested)
            {
                throw new MailboxException(
                    MailboxStep.Messages, $"{mailbox.Host} sends a message that is larger than it says.");
            }
        }
    }

    /// <summary>Moves, flags or deletes a message that was taken, as the mailbox is set.</summary>
    public Task Settle(UniqueId uid, CancellationToken cancellation) => Ask(
        MailboxStep.Messages,
        CommandLimit,
        async limit =>
        {
            if (target is not null)
            {
                await folder.MoveToAsync([uid], target, limit);
            }
            else if (mailbox.AfterTaking == AfterTaking.Delete)
            {
                await folder.AddFlagsAsync([uid], MessageFlags.Deleted, silent: true, limit);
                await folder.ExpungeAsync([uid], limit);
            }
            else
            {
                await folder.AddFlagsAsync([uid], MessageFlags.Seen, silent: true, limit);
            }

            return true;
        },
        cancellation);

    /// <summary>Flags a message that could not be taken, for people to look at.</summary>
    public Task Flag(UniqueId uid, CancellationToken cancellation) => Ask(
        MailboxStep.Messages,
        CommandLimit,
        async limit =>
        {
            await folder.AddFlagsAsync([uid], MessageFlags.Flagged, silent: true, limit);
            return true;
        },
        cancellation);

    /// <summary>Waits until the server tells of a change in the folder, or for as long as <paramref name="longest"/>.
    /// </summary>
    public async Task WaitForChange(TimeSpan longest, CancellationToken cancellation)
    {
        if (hasChanged)
            return;
        using var done = new CancellationTokenSource(longest);
        idle = done;
        try
        {
            await Ask(
                MailboxStep.Messages,
                longest + CommandLimit,
                async limit =>
                {
                    await client.IdleAsync(done.Token, limit);
                    return true;
                },
                cancellation);
        }
        finally
        {
            idle = null;
        }
    }

    /// <summary>Says goodbye where the connection still stands.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(GoodbyeLimit);
        try
        {
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception exception) when (ImapProblems.IsOfConnection(exception))
        {
            // It is closed either way.
        }

        client.Dispose();
    }

    private async Task<IPAddress[]> Resolve(MailboxNetworks networks, CancellationToken cancellation)
    {
        var found = await Ask(
            MailboxStep.Host, ConnectLimit, limit => Dns.GetHostAddressesAsync(mailbox.Host, limit), cancellation);
        var allowed = found.Where(networks.Allows).ToArray();
        return allowed.Length > 0 ? allowed : throw new MailboxException(
            MailboxStep.Host,
            $"{mailbox.Host} has no public address. Whoever runs Leadline can allow other networks with "
            + "--mailbox-networks.");
    }

    // The addresses that were looked at are those that are gone to: a name may be another's a moment later.
    private Task Connect(IPAddress[] addresses, CancellationToken cancellation) => Ask(
        MailboxStep.Connection,
        ConnectLimit,
        async limit =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
                await socket.ConnectAsync(addresses, mailbox.Port, limit);
                problems.IsConnected = true;
                await client.ConnectAsync(socket, mailbox.Host, mailbox.Port, Protection(), limit);
                return true;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
        cancellation);

    private Task LogIn(CancellationToken cancellation) => Ask(
        MailboxStep.Login,
        CommandLimit,
        async limit =>
        {
            if (!mailbox.HasToken)
                await client.AuthenticateAsync(mailbox.UserName, secret, limit);
            else if (client.AuthenticationMechanisms.Contains("OAUTHBEARER"))
                await client.AuthenticateAsync(new SaslMechanismOAuthBearer(mailbox.UserName, secret), limit);
            else if (client.AuthenticationMechanisms.Contains("XOAUTH2"))
                await client.AuthenticateAsync(new SaslMechanismOAuth2(mailbox.UserName, secret), limit);
            else
                throw new MailboxException(MailboxStep.Login, $"{mailbox.Host} takes no OAuth2 tokens.");
            return true;
        },
        cancellation);

    private async Task OpenFolders(CancellationToken cancellation)
    {
        if (mailbox is { AfterTaking: AfterTaking.Move, MoveTo: { } name })
            target = await Find(MailboxStep.MoveTo, name, cancellation);
        folder = await Find(MailboxStep.Folder, mailbox.Folder, cancellation);
        folder.CountChanged += (_, _) =>
        {
            hasChanged = true;
            idle?.CancelAfter(TimeSpan.Zero);
        };
        var access = await Ask(
            MailboxStep.Folder, CommandLimit, limit => folder.OpenAsync(FolderAccess.ReadWrite, limit), cancellation);
        if (access != FolderAccess.ReadWrite)
            throw new MailboxException(
                MailboxStep.Folder, $"{mailbox.UserName} may read the folder \"{mailbox.Folder}\", but not change it.");
    }

    private async Task<IMailFolder> Find(MailboxStep step, string name, CancellationToken cancellation)
    {
        try
        {
            return await Ask(step, CommandLimit, limit => client.GetFolderAsync(name, limit), cancellation);
        }
        catch (FolderNotFoundException)
        {
            var there = client.PersonalNamespaces.Count == 0 ? [] : await Ask(
                step, CommandLimit,
                limit => client.GetFoldersAsync(client.PersonalNamespaces[0], cancellationToken: limit), cancellation);
            throw new MailboxException(step, ImapProblems.NoFolder(mailbox, name, there));
        }
    }

    private SecureSocketOptions Protection() => mailbox.Security switch
    {
        MailboxSecurity.Implicit => SecureSocketOptions.SslOnConnect,
        MailboxSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    private async Task<T> Ask<T>(
        MailboxStep step, TimeSpan limit, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(limit);
        try
        {
            return await ask(limited.Token);
        }
        catch (Exception exception) when (
            exception is not (MailboxException or FolderNotFoundException or MessageNotFoundException))
        {
            cancellation.ThrowIfCancellationRequested();
            if (problems.Describe(exception, step, limit) is { } problem)
                throw problem;
            throw;
        }
    }

    /// <summary>Cancels a download once there is more of it than may be.</summary>
    private sealed class ByteCounter(int most, CancellationTokenSource tooLong) : ITransferProgress
    {
        public void Report(long bytesTransferred, long totalSize) => Report(bytesTransferred);

        public void Report(long bytesTransferred)
        {
            if (bytesTransferred > most)
                tooLong.CancelAfter(TimeSpan.Zero);
        }
    }
}
