using Dapper;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Portals;

/// <summary>The SQL of portal users: leads that may sign in.</summary>
internal sealed class PortalUserStore(Database database)
{
    /// <summary>The hash of the lead's password; null when the lead is no user of the portal.</summary>
    public async Task<string?> PasswordHash(Portal portal, Guid leadId)
    {
        await using var connection = await database.Open(portal.AccountId);
        return await connection.ExecuteScalarAsync<string?>(
            """
            SELECT password_hash FROM portal_user
            WHERE account_id = @AccountId AND portal_id = @Id AND lead_id = @leadId
            """,
            new { portal.AccountId, portal.Id, leadId });
    }

    public static readonly RowStatement<PortalUserRow> Insert = new RowStatement<PortalUserRow>(
            order: 60,
            row => row.Key.AccountId,
            $"""
            INSERT INTO portal_user (account_id, portal_id, lead_id, password_hash, registered_on, password_changed_on)
            {RowSource.WithAccount("portal_id", "lead_id", "password_hash", "registered_on", "password_changed_on")}
            """)
        .With(NpgsqlDbType.Uuid, row => row.Key.PortalId)
        .With(NpgsqlDbType.Uuid, row => row.Key.LeadId)
        .With(NpgsqlDbType.Text, row => row.PasswordHash)
        .With(NpgsqlDbType.TimestampTz, row => row.On)
        .With(NpgsqlDbType.TimestampTz, row => row.On);

    /// <summary>Those that are users.</summary>
    public static NpgsqlBatchCommand Find(int accountId, IReadOnlyCollection<PortalUserKey> keys) => LeadStore.Command(
        $"""
        SELECT u.portal_id, u.lead_id FROM ({RowSource.Select("portal_id", "lead_id")}) k
        CROSS JOIN LATERAL (
            SELECT u.portal_id, u.lead_id FROM portal_user u
            WHERE u.account_id = $1 AND u.portal_id = k.portal_id AND {RowSource.Key("u.lead_id", "k.lead_id")}) u
        """,
        LeadStore.Account(accountId),
        LeadStore.Array(NpgsqlDbType.Uuid, keys.Select(key => key.PortalId)),
        LeadStore.Array(NpgsqlDbType.Uuid, keys.Select(key => key.LeadId)));

    /// <summary>
    /// Gives the lead a new password, where it has the expected one: two changes at once are one after the other, and
    /// the second finds its proof used up. All that was begun with the old one is over: sessions, links and codes.
    /// </summary>
    public static async Task<bool> SetPassword(
        NpgsqlConnection connection,
        Portal portal,
        Guid leadId,
        string? expectedHash,
        string passwordHash,
        DateTime now)
    {
        var isSet = await connection.ExecuteAsync(
            """
            INSERT INTO portal_user AS u (account_id, portal_id, lead_id, password_hash, registered_on,
                password_changed_on)
            SELECT @AccountId, @Id, @leadId, @passwordHash, @now, @now
            FROM lead l WHERE l.account_id = @AccountId AND l.lead_id = @leadId
            ON CONFLICT (account_id, portal_id, lead_id) DO UPDATE
                SET password_hash = @passwordHash, password_changed_on = @now
                WHERE @expectedHash IS NULL OR u.password_hash = @expectedHash
            """,
            new { portal.AccountId, portal.Id, leadId, expectedHash, passwordHash, now });
        if (isSet == 0)
            return false;
        await connection.ExecuteAsync(
            """
            DELETE FROM portal_session WHERE account_id = @AccountId AND portal_id = @Id AND lead_id = @leadId;
            DELETE FROM portal_proof WHERE account_id = @AccountId AND portal_id = @Id AND lead_id = @leadId;
            """,
            new { portal.AccountId, portal.Id, leadId });
        return true;
    }

    /// <summary>Notes a sign in, and keeps the password under the newer way of hashing where there is one.</summary>
    public static Task SignedIn(
        NpgsqlConnection connection,
        Portal portal,
        Guid leadId,
        string? newHash,
        DateTime now) =>
        connection.ExecuteAsync(
            """
            UPDATE portal_user SET last_sign_in_on = @now, password_hash = coalesce(@newHash, password_hash)
            WHERE account_id = @AccountId AND portal_id = @Id AND lead_id = @leadId
            """,
            new
            {
                portal.AccountId,
                portal.Id,
                leadId,
                newHash,
                now,
            });

    /// <summary>Takes deleted leads' way in away, at every portal.</summary>
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("portal_session", "portal_id"),
        LeadStore.DeleteBelongings("portal_session", "portal_id"),
        LeadStore.LockBelongings("portal_proof", "portal_id"),
        LeadStore.DeleteBelongings("portal_proof", "portal_id"),
        LeadStore.LockBelongings("portal_user", "lead_id"),
        LeadStore.DeleteBelongings("portal_user", "lead_id"));

    /// <summary>
    /// A merged lead's way in becomes its parent's, at portals where that has none; where both have one, the parent's
    /// password holds. What was begun as the merged lead, a session or a proof, ends.
    /// </summary>
    public static readonly LeadMerging MovedWithLead = LeadMerging.ByStatements(
        LeadStore.LockBelongings("portal_session", "portal_id"),
        LeadStore.DeleteBelongings("portal_session", "portal_id"),
        LeadStore.LockBelongings("portal_proof", "portal_id"),
        LeadStore.DeleteBelongings("portal_proof", "portal_id"),
        LeadStore.LockBelongings("portal_user", "lead_id"),
        $"""
        WITH taken AS ({LeadStore.TakeBelongings(
            "portal_user",
            "lead_id",
            "d.portal_id, d.password_hash, d.registered_on, d.password_changed_on, d.last_sign_in_on")})
        INSERT INTO portal_user (account_id, portal_id, lead_id, password_hash, registered_on, password_changed_on,
            last_sign_in_on)
        SELECT $1, t.portal_id, t.parent_id, t.password_hash, t.registered_on, t.password_changed_on,
            t.last_sign_in_on
        FROM (SELECT DISTINCT ON (t.portal_id, t.parent_id) t.* FROM taken t
            ORDER BY t.portal_id, t.parent_id, t.last_sign_in_on DESC NULLS LAST) t
        ON CONFLICT DO NOTHING
        """);
}
