using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Portals;

/// <summary>A session to be kept.</summary>
internal sealed record NewPortalSession(
    int AccountId, string Id, Guid PortalId, Guid LeadId, byte[] Hash, DateTime CreatedOn, DateTime ExpiresOn);

/// <summary>The SQL of sessions at portals.</summary>
internal sealed class PortalSessionStore(Database database)
{
    public Task Add(NpgsqlConnection connection, NewPortalSession session) => connection.ExecuteAsync(
        """
        INSERT INTO portal_session (account_id, session_id, portal_id, lead_id, secret_hash, created_on, expires_on)
        VALUES (@AccountId, @Id, @PortalId, @LeadId, @Hash, @CreatedOn, @ExpiresOn)
        """,
        session);

    /// <summary>The live session of this id, and its key's hash; a null hash where there is none.</summary>
    public async Task<(byte[]? Hash, Guid LeadId, DateTime ExpiresOn)> Find(
        Portal portal, string sessionId, DateTime now)
    {
        await using var connection = await database.Open(portal.AccountId);
        return await connection.QuerySingleOrDefaultAsync<(byte[]?, Guid, DateTime)>(
            """
            SELECT s.secret_hash, s.lead_id, s.expires_on
            FROM portal_session s JOIN lead l ON l.account_id = s.account_id AND l.lead_id = s.lead_id
            WHERE s.account_id = @AccountId AND s.session_id = @sessionId AND s.portal_id = @Id AND s.expires_on > @now
            """,
            new { portal.AccountId, sessionId, portal.Id, now });
    }

    public Task<int> Remove(NpgsqlConnection connection, int accountId, string sessionId) =>
        connection.ExecuteAsync(
            "DELETE FROM portal_session WHERE account_id = @accountId AND session_id = @sessionId",
            new { accountId, sessionId });
}
