using Dapper;
using Npgsql;

namespace Leadline.Tickets;

/// <summary>What a deleted lead takes along.</summary>
internal static class TicketDeletion
{
    private const string Tickets = "SELECT ticket_id FROM ticket WHERE account_id = @accountId AND lead_id = @leadId";

    /// <summary>Removes all tickets of a lead that is being deleted; the lead's own event tells of it.</summary>
    public static async Task OfLead(NpgsqlConnection connection, int accountId, Guid leadId)
    {
        var parameters = new { accountId, leadId };
        await connection.ExecuteAsync(
            "SELECT number FROM ticket WHERE account_id = @accountId AND lead_id = @leadId ORDER BY number FOR UPDATE", parameters);
        await connection.ExecuteAsync(
            $"DELETE FROM ticket_history WHERE account_id = @accountId AND ticket_id IN ({Tickets})", parameters);
        await connection.ExecuteAsync(
            $"DELETE FROM ticket_conversation WHERE account_id = @accountId AND ticket_id IN ({Tickets})", parameters);
        await connection.ExecuteAsync(
            $"DELETE FROM ticket_file WHERE account_id = @accountId AND ticket_id IN ({Tickets})", parameters);
        await connection.ExecuteAsync("DELETE FROM ticket WHERE account_id = @accountId AND lead_id = @leadId", parameters);
    }
}
