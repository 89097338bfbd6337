using Dapper;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.InboundMail;

/// <summary>The key of a mail, by which it is taken once, and the ticket that it came to.</summary>
internal readonly record struct TakenMail(int AccountId, byte[] Key, Guid? TicketId);

/// <summary>The ticket that a mail belongs to, and whose it was where that was merged into it.</summary>
internal sealed record MailTicket(long Number, Guid? MergedLead);

/// <summary>The SQL of taking mail in.</summary>
internal sealed class InboundMailStore(Database database)
{
    /// <summary>Where the row of a key in a column of what stands before lies now.</summary>
    public static string Place(string key, string locked = "") =>
        $"""
        LATERAL (
            SELECT x.ctid AS place FROM ticket_mail x
            WHERE x.account_id = $1 AND {RowSource.Key("x.message_key", key)} {locked})
        """;

    private static readonly string Lock =
        $"SELECT FROM ({RowSource.Ordered("message_key")}) k CROSS JOIN {Place("k.message_key", "FOR UPDATE")} at";

    /// <summary>Notes which ticket a mail came to.</summary>
    public static readonly RowStatement<TakenMail> Complete = new RowStatement<TakenMail>(
            order: 121,
            row => row.AccountId,
            $"""
            UPDATE ticket_mail m SET ticket_id = u.ticket_id
            FROM ({RowSource.Select("message_key", "ticket_id")}) u CROSS JOIN {Place("u.message_key")} at
            WHERE m.account_id + 0 = $1 AND m.ctid = at.place
            """)
        .Locking(Lock)
        .With(NpgsqlDbType.Bytea, row => row.Key)
        .With(NpgsqlDbType.Uuid, row => row.TicketId);

    /// <summary>Gives up the claims of mails that came to nothing.</summary>
    public static readonly RowStatement<TakenMail> Release = new RowStatement<TakenMail>(
            order: 122,
            row => row.AccountId,
            $"""
            DELETE FROM ticket_mail m USING ({RowSource.Select("message_key")}) u
            CROSS JOIN {Place("u.message_key")} at
            WHERE m.account_id + 0 = $1 AND m.ctid = at.place
            """)
        .Locking(Lock)
        .With(NpgsqlDbType.Bytea, row => row.Key);

    /// <summary>
    /// Claims a mail's key; without a row where it is claimed already. Waits while another transaction has it.
    /// </summary>
    public static void AddClaim(NpgsqlBatch batch, int accountId, byte[] key, DateTime receivedOn) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            INSERT INTO ticket_mail (account_id, message_key, received_on) VALUES ($1, $2, $3)
            ON CONFLICT (account_id, message_key) DO NOTHING RETURNING true
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = accountId },
                new NpgsqlParameter<byte[]> { TypedValue = key },
                new NpgsqlParameter<DateTime> { TypedValue = receivedOn },
            },
        });

    public async Task<bool> IsTaken(int accountId, byte[] key)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM ticket_mail WHERE account_id = @accountId AND message_key = @key)",
            new { accountId, key });
    }

    /// <summary>The ticket of the nearest of these messages.</summary>
    public async Task<MailTicket?> ByMessage(int accountId, IReadOnlyList<string> messageIds)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<MailTicket>(
            """
            SELECT t.number AS "Number", c.merged_lead AS "MergedLead"
            FROM unnest(@messageIds) WITH ORDINALITY AS a (message_id, ord)
            JOIN ticket_conversation c ON c.account_id = @accountId AND c.message_id = a.message_id
            JOIN ticket t ON t.account_id = @accountId AND t.ticket_id = c.ticket_id
            WHERE t.trashed_on IS NULL ORDER BY a.ord LIMIT 1
            """,
            new { accountId, messageIds = messageIds.ToArray() });
    }

    /// <summary>The first of these tickets.</summary>
    public async Task<long?> ById(int accountId, IReadOnlyList<Guid> ticketIds)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<long?>(
            """
            SELECT number FROM ticket
            WHERE account_id = @accountId AND ticket_id = ANY(@ticketIds) AND trashed_on IS NULL ORDER BY number LIMIT 1
            """,
            new { accountId, ticketIds = ticketIds.ToArray() });
    }

    /// <summary>The ticket of this number, if its id ends so.</summary>
    public async Task<long?> ByMark(int accountId, long number, string end)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<long?>(
            """
            SELECT number FROM ticket
            WHERE account_id = @accountId AND number = @number AND trashed_on IS NULL
                AND right(replace(ticket_id::text, '-', ''), 8) = @end
            """,
            new { accountId, number, end });
    }

    /// <summary>
    /// Whether an address takes part in a ticket: its first mail came from it, or mails about it go there.
    /// </summary>
    public async Task<bool> IsParty(int accountId, long number, string address)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<bool>(
            """
            SELECT EXISTS (
                SELECT FROM ticket t
                CROSS JOIN LATERAL (
                    (SELECT c.sender AS address FROM ticket_conversation c
                     WHERE c.account_id = @accountId AND c.ticket_id = t.ticket_id AND c.kind = 'InboundEmail'
                     ORDER BY c.number LIMIT 1)
                    UNION ALL
                    SELECT unnest(c.recipients) FROM ticket_conversation c
                    WHERE c.account_id = @accountId AND c.ticket_id = t.ticket_id AND c.kind = 'OutboundEmail'
                    UNION ALL
                    SELECT unnest(t.watchers)
                    UNION ALL
                    SELECT unnest(string_to_array(replace(t."values" ->> 'CcEmails', ' ', ''), ','))) party
                WHERE t.account_id = @accountId AND t.number = @number AND lower(party.address) = lower(@address))
            """,
            new { accountId, number, address });
    }

    /// <summary>How many tickets were made since then of mails from this address.</summary>
    public async Task<int> Written(int accountId, string address, DateTime since)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<int>(
            """
            SELECT count(*)
            FROM ticket t JOIN ticket_conversation c ON c.account_id = t.account_id AND c.ticket_id = t.ticket_id
            WHERE t.account_id = @accountId AND t.created_on > @since
                AND c.kind = 'InboundEmail' AND lower(c.sender) = lower(@address)
            """,
            new { accountId, address, since });
    }

    /// <summary>The ticket that this one was merged into, and whose this one was.</summary>
    public async Task<(long? Into, Guid LeadId)> Merged(int accountId, long number)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<(long? Into, Guid LeadId)>(
            "SELECT merged_into, lead_id FROM ticket WHERE account_id = @accountId AND number = @number",
            new { accountId, number });
    }
}
