using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage.Batching;

namespace Leadline.Tickets;

/// <summary>
/// The SQL of what becomes of a merged lead's tickets: they are its parent's, who also sees what was said on those that
/// were merged into another customer's.
/// </summary>
internal static class TicketMergingStore
{
    private static readonly string Said =
        $"""
        ({RowSource.Select("lead_id", "parent_id")}) u
        CROSS JOIN LATERAL (
            SELECT x.ctid AS place FROM ticket_conversation x
            WHERE x.account_id = $1 AND x.merged_lead = u.lead_id ORDER BY x.number
        """;

    // The tickets are locked first, in the order of their numbers, as every batch of changes locks them.
    public static readonly LeadMerging MovedWithLead = LeadMerging.ByStatements(
        LeadStore.LockBelongings("ticket", "number"),
        $"SELECT FROM {Said} FOR UPDATE) at",
        $"""
        UPDATE ticket_conversation c SET merged_lead = u.parent_id FROM {Said}) at
        WHERE c.account_id + 0 = $1 AND c.ctid = at.place
        """,
        LeadStore.MoveBelongings("ticket", "number"));
}
