using Leadline.Accounts;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Portals;

/// <summary>
/// Public auth keys and registration tokens (extended §4.2), and the tenant keys of auto login. They never expire
/// unless said; administrators list, rotate and revoke them. A revoked one is dead from the next call on.
/// </summary>
internal sealed class PortalTokens(PortalTokenStore store, PortalCache cache, TimeProvider clock)
{
    public const string Public = "public";
    public const string Register = "register";
    public const string AutoLogin = "autologin";

    public static readonly TimeSpan AutoLoginLength = TimeSpan.FromHours(4);

    /// <summary>The live token of the caller's access key, the same each time; the first call makes it.</summary>
    public async Task<PortalKey> Get(Caller caller, string kind, string accessKey, string secretKey)
    {
        var id = await store.Newest(caller.AccountId, accessKey, kind, goodAt: Now + (AutoLoginLength / 2));
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
        var expiresOn = kind == AutoLogin ? Now + AutoLoginLength : (DateTime?)null;
        await store.Add(
            connection,
            new NewPortalToken(accountId, id, kind, accessKey, Secrets.Hash(key.Secret), userId, Now, expiresOn));
        return key;
    }

    /// <summary>Whether this is a live token of the kind.</summary>
    public async ValueTask<bool> IsLive(PortalKey key, string kind) =>
        (await cache.Get(key.AccountId)).Tokens.TryGetValue(key.Id, out var token)
        && token.Kind == kind
        && (token.ExpiresOn is null || token.ExpiresOn > Now)
        && Secrets.Matches(key.Secret, token.Hash);

    /// <summary>The tokens that are not revoked, newest first. What they are is not known.</summary>
    public Task<IReadOnlyList<PortalToken>> All(int accountId) => store.All(accountId, Now);

    public async Task<Failure?> Revoke(int accountId, string tokenId) =>
        await cache.Change(accountId, connection => store.Revoke(connection, accountId, tokenId, Now))
            ? null
            : new Failure(ErrorCode.UnknownRecord, "There is no such token.");

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
