using Dapper;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.InboundMail;

/// <summary>A set-aside mail that became a ticket, or a message on one.</summary>
internal readonly record struct TakenUpMail(int AccountId, Guid MailId, Guid TicketId);

/// <summary>The SQL of mail that made no ticket.</summary>
internal sealed class SetAsideStore(Database database)
{
    private const string Columns =
        """
        account_id AS "AccountId", mail_id AS "Id", message_key AS "Key", reason AS "Reason", detail AS "Detail",
        sender AS "Sender", subject AS "Subject", received_on AS "ReceivedOn", octet_length(content) AS "Size"
        """;

    private static readonly string Lock =
        $"""
        SELECT FROM ({RowSource.Ordered("mail_id")}) k
        CROSS JOIN LATERAL (
            SELECT FROM set_aside_mail s
            WHERE s.account_id = $1 AND {RowSource.Key("s.mail_id", "k.mail_id")} FOR UPDATE) s
        """;

    /// <summary>Takes mails out of the list, and notes their tickets.</summary>
    public static readonly RowStatement<TakenUpMail> TakeUp = new RowStatement<TakenUpMail>(
            order: 123,
            row => row.AccountId,
            $"""
            WITH gone AS (
                DELETE FROM set_aside_mail s USING ({RowSource.Select("mail_id", "ticket_id")}) u
                CROSS JOIN {Place("u.mail_id")} at
                WHERE s.account_id + 0 = $1 AND s.ctid = at.place
                RETURNING s.message_key, u.ticket_id)
            UPDATE ticket_mail m SET ticket_id = gone.ticket_id
            FROM gone CROSS JOIN {InboundMailStore.Place("gone.message_key")} at
            WHERE m.account_id + 0 = $1 AND m.ctid = at.place
            """)
        .Locking(Lock)
        .With(NpgsqlDbType.Uuid, row => row.MailId)
        .With(NpgsqlDbType.Uuid, row => row.TicketId);

    /// <summary>Gives mails back to the list that came to nothing.</summary>
    public static readonly RowStatement<TakenUpMail> Release = new RowStatement<TakenUpMail>(
            order: 124,
            row => row.AccountId,
            $"""
            UPDATE set_aside_mail s SET is_taken = false
            FROM ({RowSource.Select("mail_id")}) u CROSS JOIN {Place("u.mail_id")} at
            WHERE s.account_id + 0 = $1 AND s.ctid = at.place
            """)
        .Locking(Lock)
        .With(NpgsqlDbType.Uuid, row => row.MailId);

    private static string Place(string id) =>
        $"""
        LATERAL (
            SELECT x.ctid AS place FROM set_aside_mail x
            WHERE x.account_id = $1 AND {RowSource.Key("x.mail_id", id)})
        """;

    /// <summary>
    /// Claims a mail of the list; without a row where it is gone. Waits while another transaction has it.
    /// </summary>
    public static void AddClaim(NpgsqlBatch batch, int accountId, Guid mailId) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            UPDATE set_aside_mail SET is_taken = true
            WHERE account_id = $1 AND mail_id = $2 AND NOT is_taken RETURNING true
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = accountId },
                new NpgsqlParameter<Guid> { TypedValue = mailId },
            },
        });

    /// <summary>
    /// Adds a mail to the list, unless it was taken before, and drops those that were received before this time.
    /// </summary>
    public async Task<bool> Add(SetAsideMail mail, byte[] content, DateTime forgetBefore)
    {
        await using var connection = await database.Open(mail.AccountId);
        var added = await connection.ExecuteAsync(
            """
            WITH claimed AS (
                INSERT INTO ticket_mail (account_id, message_key, received_on)
                VALUES (@AccountId, @Key, @ReceivedOn)
                ON CONFLICT (account_id, message_key) DO NOTHING RETURNING message_key, received_on)
            INSERT INTO set_aside_mail (account_id, mail_id, message_key, reason, detail, sender, subject, received_on,
                content)
            SELECT @AccountId, @Id, message_key, @Reason, @Detail, @Sender, @Subject, received_on, @content FROM claimed
            """,
            new
            {
                mail.AccountId,
                mail.Id,
                mail.Key,
                mail.Reason,
                mail.Detail,
                mail.Sender,
                mail.Subject,
                mail.ReceivedOn,
                content,
            });
        await connection.ExecuteAsync(
            "DELETE FROM set_aside_mail WHERE account_id = @AccountId AND received_on < @forgetBefore",
            new { mail.AccountId, forgetBefore });
        return added > 0;
    }

    /// <summary>The mails of the list, the latest first, from the one after <paramref name="skip"/> others.</summary>
    public async Task<(long Total, IReadOnlyList<SetAsideMail> Page)> Page(int accountId, int skip, int take)
    {
        await using var connection = await database.Open(accountId);
        var total = await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM set_aside_mail WHERE account_id = @accountId", new { accountId });
        var page = await connection.QueryAsync<SetAsideMail>(
            $"""
            SELECT {Columns} FROM set_aside_mail WHERE account_id = @accountId
            ORDER BY received_on DESC, mail_id DESC OFFSET @skip LIMIT @take
            """,
            new { accountId, skip, take });
        return (total, [.. page]);
    }

    public async Task<SetAsideMail?> Find(int accountId, Guid mailId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<SetAsideMail>(
            $"SELECT {Columns} FROM set_aside_mail WHERE account_id = @accountId AND mail_id = @mailId",
            new { accountId, mailId });
    }

    public async Task<byte[]?> Content(int accountId, Guid mailId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<byte[]?>(
            "SELECT content FROM set_aside_mail WHERE account_id = @accountId AND mail_id = @mailId",
            new { accountId, mailId });
    }

    /// <summary>Drops a mail from the list; false when it is not there.</summary>
    public async Task<bool> Remove(int accountId, Guid mailId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteAsync(
            "DELETE FROM set_aside_mail WHERE account_id = @accountId AND mail_id = @mailId",
            new { accountId, mailId }) > 0;
    }
}
