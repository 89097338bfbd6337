using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Npgsql;

namespace Leadline.Users.SignIn;

/// <summary>
/// Passkeys of users. Signing in by one shows what one has (the device) and what one knows or is (its lock): it stands
/// for the password and the second factor. Who has one is asked for it after a password, too.
/// </summary>
internal sealed class Passkeys(
    PasskeyStore store, SecondFactors factors, SigningIn signingIn, AccountOperations accounts, TimeProvider clock)
{
    public const int MostOfUser = 20;

    private static readonly Failure TooMany = new(
        ErrorCode.Conflict, $"A user has at most {MostOfUser} passkeys. Remove one first.");

    private static readonly Failure NotMade = new(
        ErrorCode.InvalidInput, "The passkey was not made for this server and user, or too long ago. Make it anew.")
    { Field = "credential" };

    private static readonly Failure Known = new(ErrorCode.Conflict, "This passkey is there already.");

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such passkey.");

    // One sentence for every cause.
    private static readonly Failure NotSigned = new(
        ErrorCode.InvalidCredentials, "This passkey is not known here, or its answer came too late. Try again.");

    public Task<IReadOnlyList<Passkey>> Of(Caller caller) => store.Of(caller.AccountId, caller.User.Id);

    /// <summary>What a passkey of the caller, who shows the password, is made with.</summary>
    public async Task<Result<PasskeyCreationOptionsResponse>> Begin(
        Caller caller, string password, PasskeyCeremony ceremony)
    {
        if (factors.CheckPassword(caller, password) is { } wrong)
            return wrong;
        var there = await Of(caller);
        return there.Count >= MostOfUser ? TooMany : ceremony.CreationOptions(caller, there);
    }

    /// <summary>
    /// Takes a passkey that was made. The first second factor of a user brings recovery codes, and signs the user out
    /// everywhere else.
    /// </summary>
    public async Task<Result<(Passkey Passkey, IReadOnlyList<string>? RecoveryCodes)>> Add(
        Caller caller, NpgsqlConnection? within, string name, PasskeyCredential made, PasskeyCeremony ceremony,
        Guid? session)
    {
        if (await ceremony.Made(caller, made, name) is not { } passkey)
            return NotMade;
        var there = await Of(caller);
        if (there.Any(one => one.CredentialId.AsSpan().SequenceEqual(passkey.CredentialId)))
            return Known;
        if (there.Count >= MostOfUser)
            return TooMany;
        return (passkey, await factors.Add(caller, within, session, async connection =>
        {
            await PasskeyStore.Add(connection, caller.AccountId, caller.User.Id, passkey);
            await EventStore.Write(connection, Event.By(
                caller, UserEvents.PasskeyAdded, leadId: null, caller.User.Id, clock.Now()));
        }));
    }

    /// <summary>Takes a passkey away from who shows the password.</summary>
    public async Task<Failure?> Remove(Caller caller, NpgsqlConnection? within, Guid passkeyId, string password)
    {
        if ((await Of(caller)).All(one => one.Id != passkeyId))
            return Unknown;
        if (factors.CheckPassword(caller, password) is { } wrong)
            return wrong;
        await factors.Forget(
            caller, within, caller.User.Id, UserEvents.PasskeyRemoved,
            connection => PasskeyStore.Remove(connection, caller.AccountId, caller.User.Id, passkeyId));
        return null;
    }

    /// <summary>Signs in whose passkey has signed.</summary>
    public async Task<Result<SignInStep>> SignIn(PasskeyCredential signed, PasskeyCeremony ceremony, SignInPlace from)
    {
        if (PasskeyCeremony.Names(signed) is not var (accountId, userId, credentialId)
            || await accounts.Find(accountId) is not { } account
            || account.Users.GetValueOrDefault(userId) is not { IsActive: true } user
            || !account.Addresses.Allows(from.Address))
            return NotSigned;
        var passkey = (await store.Of(accountId, userId)).FirstOrDefault(one =>
            one.RelyingParty == ceremony.RelyingParty && one.CredentialId.AsSpan().SequenceEqual(credentialId));
        if (passkey is null
            || await ceremony.Signed(passkey, signed) is not { } used
            || !await store.Use(accountId, userId, used, clock.Now()))
            return NotSigned;
        return await signingIn.Enter(await accounts.CallerOf(account, user), hasSecondFactor: true, from);
    }
}
