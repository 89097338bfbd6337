using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.InboundMail.Imap;

/// <summary>
/// The SQL of mailboxes. Which accounts have any that are due is read without locks, across accounts.
/// </summary>
internal sealed class MailboxStore(Database database)
{
    private const string Columns =
        """
        account_id AS "AccountId", mailbox_id AS "Id", host AS "Host", port AS "Port", security AS "Security",
        fingerprint AS "Fingerprint", user_name AS "UserName", has_token AS "HasToken", secret AS "Secret",
        folder AS "Folder", after_taking AS "AfterTaking", move_to AS "MoveTo", poll_seconds AS "PollSeconds",
        is_active AS "IsActive", version AS "Version", created_on AS "CreatedOn", modified_on AS "ModifiedOn",
        uid_validity AS "UidValidity", last_uid AS "LastUid", taken AS "Taken", refused AS "Refused",
        last_checked_on AS "LastCheckedOn", last_error AS "LastError", failures AS "Failures", due_on AS "DueOn"
        """;

    /// <summary>The account's mailboxes, oldest first.</summary>
    public async Task<IReadOnlyList<Mailbox>> All(int accountId)
    {
        await using var connection = await database.Open(accountId);
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM mailbox WHERE account_id = @accountId ORDER BY created_on, mailbox_id",
            new { accountId });
        return [.. rows.Select(row => row.ToMailbox())];
    }

    /// <summary>Locks a mailbox until the commit; null when there is none.</summary>
    public static async Task<Mailbox?> Lock(NpgsqlConnection connection, int accountId, Guid id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(
            $"SELECT {Columns} FROM mailbox WHERE account_id = @accountId AND mailbox_id = @id FOR UPDATE",
            new { accountId, id }))?.ToMailbox();

    public static Task<int> Count(NpgsqlConnection connection, int accountId) => connection.ExecuteScalarAsync<int>(
        "SELECT count(*) FROM mailbox WHERE account_id = @accountId", new { accountId });

    /// <summary>Adds a mailbox or replaces its settings and what is known of it; announced with the commit.</summary>
    public static async Task Save(NpgsqlConnection connection, Mailbox mailbox)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO mailbox (account_id, mailbox_id, host, port, security, fingerprint, user_name, has_token,
                secret, folder, after_taking, move_to, poll_seconds, is_active, version, created_on, modified_on,
                uid_validity, last_uid, due_on)
            VALUES (@AccountId, @Id, @Host, @Port, @security, @Fingerprint, @UserName, @HasToken, @Secret, @Folder,
                @afterTaking, @MoveTo, @PollSeconds, @IsActive, @Version, @CreatedOn, @ModifiedOn, @UidValidity,
                @LastUid, @ModifiedOn)
            ON CONFLICT (account_id, mailbox_id) DO UPDATE SET host = excluded.host, port = excluded.port,
                security = excluded.security, fingerprint = excluded.fingerprint, user_name = excluded.user_name,
                has_token = excluded.has_token, secret = excluded.secret, folder = excluded.folder,
                after_taking = excluded.after_taking, move_to = excluded.move_to,
                poll_seconds = excluded.poll_seconds, is_active = excluded.is_active, version = excluded.version,
                modified_on = excluded.modified_on, uid_validity = excluded.uid_validity,
                last_uid = excluded.last_uid, last_error = NULL, failures = 0, due_on = excluded.due_on
            """,
            new
            {
                mailbox.AccountId,
                mailbox.Id,
                mailbox.Host,
                mailbox.Port,
                security = mailbox.Security.ToString(),
                mailbox.Fingerprint,
                mailbox.UserName,
                mailbox.HasToken,
                mailbox.Secret,
                mailbox.Folder,
                afterTaking = mailbox.AfterTaking.ToString(),
                mailbox.MoveTo,
                mailbox.PollSeconds,
                mailbox.IsActive,
                mailbox.Version,
                mailbox.CreatedOn,
                mailbox.ModifiedOn,
                mailbox.Progress.UidValidity,
                mailbox.Progress.LastUid,
            });
        await Announce(connection);
    }

    public static async Task<bool> Remove(NpgsqlConnection connection, int accountId, Guid id)
    {
        var removed = await connection.ExecuteAsync(
            "DELETE FROM mailbox WHERE account_id = @accountId AND mailbox_id = @id", new { accountId, id });
        await Announce(connection);
        return removed > 0;
    }

    /// <summary>
    /// Takes mailboxes that are due and that nobody holds; they are the holder's until <paramref name="until"/>.
    /// </summary>
    public async Task<IReadOnlyList<Mailbox>> Claim(Guid holder, DateTime now, DateTime until)
    {
        var claimed = new List<Mailbox>();
        foreach (var accountId in await DueAccounts(now))
        {
            await using var connection = await database.Open(accountId);
            var rows = await connection.QueryAsync<Row>(
                $"""
                UPDATE mailbox SET holder = @holder, held_until = @until
                WHERE account_id = @accountId AND mailbox_id IN (
                    SELECT mailbox_id FROM mailbox
                    WHERE account_id = @accountId AND is_active AND due_on <= @now
                        AND coalesce(held_until, @now) <= @now
                    FOR UPDATE SKIP LOCKED)
                RETURNING {Columns}
                """,
                new { accountId, holder, now, until });
            claimed.AddRange(rows.Select(row => row.ToMailbox()));
        }

        return claimed;
    }

    /// <summary>The versions of those of these mailboxes that are still the holder's, now for longer.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> Renew(
        int accountId, IReadOnlyList<Guid> ids, Guid holder, DateTime until)
    {
        await using var connection = await database.Open(accountId);
        var kept = await connection.QueryAsync<(Guid Id, int Version)>(
            """
            UPDATE mailbox SET held_until = @until
            WHERE account_id = @accountId AND mailbox_id = ANY(@ids) AND holder = @holder
            RETURNING mailbox_id, version
            """,
            new { accountId, ids = ids.ToArray(), holder, until });
        return kept.ToDictionary(row => row.Id, row => row.Version);
    }

    /// <summary>Notes that a message is settled; false when the mailbox is not the holder's any more.</summary>
    public Task<bool> Settled(Mailbox mailbox, Guid holder, MailboxProgress progress, int taken, int refused) => Note(
        mailbox,
        """
        UPDATE mailbox SET uid_validity = @UidValidity, last_uid = @LastUid, taken = taken + @taken,
            refused = refused + @refused
        WHERE account_id = @AccountId AND mailbox_id = @Id AND holder = @holder AND version = @Version
        """,
        new
        {
            mailbox.AccountId,
            mailbox.Id,
            mailbox.Version,
            holder,
            progress.UidValidity,
            progress.LastUid,
            taken,
            refused,
        });

    /// <summary>
    /// Notes that the folder was looked through; false when the mailbox is not the holder's any more.
    /// </summary>
    public Task<bool> Checked(Mailbox mailbox, Guid holder, MailboxProgress progress, DateTime now) => Note(
        mailbox,
        """
        UPDATE mailbox SET uid_validity = @UidValidity, last_uid = @LastUid, last_checked_on = @now,
            last_error = NULL, failures = 0
        WHERE account_id = @AccountId AND mailbox_id = @Id AND holder = @holder AND version = @Version
        """,
        new
        {
            mailbox.AccountId,
            mailbox.Id,
            mailbox.Version,
            holder,
            progress.UidValidity,
            progress.LastUid,
            now,
        });

    /// <summary>Notes what went wrong, and lets the mailbox go until it is due again.</summary>
    public Task<bool> Failed(
        Mailbox mailbox, Guid holder, string error, int failures, DateTime now, DateTime dueOn) => Note(
        mailbox,
        """
        UPDATE mailbox SET last_error = @error, failures = @failures, last_checked_on = @now, due_on = @dueOn,
            holder = NULL, held_until = NULL
        WHERE account_id = @AccountId AND mailbox_id = @Id AND holder = @holder AND version = @Version
        """,
        new { mailbox.AccountId, mailbox.Id, mailbox.Version, holder, error, failures, now, dueOn });

    /// <summary>
    /// Lets a mailbox go, to be looked into from <paramref name="dueOn"/> on, or at once if it has changed.
    /// </summary>
    public Task<bool> Release(Mailbox mailbox, Guid holder, DateTime dueOn) => Note(
        mailbox,
        """
        UPDATE mailbox SET holder = NULL, held_until = NULL,
            due_on = CASE WHEN version = @Version THEN @dueOn ELSE due_on END
        WHERE account_id = @AccountId AND mailbox_id = @Id AND holder = @holder
        """,
        new { mailbox.AccountId, mailbox.Id, mailbox.Version, holder, dueOn });

    private async Task<IReadOnlyList<int>> DueAccounts(DateTime now)
    {
        await using var connection = await database.OpenAcrossAccounts();
        var due = await connection.QueryAsync<int>(
            """
            SELECT DISTINCT account_id FROM mailbox
            WHERE is_active AND due_on <= @now AND coalesce(held_until, @now) <= @now
            """,
            new { now });
        return [.. due];
    }

    private async Task<bool> Note(Mailbox mailbox, string sql, object parameters)
    {
        await using var connection = await database.Open(mailbox.AccountId);
        return await connection.ExecuteAsync(sql, parameters) > 0;
    }

    private static Task Announce(NpgsqlConnection connection) =>
        connection.ExecuteAsync("SELECT pg_notify(@Channel, '')", new { Channel = Wake.Mailbox });

    private sealed class Row
    {
        public int AccountId { get; init; }
        public Guid Id { get; init; }
        public string Host { get; init; } = "";
        public int Port { get; init; }
        public string Security { get; init; } = "";
        public string? Fingerprint { get; init; }
        public string UserName { get; init; } = "";
        public bool HasToken { get; init; }
        public byte[] Secret { get; init; } = [];
        public string Folder { get; init; } = "";
        public string AfterTaking { get; init; } = "";
        public string? MoveTo { get; init; }
        public int PollSeconds { get; init; }
        public bool IsActive { get; init; }
        public int Version { get; init; }
        public DateTime CreatedOn { get; init; }
        public DateTime ModifiedOn { get; init; }
        public long? UidValidity { get; init; }
        public long LastUid { get; init; }
        public long Taken { get; init; }
        public long Refused { get; init; }
        public DateTime? LastCheckedOn { get; init; }
        public string? LastError { get; init; }
        public int Failures { get; init; }
        public DateTime DueOn { get; init; }

        public Mailbox ToMailbox() => new()
        {
            AccountId = AccountId,
            Id = Id,
            Host = Host,
            Port = Port,
            Security = Enum.Parse<MailboxSecurity>(Security),
            Fingerprint = Fingerprint,
            UserName = UserName,
            HasToken = HasToken,
            Secret = Secret,
            Folder = Folder,
            AfterTaking = Enum.Parse<AfterTaking>(AfterTaking),
            MoveTo = MoveTo,
            PollSeconds = PollSeconds,
            IsActive = IsActive,
            Version = Version,
            CreatedOn = CreatedOn,
            ModifiedOn = ModifiedOn,
            Progress = new MailboxProgress(UidValidity, LastUid),
            Taken = Taken,
            Refused = Refused,
            LastCheckedOn = LastCheckedOn,
            LastError = LastError,
            Failures = Failures,
            DueOn = DueOn,
        };
    }
}
