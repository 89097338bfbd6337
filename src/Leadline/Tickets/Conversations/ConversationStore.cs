using Dapper;
using Leadline.Mail;
using Leadline.Storage;
using Leadline.Storage.Batching;
using NpgsqlTypes;

namespace Leadline.Tickets.Conversations;

/// <summary>The SQL of the messages of tickets, and of their files.</summary>
internal sealed class ConversationStore(Database database)
{
    private const string Columns =
        """
        c.account_id AS "AccountId", c.number AS "Number", c.ticket_id AS "TicketId", c.kind AS "Kind",
        c.body AS "Text",
        c.html AS "Html", c.sender AS "Sender", c.recipients AS "Recipients", c.message_id AS "MessageId",
        c.created_on AS "CreatedOn", c.created_by AS "CreatedBy"
        """;

    public static readonly RowStatement<TicketMessage> Insert = new RowStatement<TicketMessage>(
            order: 43,
            row => row.AccountId,
            $"""
            INSERT INTO ticket_conversation (account_id, number, ticket_id, kind, body, html, sender, recipients,
                message_id,
                created_on, created_by, merged_lead)
            SELECT account_id, number, ticket_id, kind, body, html, sender, {TextLists.Unpack("recipients")},
                message_id,
                created_on, created_by, merged_lead
            FROM ({RowSource.WithAccount(
                "number", "ticket_id", "kind", "body", "html", "sender", "recipients", "message_id", "created_on",
                "created_by",
                "merged_lead")}) u
            """)
        .With(NpgsqlDbType.Bigint, row => row.Number)
        .With(NpgsqlDbType.Uuid, row => row.TicketId)
        .With(NpgsqlDbType.Text, row => row.Kind)
        .With(NpgsqlDbType.Text, row => row.Text)
        .With(NpgsqlDbType.Text, row => row.Html)
        .With(NpgsqlDbType.Text, row => row.Sender)
        .With(NpgsqlDbType.Text, row => TextLists.Pack(row.Recipients))
        .With(NpgsqlDbType.Text, row => row.MessageId)
        .With(NpgsqlDbType.TimestampTz, row => row.CreatedOn)
        .With(NpgsqlDbType.Uuid, row => row.CreatedBy)
        .With(NpgsqlDbType.Uuid, row => row.MergedLead);

    public static readonly RowStatement<TicketFile> AddFile = new RowStatement<TicketFile>(
            order: 44,
            row => row.AccountId,
            $"""
            INSERT INTO ticket_file (account_id, file_id, ticket_id, conversation, name, content_type, size, content,
                created_on, is_original)
            SELECT account_id, file_id, ticket_id, conversation, name, content_type, octet_length(content), content,
                created_on, is_original
            FROM ({RowSource.WithAccount(
                "file_id", "ticket_id", "conversation", "name", "content_type", "content", "created_on",
                "is_original")}) u
            """)
        .With(NpgsqlDbType.Uuid, row => row.Id)
        .With(NpgsqlDbType.Uuid, row => row.TicketId)
        .With(NpgsqlDbType.Bigint, row => row.Conversation)
        .With(NpgsqlDbType.Text, row => row.Name)
        .With(NpgsqlDbType.Text, row => row.ContentType)
        .With(NpgsqlDbType.Bytea, row => row.Content)
        .With(NpgsqlDbType.TimestampTz, row => row.CreatedOn)
        .With(NpgsqlDbType.Boolean, row => row.IsOriginal);

    /// <summary>The messages of a ticket, in order; of these kinds alone where some are named.</summary>
    public async Task<(long Total, IReadOnlyList<TicketMessage> Page)> Page(
        int accountId, Guid ticketId, IReadOnlyList<string> kinds, int skip, int take)
    {
        var parameters = new { accountId, ticketId, kinds = kinds.ToArray(), skip, take };
        await using var connection = await database.Open(accountId);
        var total = await connection.ExecuteScalarAsync<long>(
            """
            SELECT count(*) FROM ticket_conversation
            WHERE account_id = @accountId AND ticket_id = @ticketId AND (cardinality(@kinds) = 0 OR kind = ANY(@kinds))
            """,
            parameters);
        var page = await connection.QueryAsync<TicketMessage>(
            $"""
            SELECT {Columns} FROM ticket_conversation c
            WHERE c.account_id = @accountId AND c.ticket_id = @ticketId
                AND (cardinality(@kinds) = 0 OR c.kind = ANY(@kinds))
            ORDER BY c.number OFFSET @skip LIMIT @take
            """,
            parameters);
        return (total, [.. page]);
    }

    /// <summary>
    /// What a further mail about the ticket answers: the customer's last one, and the conversation before it.
    /// </summary>
    public async Task<MailThread> Thread(int accountId, Guid ticketId)
    {
        const int most = 20;
        await using var connection = await database.Open(accountId);
        var mails = (await connection.QueryAsync<(string Id, string Kind)>(
            """
            SELECT message_id, kind FROM ticket_conversation
            WHERE account_id = @accountId AND ticket_id = @ticketId AND message_id IS NOT NULL
            ORDER BY number DESC LIMIT @most
            """,
            new { accountId, ticketId, most })).Reverse().ToList();
        return new MailThread(
            mails.FindLast(mail => MessageKinds.IsInbound(mail.Kind)).Id,
            mails.Count == 0 ? null : string.Join(' ', mails.Select(mail => mail.Id)));
    }

    /// <summary>The files of a ticket, without their contents.</summary>
    public async Task<IReadOnlyList<FileEntry>> Files(int accountId, Guid ticketId)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<FileEntry>(
                """
                SELECT file_id AS "Id", conversation AS "Conversation", name AS "Name", content_type AS "ContentType",
                       size AS "Size", created_on AS "CreatedOn"
                FROM ticket_file WHERE account_id = @accountId AND ticket_id = @ticketId AND NOT is_original
                ORDER BY created_on, file_id
                """,
                new { accountId, ticketId }),
        ];
    }

    public async Task<SentFile?> File(int accountId, Guid ticketId, Guid fileId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<SentFile>(
            """
            SELECT name AS "Name", content_type AS "ContentType", content AS "Content"
            FROM ticket_file
            WHERE account_id = @accountId AND ticket_id = @ticketId AND file_id = @fileId AND NOT is_original
            """,
            new { accountId, ticketId, fileId });
    }

    /// <summary>The mail that a message came in, as it came; null where it came otherwise.</summary>
    public async Task<SentFile?> Original(int accountId, Guid ticketId, long message)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<SentFile>(
            """
            SELECT name AS "Name", content_type AS "ContentType", content AS "Content"
            FROM ticket_file
            WHERE account_id = @accountId AND ticket_id = @ticketId AND conversation = @message AND is_original
            """,
            new { accountId, ticketId, message });
    }

    /// <summary>Files with their contents, in the order of their ids as given; null when one is gone.</summary>
    public async Task<IReadOnlyList<MailFile>?> Contents(int accountId, IReadOnlyList<Guid> fileIds)
    {
        await using var connection = await database.Open(accountId);
        var found = (await connection.QueryAsync<MailFile>(
            """
            SELECT f.file_id AS "Id", f.name AS "Name", f.content_type AS "ContentType", f.content AS "Content"
            FROM unnest(@ids) WITH ORDINALITY AS k (file_id, ord)
            JOIN ticket_file f ON f.account_id = @accountId AND f.file_id = k.file_id
            ORDER BY k.ord
            """,
            new { accountId, ids = fileIds.ToArray() })).AsList();
        return found.Count == fileIds.Count ? found : null;
    }
}

/// <summary>A file as lists show it.</summary>
internal sealed record FileEntry(
    Guid Id, long? Conversation, string Name, string ContentType, int Size, DateTime CreatedOn);
