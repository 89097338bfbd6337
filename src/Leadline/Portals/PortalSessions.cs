using Dapper;
using Leadline.Accounts;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Portals;

/// <summary>A lead that is signed in to a portal. It reaches what is this lead's, and nothing else.</summary>
internal sealed record PortalSession(string Id, Guid LeadId, DateTime ExpiresOn);

/// <summary>
/// Sessions: each begins with a key that was never there before, so none can be foisted on somebody, and ends at sign
/// out, at its time, or when the password changes.
/// </summary>
internal sealed class PortalSessions(Database database, TimeProvider clock)
{
    public async Task<PortalKey> Begin(NpgsqlConnection connection, Portal portal, Guid leadId)
    {
        var key = new PortalKey(portal.AccountId, PortalKeys.NewId(), PortalKeys.NewSecret());
        await connection.ExecuteAsync(
            """
            INSERT INTO portal_session (account_id, session_id, portal_id, lead_id, secret_hash, created_on, expires_on)
            VALUES (@AccountId, @sessionId, @Id, @leadId, @hash, @now, @expiresOn)
            """,
            new
            {
                portal.AccountId,
                sessionId = key.Id,
                portal.Id,
                leadId,
                hash = Secrets.Hash(key.Secret),
                now = Now,
                expiresOn = Now + portal.Settings.SessionLength,
            });
        return key;
    }

    /// <summary>The live session of this key at this portal; null for any other key.</summary>
    public async Task<PortalSession?> Find(Portal portal, PortalKey key)
    {
        if (key.AccountId != portal.AccountId)
            return null;
        await using var connection = await database.Open(portal.AccountId);
        var (hash, leadId, expiresOn) = await connection.QuerySingleOrDefaultAsync<(byte[]?, Guid, DateTime)>(
            """
            SELECT s.secret_hash, s.lead_id, s.expires_on
            FROM portal_session s JOIN lead l ON l.account_id = s.account_id AND l.lead_id = s.lead_id
            WHERE s.account_id = @AccountId AND s.session_id = @sessionId AND s.portal_id = @Id AND s.expires_on > @now
            """,
            new { portal.AccountId, sessionId = key.Id, portal.Id, now = Now });
        return hash is not null && Secrets.Matches(key.Secret, hash)
            ? new PortalSession(key.Id, leadId, expiresOn)
            : null;
    }

    public Task End(PortalContext context, PortalSession session) => database.Transaction(
        context.AccountId,
        context.Transaction,
        connection => connection.ExecuteAsync(
            "DELETE FROM portal_session WHERE account_id = @AccountId AND session_id = @sessionId",
            new { context.AccountId, sessionId = session.Id }));

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
