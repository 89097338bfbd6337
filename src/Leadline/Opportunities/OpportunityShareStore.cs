using Dapper;
using Leadline.Leads;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Opportunities;

/// <summary>That a user may see an opportunity, or change it, until a time.</summary>
internal sealed record OpportunityShare(
    int AccountId, Guid ShareId, Guid OpportunityId, Guid UserId, bool CanWrite, Guid SharedBy, DateTime SharedOn,
    DateTime ExpiresOn);

/// <summary>The SQL of sharing opportunities.</summary>
internal static class OpportunityShareStore
{
    /// <summary>Removes the shares of deleted leads' opportunities.</summary>
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        $"""
        DELETE FROM opportunity_share s USING activity a
        WHERE s.account_id = $1 AND a.account_id = $1 AND a.lead_id IN ({RowSource.Values})
            AND s.opportunity_id = a.activity_id
        """);

    /// <summary>Adds a share, in place of the one that the user has of the opportunity.</summary>
    public static Task Put(NpgsqlConnection connection, OpportunityShare share) => connection.ExecuteAsync(
        """
        INSERT INTO opportunity_share (account_id, share_id, opportunity_id, user_id, can_write, shared_by,
            shared_on, expires_on)
        VALUES (@AccountId, @ShareId, @OpportunityId, @UserId, @CanWrite, @SharedBy, @SharedOn, @ExpiresOn)
        ON CONFLICT (account_id, opportunity_id, user_id) DO UPDATE
            SET share_id = excluded.share_id, can_write = excluded.can_write, shared_by = excluded.shared_by,
                shared_on = excluded.shared_on, expires_on = excluded.expires_on
        """,
        share);
}
