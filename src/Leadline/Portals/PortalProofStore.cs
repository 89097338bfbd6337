using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Portals;

/// <summary>A proof to be kept: a password link's or a sign-in code's hash.</summary>
internal sealed record PortalProof(
    int AccountId, string Id, string Kind, Guid PortalId, Guid? LeadId, byte[] Hash, DateTime CreatedOn,
    DateTime ExpiresOn);

/// <summary>The SQL of what a lead is sent to prove who it is.</summary>
internal sealed class PortalProofStore(Database database)
{
    private const string OfHash =
        """
        portal_id = @Id AND lead_id = @leadId AND kind = @kind AND secret_hash = @hash AND expires_on > @now
        """;

    public Task Add(NpgsqlConnection connection, PortalProof proof) => connection.ExecuteAsync(
        """
        INSERT INTO portal_proof (account_id, proof_id, kind, portal_id, lead_id, secret_hash, created_on,
            expires_on)
        VALUES (@AccountId, @Id, @Kind, @PortalId, @LeadId, @Hash, @CreatedOn, @ExpiresOn)
        """,
        proof);

    /// <summary>Whether the lead has a live proof of this hash.</summary>
    public async Task<bool> Exists(Portal portal, Guid leadId, string kind, byte[] hash, DateTime now)
    {
        await using var connection = await database.Open(portal.AccountId);
        return await connection.ExecuteScalarAsync<bool>(
            $"SELECT EXISTS (SELECT FROM portal_proof WHERE account_id = @AccountId AND {OfHash})",
            new { portal.AccountId, portal.Id, leadId, kind, hash, now });
    }

    /// <summary>Removes the lead's live proof of this hash; false where there is none.</summary>
    public async Task<bool> Use(
        NpgsqlConnection connection, Portal portal, Guid leadId, string kind, byte[] hash, DateTime now) =>
        await connection.ExecuteAsync(
            $"DELETE FROM portal_proof WHERE account_id = @AccountId AND {OfHash}",
            new { portal.AccountId, portal.Id, leadId, kind, hash, now }) > 0;

    /// <summary>
    /// Counts a try at a live proof that has some left; its hash and lead, nulls where there is none.
    /// </summary>
    public async Task<(byte[]? Hash, Guid? LeadId)> Try(
        Portal portal, string proofId, string kind, int mostTries, DateTime now)
    {
        await using var connection = await database.Open(portal.AccountId);
        return await connection.QuerySingleOrDefaultAsync<(byte[]?, Guid?)>(
            """
            UPDATE portal_proof SET tries = tries + 1
            WHERE account_id = @AccountId AND portal_id = @Id AND proof_id = @proofId AND kind = @kind
                AND expires_on > @now AND tries < @mostTries
            RETURNING secret_hash, lead_id
            """,
            new { portal.AccountId, portal.Id, proofId, kind, now, mostTries });
    }

    /// <summary>False when it was removed before.</summary>
    public async Task<bool> Remove(Portal portal, string proofId)
    {
        await using var connection = await database.Open(portal.AccountId);
        return await connection.ExecuteAsync(
            "DELETE FROM portal_proof WHERE account_id = @AccountId AND portal_id = @Id AND proof_id = @proofId",
            new { portal.AccountId, portal.Id, proofId }) > 0;
    }
}
