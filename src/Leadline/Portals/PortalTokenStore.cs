using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Portals;

/// <summary>A token as an administrator sees it.</summary>
internal sealed record PortalToken
{
    public string Id { get; init; } = "";
    public string Kind { get; init; } = "";
    public string AccessKey { get; init; } = "";
    public DateTime CreatedOn { get; init; }
    public DateTime? ExpiresOn { get; init; }
}

/// <summary>A token to be kept.</summary>
internal sealed record NewPortalToken(
    int AccountId, string Id, string Kind, string AccessKey, byte[] Hash, Guid CreatedBy, DateTime CreatedOn,
    DateTime? ExpiresOn);

/// <summary>The SQL of the Portal API's tokens.</summary>
internal sealed class PortalTokenStore(Database database)
{
    /// <summary>The newest token of the access key that is not revoked and good at a time; null for none.</summary>
    public async Task<string?> Newest(int accountId, string accessKey, string kind, DateTime goodAt)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<string?>(
            """
            SELECT token_id FROM portal_token
            WHERE account_id = @accountId AND access_key = @accessKey AND kind = @kind
                AND revoked_on IS NULL AND (expires_on IS NULL OR expires_on > @goodAt)
            ORDER BY created_on DESC, token_id DESC LIMIT 1
            """,
            new { accountId, accessKey, kind, goodAt });
    }

    public Task Add(NpgsqlConnection connection, NewPortalToken token) => connection.ExecuteAsync(
        """
        INSERT INTO portal_token (account_id, token_id, kind, access_key, secret_hash, created_by, created_on,
            expires_on)
        VALUES (@AccountId, @Id, @Kind, @AccessKey, @Hash, @CreatedBy, @CreatedOn, @ExpiresOn)
        """,
        token);

    /// <summary>The tokens that are not revoked and still good, newest first.</summary>
    public async Task<IReadOnlyList<PortalToken>> All(int accountId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<PortalToken>(
                """
                SELECT token_id AS Id, kind AS Kind, access_key AS AccessKey, created_on AS CreatedOn,
                    expires_on AS ExpiresOn
                FROM portal_token
                WHERE account_id = @accountId AND revoked_on IS NULL AND (expires_on IS NULL OR expires_on > @now)
                ORDER BY created_on DESC, token_id
                """,
                new { accountId, now }),
        ];
    }

    /// <summary>False when there is no such token, or it was revoked before.</summary>
    public async Task<bool> Revoke(NpgsqlConnection connection, int accountId, string tokenId, DateTime now) =>
        await connection.ExecuteAsync(
            """
            UPDATE portal_token SET revoked_on = @now
            WHERE account_id = @accountId AND token_id = @tokenId AND revoked_on IS NULL
            """,
            new { accountId, tokenId, now }) > 0;
}
