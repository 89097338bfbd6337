using Dapper;
using Npgsql;

namespace Leadline.Tickets.Assignment;

/// <summary>The SQL of choosing agents.</summary>
internal static class AgentLoadStore
{
    /// <summary>Locks the group's turn until the commit, and tells whose it was last.</summary>
    public static async Task<Guid?> LockTurn(NpgsqlConnection connection, int accountId, Guid groupId)
    {
        await connection.ExecuteAsync(
            "INSERT INTO ticket_group_turn (account_id, group_id) VALUES (@accountId, @groupId) ON CONFLICT DO NOTHING",
            new { accountId, groupId });
        return await connection.ExecuteScalarAsync<Guid?>(
            "SELECT last_agent FROM ticket_group_turn WHERE account_id = @accountId AND group_id = @groupId FOR UPDATE",
            new { accountId, groupId });
    }

    public static Task SetTurn(NpgsqlConnection connection, int accountId, Guid groupId, Guid lastAgent) =>
        connection.ExecuteAsync(
            """
            UPDATE ticket_group_turn SET last_agent = @lastAgent
            WHERE account_id = @accountId AND group_id = @groupId
            """,
            new
            {
                accountId,
                groupId,
                lastAgent,
            });

    /// <summary>How many open tickets these agents have.</summary>
    public static async Task<Dictionary<Guid, int>> Open(NpgsqlConnection connection, int accountId, Guid[] agents) =>
        (await connection.QueryAsync<(Guid Agent, int Open)>(
            """
            SELECT t.agent_id, count(*)::int
            FROM unnest(@agents) AS a (agent_id)
            JOIN ticket t ON t.account_id = @accountId AND t.agent_id = a.agent_id
            WHERE t.agent_id IS NOT NULL AND t.resolved_on IS NULL AND t.trashed_on IS NULL
            GROUP BY t.agent_id
            """,
            new { accountId, agents })).ToDictionary(row => row.Agent, row => row.Open);
}
