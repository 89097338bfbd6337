using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Users.SignIn;

/// <summary>Opens the links that users were mailed.</summary>
internal sealed class UserLinks(
    UserSessions sessions, AccountOperations accounts, UserProofStore proofs, TimeProvider clock)
{
    /// <summary>One sentence for every cause.</summary>
    public static readonly Failure Over = new(
        ErrorCode.InvalidInput, "This link was used, is too old, or was replaced by a newer one.")
    { Field = "token" };

    /// <summary>The user whom the token was mailed to; the link stays good.</summary>
    public async Task<Result<Caller>> Open(string kind, string token, SignInPlace from, Func<User, bool> isMeant)
    {
        if (sessions.Throttle($"link from {from.Address}") is { } wait)
            return wait;
        return await Find(kind, token, isMeant) is { } caller && caller.Account.Addresses.Allows(from.Address)
            ? caller
            : Over;
    }

    /// <summary>Whom the token stands for; null where it is none, or none any more.</summary>
    public async Task<Caller?> Find(string kind, string token, Func<User, bool> isMeant)
    {
        var id = IdOf(token);
        if (id.Length == token.Length || Secrets.AccountOf(id) is not { } accountId
            || await accounts.Find(accountId) is not { } account
            || await proofs.Find(accountId, id, kind, clock.Now()) is not { } proof
            || !Secrets.Matches(token[(id.Length + 1)..], proof.SecretHash)
            || account.Users.GetValueOrDefault(proof.UserId) is not { } user || !isMeant(user))
            return null;
        return await accounts.CallerOf(account, user);
    }

    /// <summary>The half of a token that names the proof.</summary>
    public static string IdOf(string token) => token.Split('.')[0];
}
