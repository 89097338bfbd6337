using Leadline.Leads;
using Leadline.Storage.Batching;

namespace Leadline.Tickets;

/// <summary>The SQL of what deleted leads take along: all their tickets. Each lead's own event tells of it.</summary>
internal static class TicketDeletionStore
{
    private static readonly string Tickets =
        $"""
        ({RowSource.Select("lead_id")}) u
        CROSS JOIN LATERAL (
            SELECT t.ticket_id FROM ticket t
            WHERE t.account_id = $1 AND t.lead_id = u.lead_id ORDER BY t.number) t
        """;

    // The tickets are locked first, in the order of their numbers, as every batch of changes locks them.
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("ticket", "number"),
        Delete("ticket_history", "version"),
        Delete("ticket_conversation", "number"),
        Delete("ticket_file", "created_on"),
        LeadStore.DeleteBelongings("ticket", "number"));

    // Whoever writes to a ticket's messages, files and history holds the ticket.
    private static string Delete(string table, string next) =>
        $"""
        DELETE FROM {table} d USING {Tickets}
        CROSS JOIN LATERAL (
            SELECT x.ctid AS place FROM {table} x
            WHERE x.account_id = $1 AND x.ticket_id = t.ticket_id ORDER BY x.{next}) at
        WHERE d.account_id + 0 = $1 AND d.ctid = at.place
        """;
}
