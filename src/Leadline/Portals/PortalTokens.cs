using Dapper;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Portals;

/// <summary>
/// Public auth keys and registration tokens (extended §4.2), and the tenant keys of auto login. They never expire
/// unless said; administrators list, rotate and revoke them. A revoked one is dead from the next call on.
/// </summary>
internal sealed class PortalTokens(Database database, PortalCache cache, TimeProvider clock)
{
    public const string Public = "public";
    public const string Register = "register";
    public const string AutoLogin = "autologin";

    public static readonly TimeSpan AutoLoginLength = TimeSpan.FromHours(4);

    /// <summary>The live token of the caller's access key, the same each time; the first call makes it.</summary>
    public async Task<PortalKey> Get(Caller caller, string kind, string accessKey, string secretKey)
    {
        string? id;
        await using (var connection = await database.Open(caller.AccountId))
            id = await connection.ExecuteScalarAsync<string?>(
                """
                SELECT token_id FROM portal_token
                WHERE account_id = @AccountId AND access_key = @accessKey AND kind = @kind
                    AND revoked_on IS NULL AND (expires_on IS NULL OR expires_on > @later)
                ORDER BY created_on DESC, token_id DESC LIMIT 1
                """,
                new { caller.AccountId, accessKey, kind, later = Now + (AutoLoginLength / 2) });
        return id is null
            ? await Rotate(caller, kind, accessKey, secretKey)
            : new PortalKey(caller.AccountId, id, PortalKeys.Derive(secretKey, kind, id));
    }

    /// <summary>
    /// A further token, which is the one given out from now on. Earlier ones live until they are revoked.
    /// </summary>
    public Task<PortalKey> Rotate(Caller caller, string kind, string accessKey, string secretKey) => cache.Change(
        caller.AccountId, connection => Add(connection, caller.AccountId, caller.User.Id, kind, accessKey, secretKey));

    public async Task<PortalKey> Add(
        NpgsqlConnection connection, int accountId, Guid userId, string kind, string accessKey, string secretKey)
    {
        var id = PortalKeys.NewId();
        var key = new PortalKey(accountId, id, PortalKeys.Derive(secretKey, kind, id));
        await connection.ExecuteAsync(
            """
            INSERT INTO portal_token (account_id, token_id, kind, access_key, secret_hash, created_by, created_on,
                expires_on)
            VALUES (@accountId, @id, @kind, @accessKey, @hash, @userId, @now, @expiresOn)
            """,
            new
            {
                accountId,
                id,
                kind,
                accessKey,
                hash = Secrets.Hash(key.Secret),
                userId,
                now = Now,
                expiresOn = kind == AutoLogin ? Now + AutoLoginLength : (DateTime?)null,
            });
        return key;
    }

    /// <summary>Whether this is a live token of the kind.</summary>
    public async ValueTask<bool> IsLive(PortalKey key, string kind) =>
        (await cache.Of(key.AccountId)).Tokens.TryGetValue(key.Id, out var token)
        && token.Kind == kind
        && (token.ExpiresOn is null || token.ExpiresOn > Now)
        && Secrets.Matches(key.Secret, token.Hash);

    /// <summary>The tokens that are not revoked, newest first. What they are is not known.</summary>
    public async Task<IReadOnlyList<PortalToken>> All(int accountId)
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
                new { accountId, now = Now }),
        ];
    }

    public async Task<Failure?> Revoke(int accountId, string tokenId)
    {
        var revoked = await cache.Change(accountId, connection => connection.ExecuteAsync(
            """
            UPDATE portal_token SET revoked_on = @now
            WHERE account_id = @accountId AND token_id = @tokenId AND revoked_on IS NULL
            """,
            new { accountId, tokenId, now = Now }));
        return revoked > 0 ? null : new Failure(ErrorCode.UnknownRecord, "There is no such token.");
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}

/// <summary>A token as an administrator sees it.</summary>
internal sealed record PortalToken
{
    public string Id { get; init; } = "";
    public string Kind { get; init; } = "";
    public string AccessKey { get; init; } = "";
    public DateTime CreatedOn { get; init; }
    public DateTime? ExpiresOn { get; init; }
}
