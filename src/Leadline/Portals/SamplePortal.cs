using Leadline.Accounts;
using Npgsql;

namespace Leadline.Portals;

/// <summary>
/// The portal that an account with the sample starts with, and what a page of its own sends to the Portal API.
/// </summary>
internal sealed class SamplePortal(PortalOperations portals, PortalTokens tokens)
{
    public async Task Add(NpgsqlConnection connection, AccountInMaking account)
    {
        if (!account.WithSample)
            return;
        account.Sample["portalId"] = (await portals.Seed(connection, account.Id, account.Admin.Id)).ToString();
        account.Sample["portalAuthKey"] = PortalKeys.AuthKey(await AddToken(PortalTokens.Public));
        account.Sample["portalRegisterToken"] = PortalKeys.RegisterToken(await AddToken(PortalTokens.Register));

        Task<PortalKey> AddToken(string kind) =>
            tokens.Add(
                connection,
                account.Id,
                account.Admin.Id,
                kind,
                account.Credentials.AccessKey,
                account.Credentials.SecretKey);
    }
}
