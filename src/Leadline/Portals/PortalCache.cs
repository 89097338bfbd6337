using System.Collections.Concurrent;
using Leadline.Accounts;
using Npgsql;

namespace Leadline.Portals;

/// <summary>An account's portals and live tokens, read on every call and changed rarely.</summary>
internal sealed record AccountPortals(IReadOnlyList<Portal> Portals, IReadOnlyDictionary<string, LiveToken> Tokens);

/// <summary>A token that is not revoked. Only the SHA-256 of its secret half is known.</summary>
internal sealed record LiveToken(string Id, string Kind, byte[] Hash, DateTime? ExpiresOn);

/// <summary>
/// What a node remembers of portals. A change of them is a change of the account's definitions: it is announced, and
/// every node's next call sees it.
/// </summary>
internal sealed class PortalCache
{
    private readonly AccountCache<AccountPortals> cache;
    private readonly PortalStore store;
    private readonly AccountStore accounts;

    // A portal never moves to another account.
    private readonly ConcurrentDictionary<Guid, int> accountOf = new();

    public PortalCache(PortalStore store, AccountStore accounts, AccountChanges changes)
    {
        (this.store, this.accounts) = (store, accounts);
        cache = new AccountCache<AccountPortals>(changes, store.Load);
    }

    public async ValueTask<AccountPortals> Get(int accountId) =>
        await cache.Get(accountId) ?? new AccountPortals([], new Dictionary<string, LiveToken>());

    /// <summary>The portal of this id, whoever's it is.</summary>
    public async ValueTask<Portal?> Find(Guid portalId)
    {
        if (!accountOf.TryGetValue(portalId, out var accountId))
        {
            if (await store.AccountOf(portalId) is not { } found)
                return null;
            accountOf[portalId] = accountId = found;
        }

        return (await Get(accountId)).Portals.FirstOrDefault(portal => portal.Id == portalId);
    }

    /// <summary>Runs a change of portals or tokens and makes it visible to this node's next call.</summary>
    public Task<T> Change<T>(int accountId, Func<NpgsqlConnection, Task<T>> change) =>
        accounts.ChangeDefinitions(accountId, within: null, change);
}
