using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Users.SignIn;

/// <summary>
/// Links by which users choose a new password. Whoever asks learns nothing of which addresses there are: neither by the
/// answer, nor by how long it takes.
/// </summary>
internal sealed class PasswordResets(
    UserSessions sessions, AccountOperations accounts, AccountStore store, UserProofStore proofs, UserLinks links,
    SignInMails mails, TimeProvider clock)
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(1);

    /// <summary>Links of a user that may be good at a time; further ones are not sent.</summary>
    public const int MostAtOnce = 5;

    // Far longer than the work takes for an address that there is.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(300);

    /// <summary>Mails a link to the users of this address, if there are any.</summary>
    public async Task<Failure?> Ask(string email, SignInPlace from)
    {
        if (sessions.Throttle($"reset from {from.Address}", $"reset {EmailAddress.Key(email)}") is { } wait)
            return wait;
        await Task.WhenAll(Send(email), Task.Delay(AnswerTime));
        return null;
    }

    /// <summary>Whom the link is for.</summary>
    public Task<Result<Caller>> Open(string token, SignInPlace from) =>
        links.Open(UserProof.Reset, token, from, user => user.IsActive);

    /// <summary>Sets the password of who has the link, and signs the user out everywhere.</summary>
    public async Task<Failure?> Complete(string token, string password, SignInPlace from)
    {
        var opened = await Open(token, from);
        if (opened.Failure is { } refusal)
            return refusal;
        var caller = opened.Value;
        if (AccountOperations.CheckPassword(caller.Account, password) is { } weak)
            return weak with { Field = "newPassword" };
        var hash = Passwords.Hash(password);
        var done = await accounts.ChangeUsers<User>(caller.AccountId, within: null, async (connection, users) =>
        {
            var now = clock.Now();
            if (users.GetValueOrDefault(caller.User.Id) is not { IsActive: true } before
                || !await UserProofStore.Use(connection, caller.AccountId, UserLinks.IdOf(token), now))
                return UserLinks.Over;
            var after = before with
            {
                PasswordHash = hash,
                Version = before.Version + 1,
                ModifiedOn = now,
                ModifiedBy = before.Id,
            };
            await store.ReplaceUser(connection, caller.AccountId, after);
            await UserSessionStore.RemoveOf(connection, caller.AccountId, after.Id, except: null);
            await EventStore.Write(
                connection, Event.By(caller, UserEvents.PasswordChanged, leadId: null, after.Id, now));
            await mails.SendPasswordChanged(connection, caller.Account, after);
            return after;
        });
        return done.Failure;
    }

    private async Task Send(string email)
    {
        foreach (var (accountId, userId) in await store.UsersByEmail(email))
            if (await accounts.Find(accountId) is { } account
                && account.Users.GetValueOrDefault(userId) is { IsActive: true } user)
                await Send(account, user);
    }

    private Task<bool> Send(Account account, User user) => proofs.Within(account.Id, async connection =>
    {
        var now = clock.Now();
        if (await UserProofStore.Count(connection, account.Id, user.Id, UserProof.Reset, now - Length) >= MostAtOnce)
            return false;
        var (proof, token) = UserProof.New(account.Id, UserProof.Reset, user.Id, now, Length);
        await UserProofStore.Add(connection, account.Id, proof);
        await mails.SendReset(connection, account, user, token, proof.ExpiresOn);
        return true;
    });
}
