using Dapper;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>
/// The SQL of mailings. Which are due is read over all accounts without locks; they are claimed within one account.
/// </summary>
internal sealed class MailingStore(Database database)
{
    /// <summary>Recipients that were taken and not committed in this time are lost with their node.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const int Batch = 50;

    private const string Moved =
        """
        d.mailing_id, d.address, d.mail_id, d.state, d.reason, d.queued_on, d.settled_on, d.bounced_on, d.opened_on,
        d.clicked_on, d.unsubscribed_on
        """;

    /// <summary>Of a deleted lead, the mails that were to that lead alone.</summary>
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("mailing_recipient", "mailing_id"),
        LeadStore.DeleteBelongings("mailing_recipient", "mailing_id"),
        LeadStore.LockBelongings("mailing", "due_on"),
        LeadStore.DeleteBelongings("mailing", "due_on"));

    /// <summary>A lead has at most one mail of a mailing: where both had one, the parent's stays.</summary>
    public static readonly LeadMerging MovedWithLead = LeadMerging.ByStatements(
        LeadStore.LockBelongings("mailing_recipient", "mailing_id"),
        $"""
        WITH taken AS ({LeadStore.TakeBelongings("mailing_recipient", "mailing_id", Moved)})
        INSERT INTO mailing_recipient (account_id, lead_id, mailing_id, address, mail_id, state, reason, queued_on,
            settled_on, bounced_on, opened_on, clicked_on, unsubscribed_on)
        SELECT $1, t.parent_id, t.mailing_id, t.address, t.mail_id, t.state, t.reason, t.queued_on, t.settled_on,
            t.bounced_on, t.opened_on, t.clicked_on, t.unsubscribed_on
        FROM (SELECT DISTINCT ON (t.mailing_id, t.parent_id) t.* FROM taken t
            ORDER BY t.mailing_id, t.parent_id, t.queued_on) t
        ON CONFLICT DO NOTHING
        """,
        LeadStore.LockBelongings("mailing", "due_on"),
        LeadStore.MoveBelongings("mailing", "due_on"));

    private const string Columns =
        """
        account_id AS AccountId, mailing_id AS Id, name, list_id AS ListId, lead_id AS LeadId,
        address_field AS AddressField, copies, template_id AS TemplateId, template_name AS TemplateName, category,
        subject, body_text AS Text, body_html AS Html, has_footer AS HasFooter, sender_id AS SenderId, state, reason,
        due_on AS DueOn, next_on AS NextOn, page_end AS PageEnd, version, created_by AS CreatedBy,
        created_on AS CreatedOn, started_on AS StartedOn, finished_on AS FinishedOn
        """;

    public static Task Add(NpgsqlConnection connection, Mailing mailing) => connection.ExecuteAsync(
        """
        INSERT INTO mailing (account_id, mailing_id, name, list_id, lead_id, address_field, copies, template_id,
            template_name, category, subject, body_text, body_html, has_footer, sender_id, state, reason, due_on,
            next_on, created_by, created_on)
        VALUES (@AccountId, @Id, @Name, @ListId, @LeadId, @AddressField, @Copies, @TemplateId, @TemplateName,
            @Category, @Subject, @Text, @Html, @HasFooter, @SenderId, @State, @Reason, @DueOn, @NextOn, @CreatedBy,
            @CreatedOn)
        """,
        mailing);

    public async Task<Mailing?> Find(int accountId, Guid mailingId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<Mailing>(new CommandDefinition(
            $"SELECT {Columns} FROM mailing WHERE account_id = @accountId AND mailing_id = @mailingId",
            new { accountId, mailingId },
            cancellationToken: cancellation));
    }

    /// <summary>Campaigns behind one, the newest first; of one maker where one is named.</summary>
    public async Task<IReadOnlyList<Mailing>> Campaigns(
        int accountId, string? state, Guid? maker, Guid? after, int most, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<Mailing>(new CommandDefinition(
                $"""
                SELECT {Columns} FROM mailing
                WHERE account_id = @accountId AND list_id IS NOT NULL AND (@state::text IS NULL OR state = @state)
                    AND (@maker::uuid IS NULL OR created_by = @maker)
                    AND (@after::uuid IS NULL OR mailing_id < @after)
                ORDER BY mailing_id DESC LIMIT @most
                """,
                new { accountId, state, maker, after, most },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>Mails to single leads behind one, the newest first; of one lead where it is named.</summary>
    public async Task<IReadOnlyList<Mailing>> ToLeads(
        int accountId, Guid? leadId, RecordScope scope, Guid? after, int most, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(new { accountId, leadId, after, most });
        LeadStore.AddScope(parameters, scope);
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<Mailing>(new CommandDefinition(
                $"""
                SELECT {Columns} FROM mailing
                WHERE account_id = @accountId AND lead_id IS NOT NULL
                    AND (@leadId::uuid IS NULL OR lead_id = @leadId)
                    AND (@after::uuid IS NULL OR mailing_id < @after){LeadStore.SeenBy(scope, "mailing")}
                ORDER BY mailing_id DESC LIMIT @most
                """,
                parameters,
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>The mailing, locked until the commit.</summary>
    public static Task<Mailing?> Lock(NpgsqlConnection connection, int accountId, Guid mailingId) =>
        connection.QuerySingleOrDefaultAsync<Mailing>(
            $"""
            SELECT {Columns} FROM mailing
            WHERE account_id = @accountId AND mailing_id = @mailingId FOR NO KEY UPDATE
            """,
            new { accountId, mailingId });

    /// <summary>
    /// Writes how far a locked mailing is. What a mail to one lead said is gone once it is over: it may have been meant
    /// for that lead alone.
    /// </summary>
    public static Task Update(NpgsqlConnection connection, Mailing mailing) => connection.ExecuteAsync(
        """
        UPDATE mailing SET state = @State, reason = @Reason, next_on = @NextOn, page_end = @PageEnd,
            version = @Version, started_on = @StartedOn, finished_on = @FinishedOn,
            body_text = CASE WHEN lead_id IS NULL OR @FinishedOn::timestamptz IS NULL THEN body_text ELSE '' END,
            body_html = CASE WHEN lead_id IS NULL OR @FinishedOn::timestamptz IS NULL THEN body_html ELSE '' END
        WHERE account_id = @AccountId AND mailing_id = @Id
        """,
        mailing);

    /// <summary>Gives a locked mailing what its template says, which was made at last.</summary>
    public static Task Fill(NpgsqlConnection connection, Mailing mailing) => connection.ExecuteAsync(
        """
        UPDATE mailing SET template_id = @TemplateId, template_name = NULL, category = @Category, subject = @Subject,
            body_text = @Text, body_html = @Html
        WHERE account_id = @AccountId AND mailing_id = @Id
        """,
        mailing);

    /// <summary>The mailings that have waited longest for their next recipients to be taken.</summary>
    public async Task<IReadOnlyList<(int AccountId, Guid MailingId, DateTime On)>> Due(
        DateTime until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return
        [
            .. await connection.QueryAsync<(int, Guid, DateTime)>(new CommandDefinition(
                $"""
                SELECT account_id, mailing_id, next_on FROM mailing WHERE next_on <= @until
                ORDER BY next_on LIMIT {Batch}
                """,
                new { until },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>Takes a due mailing for the time of the lease; null where somebody else has.</summary>
    public async Task<Mailing?> Claim(int accountId, Guid mailingId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<Mailing>(
            $"""
            UPDATE mailing SET next_on = @lost
            WHERE account_id = @accountId AND mailing_id = @mailingId AND next_on <= @now
            RETURNING {Columns}
            """,
            new { accountId, mailingId, now, lost = now + Lease });
    }

    /// <summary>Gives a claimed mailing back, to go on later.</summary>
    public async Task Wait(Mailing claimed, DateTime until)
    {
        await using var connection = await database.Open(claimed.AccountId);
        await connection.ExecuteAsync(
            """
            UPDATE mailing SET next_on = @until
            WHERE account_id = @AccountId AND mailing_id = @Id AND next_on = @NextOn
            """,
            new { claimed.AccountId, claimed.Id, claimed.NextOn, until });
    }

    /// <summary>How many members of a static list mail may be sent to.</summary>
    public async Task<long> CountMailable(int accountId, Guid listId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            SELECT count(*) FROM lead_list_member m
            JOIN lead l ON l.account_id = m.account_id AND l.lead_id = m.lead_id
            WHERE m.account_id = @accountId AND m.list_id = @listId AND l."values"->>'EmailAddress' <> ''
                AND coalesce(l."values"->>'DoNotEmail', '0') <> '1'
                AND NOT EXISTS (
                    SELECT FROM email_suppression s
                    WHERE s.account_id = m.account_id AND s.address_key = lower(l."values"->>'EmailAddress'))
            """,
            new { accountId, listId },
            cancellationToken: cancellation));
    }
}
