using System.Security.Cryptography;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;
using OtpNet;

namespace Leadline.Users.SignIn;

/// <summary>
/// The second factor of users: codes by the clock (TOTP, RFC 6238: six digits, 30 seconds, SHA-1, as every
/// authenticator has it) or <see cref="Passkeys"/>, and recovery codes in their place.
/// </summary>
internal sealed class SecondFactors(
    SecondFactorStore store, AccountOperations accounts, UserSessions sessions, ServerKey key, TimeProvider clock)
{
    /// <summary>Codes of an authenticator.</summary>
    public const string Totp = "totp";

    /// <summary>Passkeys alone.</summary>
    public const string Passkey = "passkey";

    private const int RecoveryCodes = 10;
    private const int RecoveryCodeBytes = 10;

    // A clock may be a step off, or the code be typed slowly.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    private static readonly Failure AlreadyOn = new(
        ErrorCode.Conflict, "A second factor is set up already. Remove it first.");

    private static readonly Failure NotOn = new(ErrorCode.UnknownRecord, "No second factor is set up.");

    private static readonly Failure WrongCode = new(
        ErrorCode.InvalidInput, "The code is wrong, or was used before. Wait for the next one.")
    { Field = "code" };

    private static readonly Failure WrongPassword = new(ErrorCode.InvalidInput, "The password is wrong.")
    {
        Field = "password",
    };

    private static readonly Failure Unreadable = new(
        ErrorCode.Conflict, "This server cannot read the second factor: its key has changed. Use a recovery code.");

    /// <summary>The second factor that the user signs in with; null where there is none.</summary>
    public async Task<SecondFactor?> Of(Caller caller) =>
        await store.Find(caller.AccountId, caller.User.Id) is { Kind: not null } factor ? factor : null;

    /// <summary>Makes a secret. It counts once a code of it has confirmed it.</summary>
    public async Task<Result<(string Secret, string Uri)>> Start(Caller caller)
    {
        var secret = KeyGeneration.GenerateRandomKey(20);
        var isStarted = await store.Start(
            caller.AccountId, caller.User.Id, key.Seal(Purpose(caller), secret), clock.Now());
        if (!isStarted)
            return AlreadyOn;
        var issuer = $"Leadline {caller.Account.Name}";
        var uri = new OtpUri(OtpType.Totp, secret, caller.User.Email, issuer);
        return (Base32Encoding.ToString(secret), uri.ToString());
    }

    /// <summary>
    /// Confirms the secret by a code: it is asked for from now on, and the user is signed out everywhere else. The
    /// answer is the recovery codes.
    /// </summary>
    public async Task<Result<IReadOnlyList<string>>> Confirm(
        Caller caller, NpgsqlConnection? within, string code, Guid? session)
    {
        var factor = await store.Find(caller.AccountId, caller.User.Id);
        if (factor.SealedSecret is null)
            return NotOn;
        if (factor.Kind == Totp)
            return AlreadyOn;
        if (await Check(caller, factor, code) is { } wrong)
            return wrong;
        return await SetUp(caller, within, session, _ => Task.CompletedTask);
    }

    /// <summary>
    /// Adds a passkey. The first second factor of a user brings recovery codes, which are the answer, and signs the
    /// user out everywhere else.
    /// </summary>
    public async Task<IReadOnlyList<string>?> Add(
        Caller caller, NpgsqlConnection? within, Guid? session, Func<NpgsqlConnection, Task> add)
    {
        if (await Of(caller) is null)
            return await SetUp(caller, within, session, add);
        await store.Within(caller.AccountId, within, async connection =>
        {
            await add(connection);
            return true;
        });
        return null;
    }

    /// <summary>Makes new recovery codes; the old ones are void.</summary>
    public async Task<Result<IReadOnlyList<string>>> RenewRecoveryCodes(
        Caller caller, NpgsqlConnection? within, string? code, string? password)
    {
        if (await Of(caller) is not { } factor)
            return NotOn;
        if (await Prove(caller, factor, code, password) is { } wrong)
            return wrong;
        return await NewRecoveryCodes(caller, within, _ => Task.CompletedTask);
    }

    /// <summary>Takes the authenticator's codes away from who shows one or the password.</summary>
    public async Task<Failure?> Remove(Caller caller, NpgsqlConnection? within, string? code, string? password)
    {
        if (await Of(caller) is not { Kind: Totp } factor)
            return NotOn;
        if (await Prove(caller, factor, code, password) is { } wrong)
            return wrong;
        await Forget(
            caller, within, caller.User.Id, UserEvents.SecondFactorRemoved,
            connection => SecondFactorStore.Remove(connection, caller.AccountId, caller.User.Id));
        return null;
    }

    /// <summary>Forgets all that a user signs in with beside the password, e.g. when a phone is lost.</summary>
    public Task ForgetAll(Caller caller, NpgsqlConnection? within, Guid userId) =>
        Forget(caller, within, userId, UserEvents.SecondFactorRemoved, async connection =>
        {
            await UserIdentityStore.Remove(connection, caller.AccountId, userId);
            await PasskeyStore.RemoveAll(connection, caller.AccountId, userId);
            await SecondFactorStore.Remove(connection, caller.AccountId, userId);
        });

    /// <summary>
    /// Forgets a part of what a user signs in with. Where no second factor is left, recovery codes go, and the user's
    /// sessions go on without one.
    /// </summary>
    public Task Forget(
        Caller caller, NpgsqlConnection? within, Guid userId, string told, Func<NpgsqlConnection, Task> forget) =>
        store.Within(caller.AccountId, within, async connection =>
        {
            await forget(connection);
            if (await SecondFactorStore.RemoveCodesUnlessOn(connection, caller.AccountId, userId))
                await UserSessionStore.SetSecondFactor(connection, caller.AccountId, userId, secondFactor: false);
            await EventStore.Write(connection, Event.By(caller, told, leadId: null, userId, clock.Now()));
            return true;
        });

    /// <summary>Null where the code is right and was not used before. Wrong ones make wait, longer each time.</summary>
    public async Task<Failure?> Check(Caller caller, SecondFactor factor, string code)
    {
        if (factor.SealedSecret is null)
            return WrongCode;
        if (await Wait(caller) is { } wait)
            return wait;
        if (key.Open(Purpose(caller), factor.SealedSecret) is not { } secret)
            return Unreadable;
        var now = clock.Now();
        return new Totp(secret).VerifyTotp(now, Digits(code), out var step, Window)
            && await store.Take(caller.AccountId, caller.User.Id, step, now)
                ? null
                : WrongCode;
    }

    /// <summary>Null where it is one of the user's recovery codes, which is used up.</summary>
    public async Task<Failure?> CheckRecoveryCode(Caller caller, SecondFactor factor, string code) =>
        factor.Kind == Totp && await Wait(caller) is { } wait ? wait
        : await store.TakeRecoveryCode(caller.AccountId, caller.User.Id, HashOf(caller, code)) ? null
        : WrongCode;

    /// <summary>Whether the account asks its users for a second factor, from now on.</summary>
    public async Task<Failure?> Require(Caller caller, NpgsqlConnection? within, bool isRequired)
    {
        if (caller.RefuseUnlessAdministrator("change how users sign in") is { } notPermitted)
            return notPermitted;
        await accounts.SetSecondFactorRequired(caller.AccountId, within, isRequired);
        return null;
    }

    /// <summary>Null where it is the user's password.</summary>
    public Failure? CheckPassword(Caller caller, string password) =>
        sessions.Throttle($"user {caller.User.Id:N}") is { } wait ? wait
        : AccountOperations.PasswordMatches(caller.User, password) ? null
        : WrongPassword;

    private async Task<Failure?> Prove(Caller caller, SecondFactor factor, string? code, string? password) =>
        code is not null ? await Check(caller, factor, code)
        : password is not null ? CheckPassword(caller, password)
        : Failure.Absent("code") with { Field = "code" };

    private async Task<Failure?> Wait(Caller caller)
    {
        var now = clock.Now();
        return await store.Guess(caller.AccountId, caller.User.Id, now) is { } until
            ? new Failure(ErrorCode.RateLimited, "Too many wrong codes. Try again later.") { RetryAfter = until - now }
            : null;
    }

    private Task<List<string>> SetUp(
        Caller caller, NpgsqlConnection? within, Guid? session, Func<NpgsqlConnection, Task> with) =>
        NewRecoveryCodes(caller, within, async connection =>
        {
            await with(connection);
            await UserSessionStore.RemoveOf(connection, caller.AccountId, caller.User.Id, session);
            await UserSessionStore.SetSecondFactor(
                connection, caller.AccountId, caller.User.Id, secondFactor: true, session);
        });

    private async Task<List<string>> NewRecoveryCodes(
        Caller caller, NpgsqlConnection? within, Func<NpgsqlConnection, Task> with)
    {
        var codes = Enumerable.Range(0, RecoveryCodes)
            .Select(_ => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(RecoveryCodeBytes)).ToLowerInvariant())
            .Select(code => string.Join('-', code.Chunk(4).Select(part => new string(part))))
            .ToList();
        await store.Within(caller.AccountId, within, async connection =>
        {
            await with(connection);
            await SecondFactorStore.ReplaceRecoveryCodes(
                connection, caller.AccountId, caller.User.Id, [.. codes.Select(code => HashOf(caller, code))]);
            await EventStore.Write(connection, Event.By(
                caller, UserEvents.SecondFactorSet, leadId: null, caller.User.Id, clock.Now()));
            return true;
        });
        return codes;
    }

    // 80 random bits, so that a plain hash is safe to keep; typed with or without its dashes, in any case.
    private static byte[] HashOf(Caller caller, string code) => Secrets.Hash(
        $"recovery {caller.User.Id:N} {code.Replace("-", "", StringComparison.Ordinal).Trim().ToLowerInvariant()}");

    private static string Digits(string code) => string.Concat(code.Where(char.IsAsciiDigit));

    private static string Purpose(Caller caller) => $"second factor {caller.AccountId} {caller.User.Id:N}";
}
