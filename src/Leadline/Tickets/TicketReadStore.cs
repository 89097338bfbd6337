using Dapper;
using Leadline.ServiceDesk;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Tickets;

/// <summary>The SQL of reading single tickets.</summary>
internal sealed class TicketReadStore(Database database)
{
    /// <summary>The ticket of this number, the bin included; null when there is none.</summary>
    public async Task<Ticket?> Find(int accountId, long number)
    {
        await using var connection = await database.Open(accountId);
        await using var command = new NpgsqlCommand(
            $"SELECT {TicketStore.Columns} FROM ticket t WHERE t.account_id = $1 AND t.number = $2", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? TicketStore.Read(reader) : null;
    }

    /// <summary>The number of the ticket of this id; null when there is none.</summary>
    public async Task<long?> NumberOf(int accountId, Guid ticketId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<long?>(
            "SELECT number FROM ticket WHERE account_id = @accountId AND ticket_id = @ticketId",
            new { accountId, ticketId });
    }

    /// <summary>The newest tickets of a lead that are neither in the bin nor merged into another.</summary>
    public async Task<IReadOnlyList<Ticket>> OfLead(
        int accountId, Guid leadId, TicketScope scope, int most, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {TicketStore.Columns} FROM ticket t
            WHERE t.account_id = $1 AND t.lead_id = $2 AND t.trashed_on IS NULL AND t.merged_into IS NULL
                AND ($4::uuid[] IS NULL OR t.agent_id = ANY($4) OR t.group_id = ANY($5))
            ORDER BY t.number DESC LIMIT $3
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = leadId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        command.Parameters.Add(new NpgsqlParameter<Guid[]?> { TypedValue = scope.Agents });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = scope.Groups });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tickets = new List<Ticket>();
        while (await reader.ReadAsync(cancellation))
            tickets.Add(TicketStore.Read(reader));
        return tickets;
    }

    /// <summary>The numbers of the tickets that are parts of this one.</summary>
    public async Task<IReadOnlyList<long>> Parts(int accountId, long number, TicketScope scope)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<long>(
                """
                SELECT number FROM ticket
                WHERE account_id = @accountId AND parent = @number AND trashed_on IS NULL
                    AND (@Agents::uuid[] IS NULL OR agent_id = ANY(@Agents) OR group_id = ANY(@Groups))
                ORDER BY number
                """,
                new { accountId, number, scope.Agents, scope.Groups }),
        ];
    }

    /// <summary>Every change of a ticket, the oldest first.</summary>
    public async Task<IReadOnlyList<TicketVersion>> History(int accountId, Guid ticketId)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<TicketVersion>(
                """
                SELECT account_id AS "AccountId", ticket_id AS "TicketId", version AS "Version", kind AS "Kind",
                       user_id AS "UserId", occurred_on AS "OccurredOn", changes::text AS "Changes"
                FROM ticket_history WHERE account_id = @accountId AND ticket_id = @ticketId ORDER BY version
                """,
                new { accountId, ticketId }),
        ];
    }
}
