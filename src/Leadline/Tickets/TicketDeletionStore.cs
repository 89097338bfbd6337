using Leadline.Leads;
using Leadline.Storage.Batching;

namespace Leadline.Tickets;

/// <summary>The SQL of what deleted leads take along: all their tickets. Each lead's own event tells of it.</summary>
internal static class TicketDeletionStore
{
    private const string Tickets =
        $"SELECT ticket_id FROM ticket WHERE account_id = $1 AND lead_id IN ({RowSource.Values})";

    // The tickets are locked first, in the order of their numbers, as every batch of changes locks them.
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        $"""
        SELECT number FROM ticket
        WHERE account_id = $1 AND lead_id IN ({RowSource.Values}) ORDER BY number FOR UPDATE
        """,
        $"DELETE FROM ticket_history WHERE account_id = $1 AND ticket_id IN ({Tickets})",
        $"DELETE FROM ticket_conversation WHERE account_id = $1 AND ticket_id IN ({Tickets})",
        $"DELETE FROM ticket_file WHERE account_id = $1 AND ticket_id IN ({Tickets})",
        $"DELETE FROM ticket WHERE account_id = $1 AND lead_id IN ({RowSource.Values})");
}
