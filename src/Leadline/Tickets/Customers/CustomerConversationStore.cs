using Dapper;
using Leadline.Storage;
using Leadline.Tickets.Conversations;

namespace Leadline.Tickets.Customers;

/// <summary>
/// The SQL of what a customer may see of a ticket: no notes among agents, nothing that was said on another customer's
/// ticket before a merge, and the files of nothing else.
/// </summary>
internal sealed class CustomerConversationStore(Database database)
{
    private const string Visible =
        """
        c.ticket_id = @ticketId AND c.kind = ANY(@kinds) AND (c.merged_lead IS NULL OR c.merged_lead = @leadId)
        """;

    private static readonly string[] Kinds = [.. MessageKinds.OfCustomers];

    /// <summary>The latest of what was said, in the order of time.</summary>
    public async Task<IReadOnlyList<CustomerMessage>> Latest(int accountId, Guid leadId, Guid ticketId, int most)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. (await connection.QueryAsync<CustomerMessage>(
                $"""
                SELECT c.number AS "Number", c.kind AS "Kind", c.body AS "Text", c.html AS "Html", c.sender AS "Sender",
                       c.created_on AS "CreatedOn"
                FROM ticket_conversation c WHERE c.account_id = @accountId AND {Visible}
                ORDER BY c.created_on DESC, c.number DESC LIMIT @most
                """,
                new { accountId, leadId, ticketId, kinds = Kinds, most })).Reverse(),
        ];
    }

    /// <summary>The files of what was said, without their contents.</summary>
    public async Task<ILookup<long, FileEntry>> Files(int accountId, Guid leadId, Guid ticketId)
    {
        await using var connection = await database.Open(accountId);
        var files = await connection.QueryAsync<FileEntry>(
            $"""
            SELECT f.file_id AS "Id", f.conversation AS "Conversation", f.name AS "Name",
                f.content_type AS "ContentType",
                   f.size AS "Size", f.created_on AS "CreatedOn"
            FROM ticket_file f JOIN ticket_conversation c ON c.account_id = f.account_id AND c.number = f.conversation
            WHERE f.account_id = @accountId AND f.ticket_id = @ticketId AND NOT f.is_original AND {Visible}
            ORDER BY f.created_on, f.file_id
            """,
            new { accountId, leadId, ticketId, kinds = Kinds });
        return files.ToLookup(file => file.Conversation!.Value);
    }

    public async Task<SentFile?> File(int accountId, Guid leadId, Guid ticketId, Guid fileId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<SentFile>(
            $"""
            SELECT f.name AS "Name", f.content_type AS "ContentType", f.content AS "Content"
            FROM ticket_file f JOIN ticket_conversation c ON c.account_id = f.account_id AND c.number = f.conversation
            WHERE f.account_id = @accountId AND f.ticket_id = @ticketId AND f.file_id = @fileId
                AND NOT f.is_original AND {Visible}
            """,
            new { accountId, leadId, ticketId, fileId, kinds = Kinds });
    }

    /// <summary>How much a customer has written in the portal since then.</summary>
    public async Task<int> Written(int accountId, Guid leadId, DateTime since)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<int>(
            """
            SELECT count(*)
            FROM ticket t JOIN ticket_conversation c ON c.account_id = t.account_id AND c.ticket_id = t.ticket_id
            WHERE t.account_id = @accountId AND t.lead_id = @leadId AND c.kind = @PortalInbound
                AND c.created_on > @since
            """,
            new { accountId, leadId, since, MessageKinds.PortalInbound });
    }
}

/// <summary>Something that was said to a customer or by one.</summary>
internal sealed record CustomerMessage(
    long Number, string Kind, string? Text, string? Html, string? Sender, DateTime CreatedOn);
