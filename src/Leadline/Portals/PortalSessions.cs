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
internal sealed class PortalSessions(Database database, PortalSessionStore store, TimeProvider clock)
{
    /// <summary>Begins a session in the transaction that a connection is in; in one of its own without one.</summary>
    public Task<PortalKey> Begin(
        Portal portal, NpgsqlConnection? within, Guid leadId, CancellationToken cancellation) =>
        database.Transaction(
            portal.AccountId, within, connection => Begin(connection, portal, leadId), cancellation);

    public async Task<PortalKey> Begin(NpgsqlConnection connection, Portal portal, Guid leadId)
    {
        var key = new PortalKey(portal.AccountId, PortalKeys.NewId(), PortalKeys.NewSecret());
        await store.Add(
            connection,
            new NewPortalSession(
                portal.AccountId,
                key.Id,
                portal.Id,
                leadId,
                Secrets.Hash(key.Secret),
                CreatedOn: Now,
                ExpiresOn: Now + portal.Settings.SessionLength));
        return key;
    }

    /// <summary>The live session of this key at this portal; null for any other key.</summary>
    public async Task<PortalSession?> Find(Portal portal, PortalKey key)
    {
        if (key.AccountId != portal.AccountId)
            return null;
        var (hash, leadId, expiresOn) = await store.Find(portal, key.Id, Now);
        return hash is not null && Secrets.Matches(key.Secret, hash)
            ? new PortalSession(key.Id, leadId, expiresOn)
            : null;
    }

    public Task End(PortalContext context, PortalSession session) => database.Transaction(
        context.AccountId,
        context.Transaction,
        connection => store.Remove(connection, context.AccountId, session.Id));

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
