using System.Net;
using System.Security.Claims;
using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.Users.SignIn;

/// <summary>
/// Finds the user behind an identity at another provider: the one that it was remembered for; else, once, the one of
/// its verified e-mail address, and then it is remembered.
/// </summary>
internal sealed class UserIdentities(
    UserIdentityStore store, AccountStore users, AccountOperations accounts, TimeProvider clock)
{
    /// <summary>The user, or what the page of signing in is told: unknownUser, unverifiedEmail or failed.</summary>
    public async Task<(Caller? Caller, string? Error)> Find(
        SignInProvider provider, ClaimsPrincipal principal, IPAddress? address)
    {
        if (principal.FindFirst("sub") is not { Value: { Length: > 0 } subject, Issuer: var issuer })
            return (null, "failed");
        var known = await store.Find(issuer, subject);
        foreach (var (accountId, userId) in known)
            if (await Active(provider, accountId, userId, address) is { } caller)
                return (caller, null);
        if (principal.FindFirst("email")?.Value is not { Length: > 0 } email)
            return (null, "unverifiedEmail");
        var isVerified = provider.EmailsAreVerified
            || "true".Equals(principal.FindFirst("email_verified")?.Value, StringComparison.OrdinalIgnoreCase);
        if (!isVerified)
            return (null, "unverifiedEmail");
        foreach (var (accountId, userId) in await users.UsersByEmail(email))
            if (known.All(one => one.AccountId != accountId)
                && await Active(provider, accountId, userId, address) is { } caller
                && await store.Add(accountId, userId, issuer, subject, clock.Now()))
                return (caller, null);
        return (null, "unknownUser");
    }

    private async Task<Caller?> Active(SignInProvider provider, int accountId, Guid userId, IPAddress? address) =>
        provider.IsOf(accountId) && await accounts.Find(accountId) is { } account
        && account.Addresses.Allows(address)
        && account.Users.GetValueOrDefault(userId) is { IsActive: true } user
            ? await accounts.CallerOf(account, user)
            : null;
}
