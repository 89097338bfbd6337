using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Mail;

/// <summary>
/// The SQL of the outbox. What is due is looked for across accounts: the mail server is the server's, not an account's.
/// </summary>
internal sealed class MailStore(Database database)
{
    /// <summary>A claim that was not settled in this time is lost, with its node, and the mail is due again.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    /// <summary>Leaves mail to be sent, and announces it with the commit.</summary>
    public static readonly RowStatement<OutgoingMail> Insert = new RowStatement<OutgoingMail>(
            order: 100,
            row => row.Message.AccountId,
            $"""
            WITH added AS (
                INSERT INTO mail (account_id, mail_id, recipient, sender, reply_to, subject, body_text, body_html,
                    message_id,
                    in_reply_to, reference_ids, use_by, file_ids, sealed, created_on, due_on, is_automatic,
                    copies, is_bulk, is_followed, unsubscribe_url)
                SELECT account_id, mail_id, recipient, sender, reply_to, subject, body_text, body_html, message_id,
                    in_reply_to, reference_ids, use_by, string_to_array(file_ids, ',')::uuid[], sealed, created_on,
                    due_on, is_automatic, copies, is_bulk, is_followed, unsubscribe_url
                FROM ({RowSource.WithAccount(
                    "mail_id", "recipient", "sender", "reply_to", "subject", "body_text", "body_html", "message_id",
                    "in_reply_to",
                    "reference_ids", "use_by", "file_ids", "sealed", "created_on", "due_on", "is_automatic", "copies",
                    "is_bulk", "is_followed", "unsubscribe_url")}) u
                RETURNING mail_id)
            SELECT pg_notify('{Wake.Mail}', '') FROM (SELECT count(*) FROM added) n
            """)
        .With(NpgsqlDbType.Uuid, row => row.Id)
        .With(NpgsqlDbType.Text, row => row.Message.To)
        .With(NpgsqlDbType.Text, row => row.Message.From)
        .With(NpgsqlDbType.Text, row => row.Message.ReplyTo)
        .With(NpgsqlDbType.Text, row => row.Message.Subject)
        .With(NpgsqlDbType.Text, row => row.Message.Text)
        .With(NpgsqlDbType.Text, row => row.Message.Html)
        .With(NpgsqlDbType.Text, row => row.Message.MessageId)
        .With(NpgsqlDbType.Text, row => row.Message.InReplyTo)
        .With(NpgsqlDbType.Text, row => row.Message.References)
        .With(NpgsqlDbType.TimestampTz, row => row.Message.UseBy)
        .With(NpgsqlDbType.Text, row => string.Join(',', row.Message.Files ?? []))
        .With(NpgsqlDbType.Bytea, row => row.Sealed)
        .With(NpgsqlDbType.TimestampTz, row => row.On)
        .With(NpgsqlDbType.TimestampTz, row => row.DueOn ?? row.On)
        .With(NpgsqlDbType.Boolean, row => row.Message.IsAutomatic)
        .With(NpgsqlDbType.Text, row => row.Message.Copies)
        .With(NpgsqlDbType.Boolean, row => row.Message.IsBulk)
        .With(NpgsqlDbType.Boolean, row => row.Message.IsFollowed)
        .With(NpgsqlDbType.Text, row => row.Message.UnsubscribeUrl);

    // A mail that was sealed with another server's key is that server's to send.
    private const string CanBeSent =
        """
        CASE WHEN recipient LIKE 'tel:%' THEN @isText ELSE @isMail END
        AND (sealed IS NULL OR substring(sealed FROM 1 FOR 8) = @keyId)
        """;

    /// <summary>
    /// Takes mails and text messages that are due, of the kinds that can be sent, of the accounts that have waited
    /// longest; bulk mail after all other. Until the lease is over they are nobody else's.
    /// </summary>
    public async Task<IReadOnlyList<WaitingMail>> Claim(int most, DateTime now, Sendable sendable)
    {
        var claimed = new List<WaitingMail>();
        foreach (var accountId in await DueAccounts(most, now, sendable))
        {
            await using var connection = await database.Open(accountId);
            claimed.AddRange(await connection.QueryAsync<WaitingMail>(
                $"""
                WITH due AS (
                    SELECT mail_id FROM mail
                    WHERE account_id = @accountId AND due_on <= @now AND sent_on IS NULL AND failed_on IS NULL
                        AND {CanBeSent}
                    ORDER BY is_bulk, due_on
                    LIMIT @most
                    FOR UPDATE SKIP LOCKED)
                UPDATE mail m SET due_on = @lost, attempts = m.attempts + 1
                FROM due WHERE m.account_id = @accountId AND m.mail_id = due.mail_id
                RETURNING m.account_id AS AccountId, m.mail_id AS Id, m.recipient AS "To", m.sender AS "From",
                    m.reply_to AS ReplyTo, m.subject AS Subject, m.body_text AS Text, m.body_html AS Html,
                    m.message_id AS MessageId, m.in_reply_to AS InReplyTo, m.reference_ids AS "References",
                    m.created_on AS CreatedOn, m.use_by AS UseBy, m.file_ids AS FileIds, m.sealed AS Sealed,
                    m.attempts AS Attempts, m.is_automatic AS IsAutomatic, m.copies AS Copies, m.is_bulk AS IsBulk,
                    m.unsubscribe_url AS UnsubscribeUrl
                """,
                new
                {
                    accountId,
                    now,
                    most = most - claimed.Count,
                    lost = now + Lease,
                    sendable.IsMail,
                    sendable.IsText,
                    sendable.KeyId,
                }));
        }

        return [.. claimed.OrderBy(mail => mail.IsBulk).ThenBy(mail => mail.CreatedOn)];
    }

    /// <summary>When the next mail or text message of these kinds is due; null when none waits.</summary>
    public async Task<DateTime?> NextDue(Sendable sendable)
    {
        await using var connection = await database.OpenAcrossAccounts();
        return await connection.QueryFirstOrDefaultAsync<DateTime?>(
            $"""
            SELECT due_on FROM mail
            WHERE sent_on IS NULL AND failed_on IS NULL AND {CanBeSent}
            ORDER BY due_on, account_id LIMIT 1
            """,
            sendable);
    }

    /// <summary>Gives claimed mails back of one account or several, as if nobody had claimed them.</summary>
    public async Task Release(IReadOnlyCollection<WaitingMail> mails, DateTime now)
    {
        foreach (var account in mails.GroupBy(mail => mail.AccountId))
            await Settle(
                account.Key,
                """
                UPDATE mail SET due_on = @now, attempts = attempts - 1
                WHERE account_id = @accountId AND mail_id = ANY(@ids) AND sent_on IS NULL AND failed_on IS NULL
                """,
                new { accountId = account.Key, ids = account.Select(mail => mail.Id).ToArray(), now });
    }

    public Task Sent(WaitingMail mail, DateTime now) => Settle(
        mail.AccountId,
        """
        UPDATE mail SET sent_on = @now, body_text = NULL, body_html = NULL, sealed = NULL, failure = NULL
        WHERE account_id = @AccountId AND mail_id = @Id
        """,
        new { mail.AccountId, mail.Id, now });

    public Task TryAgain(WaitingMail mail, DateTime dueOn, string failure) => Settle(
        mail.AccountId,
        "UPDATE mail SET due_on = @dueOn, failure = @failure WHERE account_id = @AccountId AND mail_id = @Id",
        new { mail.AccountId, mail.Id, dueOn, failure });

    /// <summary>
    /// Gives a mail up. Its text stays for whoever looks into it, unless it was of use for a time only.
    /// </summary>
    public Task Failed(WaitingMail mail, DateTime now, string failure) => Settle(
        mail.AccountId,
        """
        UPDATE mail SET failed_on = @now, failure = @failure,
            body_text = CASE WHEN use_by IS NULL THEN body_text END,
            body_html = CASE WHEN use_by IS NULL THEN body_html END,
            sealed = NULL
        WHERE account_id = @AccountId AND mail_id = @Id
        """,
        new { mail.AccountId, mail.Id, now, failure });

    /// <summary>Blanks what waits past its use, where nobody sends, and forgets what was settled long ago.</summary>
    public async Task Sweep(int accountId, DateTime now, DateTime settledBefore)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            UPDATE mail SET failed_on = @now, failure = 'expired', body_text = NULL, body_html = NULL, sealed = NULL
            WHERE account_id = @accountId AND sent_on IS NULL AND failed_on IS NULL AND use_by <= @now;
            DELETE FROM mail WHERE account_id = @accountId AND coalesce(sent_on, failed_on) < @settledBefore
            """,
            new { accountId, now, settledBefore });
    }

    /// <summary>Accounts that have yet to be told what became of mails.</summary>
    public async Task<IEnumerable<int>> FollowedAccounts()
    {
        await using var connection = await database.OpenAcrossAccounts();
        return await connection.QueryAsync<int>(
            """
            SELECT DISTINCT account_id FROM mail
            WHERE is_followed AND (sent_on IS NOT NULL OR failed_on IS NOT NULL)
            """);
    }

    /// <summary>
    /// What became of mails that are followed. With the commit of the transaction they are told, and no more followed.
    /// </summary>
    public static async Task<IReadOnlyList<SettledMail>> Settled(
        NpgsqlConnection connection, int accountId, int most) =>
    [
        .. await connection.QueryAsync<SettledMail>(
            """
            WITH told AS (
                SELECT mail_id FROM mail
                WHERE account_id = @accountId AND is_followed AND (sent_on IS NOT NULL OR failed_on IS NOT NULL)
                ORDER BY mail_id LIMIT @most FOR UPDATE SKIP LOCKED)
            UPDATE mail m SET is_followed = false
            FROM told WHERE m.account_id = @accountId AND m.mail_id = told.mail_id
            RETURNING m.mail_id AS Id, m.recipient AS "To", m.subject AS Subject, m.sent_on AS SentOn,
                m.failed_on AS FailedOn, m.failure AS Failure
            """,
            new { accountId, most }),
    ];

    /// <summary>Takes mails back that nobody has begun to send; their texts are gone.</summary>
    public static Task Withdraw(
        NpgsqlConnection connection, int accountId, Guid[] mailIds, DateTime now, string reason) =>
        connection.ExecuteAsync(
            """
            UPDATE mail SET failed_on = @now, failure = @reason, body_text = NULL, body_html = NULL, sealed = NULL
            WHERE account_id = @accountId AND mail_id = ANY(@mailIds) AND attempts = 0 AND sent_on IS NULL
                AND failed_on IS NULL
            """,
            new { accountId, mailIds, now, reason });

    private async Task<IEnumerable<int>> DueAccounts(int most, DateTime now, Sendable sendable)
    {
        await using var connection = await database.OpenAcrossAccounts();
        return await connection.QueryAsync<int>(
            $"""
            SELECT account_id FROM (
                SELECT account_id, is_bulk, due_on FROM mail
                WHERE due_on <= @now AND sent_on IS NULL AND failed_on IS NULL AND {CanBeSent}
                ORDER BY is_bulk, due_on, account_id
                LIMIT @most) due
            GROUP BY account_id ORDER BY bool_and(is_bulk), min(due_on)
            """,
            new { now, most, sendable.IsMail, sendable.IsText, sendable.KeyId });
    }

    private async Task Settle(int accountId, string sql, object parameters)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(sql, parameters);
    }
}

/// <summary>A mail that is left to be sent.</summary>
internal readonly record struct OutgoingMail(Guid Id, MailMessage Message, DateTime On)
{
    /// <summary>
    /// What the message says, encrypted, where it lets its reader in; then the message itself is blank.
    /// </summary>
    public byte[]? Sealed { get; init; }

    /// <summary>When it is to be sent; null at once.</summary>
    public DateTime? DueOn { get; init; }
}

/// <summary>What became of a mail: it has either time.</summary>
internal sealed record SettledMail
{
    public Guid Id { get; init; }
    public string To { get; init; } = "";
    public string Subject { get; init; } = "";
    public DateTime? SentOn { get; init; }
    public DateTime? FailedOn { get; init; }

    /// <summary>Why it was given up: a step of SMTP and its codes, or words.</summary>
    public string? Failure { get; init; }
}

/// <summary>What a server can send: mail, text messages, and of sealed ones those of its key.</summary>
internal sealed record Sendable(bool IsMail, bool IsText, byte[] KeyId);

/// <summary>A mail that was claimed to be sent.</summary>
internal sealed record WaitingMail
{
    public int AccountId { get; init; }
    public Guid Id { get; init; }
    public string To { get; init; } = "";
    public string? From { get; init; }
    public string? ReplyTo { get; init; }
    public string Subject { get; init; } = "";
    public string? Text { get; init; }
    public string? Html { get; init; }
    public string? MessageId { get; init; }
    public string? InReplyTo { get; init; }
    public string? References { get; init; }
    public DateTime CreatedOn { get; init; }
    public DateTime? UseBy { get; init; }
    public Guid[] FileIds { get; init; } = [];
    public byte[]? Sealed { get; init; }
    public int Attempts { get; init; }
    public bool IsAutomatic { get; init; }
    public string? Copies { get; init; }
    public bool IsBulk { get; init; }
    public string? UnsubscribeUrl { get; init; }
}
