using Dapper;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Opportunities;

/// <summary>That a user may see a lead or an opportunity, or change it, until a time.</summary>
internal sealed record EntityShare(
    int AccountId, Guid ShareId, Guid EntityId, Guid UserId, bool CanWrite, Guid SharedBy, DateTime SharedOn,
    DateTime ExpiresOn)
{
    /// <summary>What a lead is shared for, where that is named.</summary>
    public int? ContextEntity { get; init; }

    public Guid? ContextId { get; init; }
}

/// <summary>The SQL of sharing leads and opportunities.</summary>
internal static class EntityShareStore
{
    private static readonly string Shares =
        $"""
        ({RowSource.Select("lead_id")}) u
        CROSS JOIN LATERAL (
            SELECT a.activity_id FROM activity a
            WHERE a.account_id = $1 AND a.lead_id = u.lead_id ORDER BY a.activity_on) a
        CROSS JOIN LATERAL (
            SELECT x.ctid AS place FROM opportunity_share x
            WHERE x.account_id = $1 AND x.opportunity_id = a.activity_id ORDER BY x.user_id
        """;

    /// <summary>Removes the shares of deleted leads and of their opportunities.</summary>
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("lead_share", "user_id"),
        LeadStore.DeleteBelongings("lead_share", "user_id"),
        $"SELECT FROM {Shares} FOR UPDATE) at",
        $"""
        DELETE FROM opportunity_share s USING {Shares}) at
        WHERE s.account_id + 0 = $1 AND s.ctid = at.place
        """);

    /// <summary>
    /// Who might see a merged lead may see its parent; where both were shared with a user, the parent's share holds.
    /// Its opportunities keep theirs.
    /// </summary>
    public static readonly LeadMerging MovedWithLead = LeadMerging.ByStatements(
        LeadStore.LockBelongings("lead_share", "user_id"),
        $"""
        WITH taken AS ({LeadStore.TakeBelongings(
            "lead_share",
            "user_id",
            """
            d.share_id, d.user_id, d.can_write, d.context_entity, d.context_id, d.shared_by, d.shared_on, d.expires_on
            """)})
        INSERT INTO lead_share (account_id, lead_id, share_id, user_id, can_write, context_entity, context_id,
            shared_by, shared_on, expires_on)
        SELECT $1, t.parent_id, t.share_id, t.user_id, t.can_write, t.context_entity, t.context_id, t.shared_by,
            t.shared_on, t.expires_on
        FROM (SELECT DISTINCT ON (t.parent_id, t.user_id) t.* FROM taken t
            ORDER BY t.parent_id, t.user_id, t.can_write DESC, t.expires_on DESC) t
        ON CONFLICT DO NOTHING
        """);

    /// <summary>Adds a share, in place of the one that the user has of the opportunity.</summary>
    public static Task PutOpportunity(NpgsqlConnection connection, EntityShare share) => connection.ExecuteAsync(
        """
        INSERT INTO opportunity_share (account_id, share_id, opportunity_id, user_id, can_write, shared_by,
            shared_on, expires_on)
        VALUES (@AccountId, @ShareId, @EntityId, @UserId, @CanWrite, @SharedBy, @SharedOn, @ExpiresOn)
        ON CONFLICT (account_id, opportunity_id, user_id) DO UPDATE
            SET share_id = excluded.share_id, can_write = excluded.can_write, shared_by = excluded.shared_by,
                shared_on = excluded.shared_on, expires_on = excluded.expires_on
        """,
        share);

    /// <summary>Adds a share, in place of the one that the user has of the lead.</summary>
    public static Task PutLead(NpgsqlConnection connection, EntityShare share) => connection.ExecuteAsync(
        """
        INSERT INTO lead_share (account_id, share_id, lead_id, user_id, can_write, context_entity, context_id,
            shared_by, shared_on, expires_on)
        VALUES (@AccountId, @ShareId, @EntityId, @UserId, @CanWrite, @ContextEntity, @ContextId, @SharedBy, @SharedOn,
            @ExpiresOn)
        ON CONFLICT (account_id, lead_id, user_id) DO UPDATE
            SET share_id = excluded.share_id, can_write = excluded.can_write,
                context_entity = excluded.context_entity, context_id = excluded.context_id,
                shared_by = excluded.shared_by, shared_on = excluded.shared_on, expires_on = excluded.expires_on
        """,
        share);
}
