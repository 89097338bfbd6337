using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>A mail of a mailing, as whoever tells of it needs it.</summary>
internal sealed record MailedLead
{
    public Guid MailingId { get; init; }
    public Guid LeadId { get; init; }
    public Guid MailId { get; init; }
    public string Address { get; init; } = "";
    public string MailingName { get; init; } = "";
    public string Subject { get; init; } = "";
    public bool IsCampaign { get; init; }
    public Guid SenderId { get; init; }
}

/// <summary>
/// The SQL of what becomes of mailings for single leads. Whoever changes some locks their leads first, in the order of
/// their ids, as the deletion of a lead does.
/// </summary>
internal sealed class MailingRecipientStore(Database database)
{
    private const string Columns =
        """
        lead_id AS LeadId, address, mail_id AS MailId, state, reason, queued_on AS QueuedOn, settled_on AS SettledOn,
        opened_on AS OpenedOn, clicked_on AS ClickedOn, unsubscribed_on AS UnsubscribedOn
        """;

    private const string Mailed =
        """
        r.mailing_id AS MailingId, r.lead_id AS LeadId, r.mail_id AS MailId, r.address, m.name AS MailingName,
        m.subject, m.list_id IS NOT NULL AS IsCampaign, m.sender_id AS SenderId
        """;

    /// <summary>Adds recipients; those that were none before.</summary>
    public static Task<IEnumerable<Guid>> Add(
        NpgsqlConnection connection, int accountId, Guid mailingId, IReadOnlyList<MailingRecipient> recipients) =>
        connection.QueryAsync<Guid>(
            """
            INSERT INTO mailing_recipient (account_id, mailing_id, lead_id, address, mail_id, state, reason, queued_on)
            SELECT @accountId, @mailingId, u.lead_id, u.address, u.mail_id, u.state, u.reason, @queuedOn
            FROM unnest(@leadIds, @addresses, @mailIds, @states, @reasons) u (lead_id, address, mail_id, state, reason)
            ON CONFLICT (account_id, mailing_id, lead_id) DO NOTHING
            RETURNING lead_id
            """,
            new
            {
                accountId,
                mailingId,
                leadIds = recipients.Select(one => one.LeadId).ToArray(),
                addresses = recipients.Select(one => one.Address).ToArray(),
                mailIds = recipients.Select(one => one.MailId).ToArray(),
                states = recipients.Select(one => one.State).ToArray(),
                reasons = recipients.Select(one => one.Reason).ToArray(),
                queuedOn = recipients[0].QueuedOn,
            });

    /// <summary>How many mails of the mailing wait to be sent.</summary>
    public async Task<long> CountQueued(int accountId, Guid mailingId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<long>(
            """
            SELECT count(*) FROM mailing_recipient
            WHERE account_id = @accountId AND mailing_id = @mailingId AND state = 'queued'
            """,
            new { accountId, mailingId });
    }

    public async Task<MailingCounts> Counts(int accountId, Guid mailingId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleAsync<MailingCounts>(new CommandDefinition(
            """
            SELECT count(*) FILTER (WHERE state = 'queued') AS Queued, count(*) FILTER (WHERE state = 'sent') AS Sent,
                count(*) FILTER (WHERE state = 'failed') AS Failed,
                count(*) FILTER (WHERE state = 'bounced') AS Bounced,
                count(*) FILTER (WHERE state = 'skipped') AS Skipped, count(unsubscribed_on) AS Unsubscribed,
                count(opened_on) AS Opened, count(clicked_on) AS Clicked
            FROM mailing_recipient WHERE account_id = @accountId AND mailing_id = @mailingId
            """,
            new { accountId, mailingId },
            cancellationToken: cancellation));
    }

    /// <summary>Recipients behind one, in the order of their ids; of one state where it is named.</summary>
    public async Task<IReadOnlyList<MailingRecipient>> Page(
        int accountId, Guid mailingId, string? state, Guid? after, int most, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<MailingRecipient>(new CommandDefinition(
                $"""
                SELECT {Columns} FROM mailing_recipient
                WHERE account_id = @accountId AND mailing_id = @mailingId
                    AND (@state::text IS NULL OR state = @state) AND (@after::uuid IS NULL OR lead_id > @after)
                ORDER BY lead_id LIMIT @most
                """,
                new { accountId, mailingId, state, after, most },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>The only recipients of mailings to single leads, by their mailings.</summary>
    public async Task<IReadOnlyDictionary<Guid, MailingRecipient>> Single(
        int accountId, Guid[] mailingIds, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        var found = await connection.QueryAsync<Guid, MailingRecipient, (Guid Id, MailingRecipient One)>(
            new CommandDefinition(
                $"""
                SELECT mailing_id AS MailingId, {Columns} FROM mailing_recipient
                WHERE account_id = @accountId AND mailing_id = ANY(@mailingIds)
                """,
                new { accountId, mailingIds },
                cancellationToken: cancellation),
            (id, one) => (id, one),
            splitOn: "LeadId");
        return found.ToDictionary(pair => pair.Id, pair => pair.One);
    }

    /// <summary>Whose these mails are.</summary>
    public static async Task<IReadOnlyList<MailedLead>> OfMails(
        NpgsqlConnection connection, int accountId, Guid[] mailIds) =>
    [
        .. await connection.QueryAsync<MailedLead>(
            $"""
            SELECT {Mailed} FROM mailing_recipient r
            JOIN mailing m ON m.account_id = r.account_id AND m.mailing_id = r.mailing_id
            WHERE r.account_id = @accountId AND r.mail_id = ANY(@mailIds)
            """,
            new { accountId, mailIds }),
    ];

    /// <summary>The mail of a mailing to a lead; null where there is none any more.</summary>
    public static Task<MailedLead?> OfLead(
        NpgsqlConnection connection, int accountId, Guid mailingId, Guid leadId) =>
        connection.QuerySingleOrDefaultAsync<MailedLead>(
            $"""
            SELECT {Mailed} FROM mailing_recipient r
            JOIN mailing m ON m.account_id = r.account_id AND m.mailing_id = r.mailing_id
            WHERE r.account_id = @accountId AND r.mailing_id = @mailingId AND r.lead_id = @leadId
            """,
            new { accountId, mailingId, leadId });

    /// <summary>Those of the leads that exist, locked until the commit.</summary>
    public static Task<IEnumerable<Guid>> LockLeads(NpgsqlConnection connection, int accountId, Guid[] leadIds) =>
        connection.QueryAsync<Guid>(
            """
            SELECT lead_id FROM lead WHERE account_id = @accountId AND lead_id = ANY(@leadIds)
            ORDER BY lead_id FOR UPDATE
            """,
            new { accountId, leadIds });

    /// <summary>Writes what became of mails. What came back before it was known to be sent stays so.</summary>
    public static Task Settle(
        NpgsqlConnection connection, int accountId, IReadOnlyList<(Guid MailId, string State, string? Reason)> ends,
        DateTime now) => connection.ExecuteAsync(
        """
        UPDATE mailing_recipient r SET state = CASE WHEN r.bounced_on IS NULL THEN u.state ELSE r.state END,
            reason = u.reason, settled_on = @now,
            bounced_on = CASE WHEN u.state = 'bounced' THEN coalesce(r.bounced_on, @now) ELSE r.bounced_on END
        FROM unnest(@mailIds, @states, @reasons) u (mail_id, state, reason)
        WHERE r.account_id = @accountId AND r.mail_id = u.mail_id
        """,
        new
        {
            accountId,
            mailIds = ends.Select(end => end.MailId).ToArray(),
            states = ends.Select(end => end.State).ToArray(),
            reasons = ends.Select(end => end.Reason).ToArray(),
            now,
        });

    /// <summary>Notes that a mail was opened; false where that is known.</summary>
    public static async Task<bool> Open(NpgsqlConnection connection, int accountId, MailedLead mail, DateTime now) =>
        await connection.ExecuteAsync(
            """
            UPDATE mailing_recipient SET opened_on = @now
            WHERE account_id = @accountId AND mailing_id = @MailingId AND lead_id = @LeadId AND opened_on IS NULL
            """,
            new { accountId, mail.MailingId, mail.LeadId, now }) > 0;

    /// <summary>Notes that a link of a mail was followed; false where that is known.</summary>
    public static async Task<bool> Click(NpgsqlConnection connection, int accountId, MailedLead mail, DateTime now) =>
        await connection.ExecuteAsync(
            """
            UPDATE mailing_recipient SET clicked_on = @now
            WHERE account_id = @accountId AND mailing_id = @MailingId AND lead_id = @LeadId AND clicked_on IS NULL
            """,
            new { accountId, mail.MailingId, mail.LeadId, now }) > 0;

    /// <summary>Notes that a mail's link to unsubscribe was used; false where that is known.</summary>
    public static async Task<bool> Unsubscribe(
        NpgsqlConnection connection, int accountId, MailedLead mail, DateTime now) =>
        await connection.ExecuteAsync(
            """
            UPDATE mailing_recipient SET unsubscribed_on = @now
            WHERE account_id = @accountId AND mailing_id = @MailingId AND lead_id = @LeadId
                AND unsubscribed_on IS NULL
            """,
            new { accountId, mail.MailingId, mail.LeadId, now }) > 0;

    /// <summary>Notes that a mail came back; false where that is known.</summary>
    public static async Task<bool> Bounce(
        NpgsqlConnection connection, int accountId, MailedLead mail, string reason, DateTime now) =>
        await connection.ExecuteAsync(
            """
            UPDATE mailing_recipient SET bounced_on = @now, state = 'bounced', reason = @reason
            WHERE account_id = @accountId AND mailing_id = @MailingId AND lead_id = @LeadId AND bounced_on IS NULL
            """,
            new { accountId, mail.MailingId, mail.LeadId, reason, now }) > 0;

    /// <summary>The mails of a mailing that wait to be sent.</summary>
    public static Task<IEnumerable<Guid>> QueuedOfMailing(
        NpgsqlConnection connection, int accountId, Guid mailingId) => connection.QueryAsync<Guid>(
        """
        SELECT mail_id FROM mailing_recipient
        WHERE account_id = @accountId AND mailing_id = @mailingId AND state = 'queued' AND mail_id IS NOT NULL
        """,
        new { accountId, mailingId });

    /// <summary>The mails of campaigns to an address that wait to be sent.</summary>
    public static Task<IEnumerable<Guid>> QueuedToLead(
        NpgsqlConnection connection, int accountId, Guid leadId) => connection.QueryAsync<Guid>(
        """
        SELECT r.mail_id FROM mailing_recipient r
        JOIN mailing m ON m.account_id = r.account_id AND m.mailing_id = r.mailing_id AND m.list_id IS NOT NULL
        WHERE r.account_id = @accountId AND r.lead_id = @leadId AND r.state = 'queued' AND r.mail_id IS NOT NULL
        """,
        new { accountId, leadId });
}
