using System.Net;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Accounts;

/// <summary>
/// Sessions of users at the application. Each begins under a key that was never there before, so none can be foisted on
/// somebody; and ends at signing out, when it is not used for a week, after thirty days, or when the
/// password changes. A user who is disabled has none.
/// </summary>
internal sealed class UserSessions(
    PasswordLogin passwords, AccountOperations accounts, UserSessionStore store, RateLimits limits, TimeProvider clock)
{
    public static readonly TimeSpan Idle = TimeSpan.FromDays(7);

    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private const int LongestAgent = 300;

    /// <summary>One sentence for every cause.</summary>
    private static readonly Failure Wrong = new(
        ErrorCode.InvalidCredentials, "The e-mail address or the password is wrong.");

    private static readonly Failure Over = new(ErrorCode.InvalidCredentials, "The session is over. Sign in again.");

    private static readonly Failure SetUpFirst = new(
        ErrorCode.NotPermitted, "The account asks for a second factor at signing in. Set one up first.");

    private static readonly Failure TooMany = new(
        ErrorCode.RateLimited, "Too many attempts to sign in. Try again in a minute.");

    /// <summary>Counts an attempt of each subject; why they have to wait, or null.</summary>
    public Failure? Throttle(params IEnumerable<string> subjects)
    {
        foreach (var subject in subjects)
            if (limits.TakeLogin(subject) is { Allowed: false } verdict)
                return TooMany with { RetryAfter = verdict.RetryAfter };
        return null;
    }

    /// <summary>Whose e-mail address and password they are.</summary>
    public async Task<Result<Caller>> Prove(string email, string password, IPAddress? address)
    {
        if (Throttle(address?.ToString() ?? "", $"user {EmailAddress.Key(email)}") is { } wait)
            return wait;
        return await passwords.Find(email, password) is { } caller && caller.Account.Addresses.Allows(address)
            ? caller
            : Wrong;
    }

    /// <summary>Signs in who has proved to be the user.</summary>
    /// <param name="caller">The user.</param>
    /// <param name="secondFactor">The user has shown a second factor, or what stands for one.</param>
    /// <param name="from">Where from.</param>
    public async Task<SessionKey> Begin(Caller caller, bool secondFactor, SignInPlace from)
    {
        var now = clock.Now();
        var key = new SessionKey(caller.AccountId, Ids.New(), Secrets.NewToken(caller.AccountId).Secret);
        await store.RemoveExpired(caller.AccountId, now);
        await store.Add(
            caller.AccountId,
            new UserSession
            {
                Id = key.SessionId,
                UserId = caller.User.Id,
                SecretHash = Secrets.Hash(key.Secret),
                CreatedOn = now,
                SeenOn = now,
                ExpiresOn = now + Idle,
                SecondFactor = secondFactor,
                Address = from.Address?.ToString(),
                Agent = from.Agent is { Length: > LongestAgent } ? from.Agent[..LongestAgent] : from.Agent,
            });
        return key;
    }

    /// <summary>Whose session it is.</summary>
    /// <param name="key">Which it is.</param>
    /// <param name="isSettingUp">The call is one by which a second factor is set up.</param>
    public async Task<Result<Caller>> Authenticate(SessionKey key, bool isSettingUp = false)
    {
        var now = clock.Now();
        if (await accounts.Find(key.AccountId) is not { } account
            || await store.Find(key.AccountId, key.SessionId, now) is not { } session
            || !Secrets.Matches(key.Secret, session.SecretHash)
            || account.Users.GetValueOrDefault(session.UserId) is not { IsActive: true } user)
            return Over;
        if (MustSetUp(account, session) && !isSettingUp)
            return SetUpFirst;
        if (now - session.SeenOn >= TimeSpan.FromMinutes(1))
        {
            var last = session.CreatedOn + Longest;
            await store.See(key.AccountId, key.SessionId, now, now + Idle < last ? now + Idle : last);
        }

        return await accounts.CallerOf(account, user);
    }

    /// <summary>Whether the account asks for a second factor that this session is without.</summary>
    public async Task<bool> MustSetUp(Caller caller, SessionKey? key) => key is { } known
        && caller.Account.SecondFactorRequired
        && await store.Find(caller.AccountId, known.SessionId, clock.Now()) is { } session
        && MustSetUp(caller.Account, session);

    /// <summary>The caller's sessions, those that were used last first.</summary>
    public Task<IReadOnlyList<UserSession>> Of(Caller caller) =>
        store.Of(caller.AccountId, caller.User.Id, clock.Now());

    /// <summary>Ends one of the caller's sessions; false where there is none of this id.</summary>
    public Task<bool> End(Caller caller, Guid sessionId) => store.Remove(caller.AccountId, caller.User.Id, sessionId);

    /// <summary>Ends the caller's sessions but for one.</summary>
    public Task EndOthers(Caller caller, Guid? except) => store.RemoveOf(caller.AccountId, caller.User.Id, except);

    private static bool MustSetUp(Account account, UserSession session) =>
        account.SecondFactorRequired && !session.SecondFactor;
}

/// <summary>Where somebody signs in from.</summary>
/// <param name="Address">The network address.</param>
/// <param name="Agent">What the browser calls itself.</param>
internal sealed record SignInPlace(IPAddress? Address, string? Agent);
