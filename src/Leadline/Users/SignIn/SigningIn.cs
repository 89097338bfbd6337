using Leadline.Accounts;
using Leadline.Audit;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Users.SignIn;

/// <summary>
/// The halves of signing in: a password or what stands for one, then the second factor of who has one.
/// </summary>
internal sealed class SigningIn(
    UserSessions sessions,
    SecondFactors factors,
    UserProofStore proofs,
    UserLinks links,
    FailedSignIns failed,
    TimeProvider clock)
{
    /// <summary>How long the second half may take.</summary>
    public static readonly TimeSpan ChallengeLength = TimeSpan.FromMinutes(5);

    private static readonly Failure Over = new(
        ErrorCode.InvalidCredentials, "Signing in took too long. Begin again with the password.");

    private static readonly Failure WrongCode = new(
        ErrorCode.InvalidCredentials, "The code is wrong, or was used before. Wait for the next one.");

    /// <summary>The first half, by a password.</summary>
    public async Task<Result<SignInStep>> WithPassword(string email, string password, SignInPlace from)
    {
        var proved = await sessions.Prove(email, password, from.Address);
        if (proved.Failure is not { } failure)
            return await Enter(proved.Value, hasSecondFactor: false, from);
        if (failure.Code == ErrorCode.InvalidCredentials)
            failed.Add(email, from.Address);
        return failure;
    }

    /// <summary>Signs in who has shown to be the user, or asks for the second factor.</summary>
    /// <param name="caller">The user.</param>
    /// <param name="hasSecondFactor">What the user has shown stands for both.</param>
    /// <param name="from">Where from.</param>
    public async Task<SignInStep> Enter(Caller caller, bool hasSecondFactor, SignInPlace from)
    {
        if (hasSecondFactor || await factors.Of(caller) is not { Kind: { } kind })
            return new SignInStep(caller) { Key = await sessions.Begin(caller, hasSecondFactor, from) };
        var (proof, token) = UserProof.New(
            caller.AccountId, UserProof.Challenge, caller.User.Id, clock.Now(), ChallengeLength);
        await proofs.Within(caller.AccountId, async connection =>
        {
            await UserProofStore.Add(connection, caller.AccountId, proof);
            return true;
        });
        return new SignInStep(caller) { SecondFactor = kind, Challenge = token, ExpiresOn = proof.ExpiresOn };
    }

    /// <summary>The second half, by a code of the authenticator or a recovery code.</summary>
    public async Task<Result<SignInStep>> WithSecondFactor(
        string challenge, string? code, string? recoveryCode, SignInPlace from)
    {
        if (sessions.Throttle(from.Address?.ToString() ?? "") is { } wait)
            return wait;
        if (await links.Find(UserProof.Challenge, challenge, user => user.IsActive) is not { } caller
            || !caller.Account.Addresses.Allows(from.Address)
            || await factors.Of(caller) is not { } factor)
            return Over;
        if (code is null && recoveryCode is null)
            return Failure.Absent("code") with { Field = "code" };
        var refusal = code is not null
            ? await factors.Check(caller, factor, code)
            : await factors.CheckRecoveryCode(caller, factor, recoveryCode!);
        if (refusal is not null)
        {
            failed.Add(caller.User.Email, from.Address);
            return refusal.Code == ErrorCode.InvalidInput ? WrongCode : refusal;
        }

        return await proofs.Use(caller.AccountId, UserLinks.IdOf(challenge), clock.Now())
            ? new SignInStep(caller) { Key = await sessions.Begin(caller, secondFactor: true, from) }
            : Over;
    }
}

/// <summary>How far somebody has come with signing in.</summary>
/// <param name="Caller">The user.</param>
internal sealed record SignInStep(Caller Caller)
{
    /// <summary>The session; null where the second factor is asked for.</summary>
    public SessionKey? Key { get; init; }

    /// <summary>What is asked for; null where nothing is.</summary>
    public string? SecondFactor { get; init; }

    /// <summary>Goes with the second factor.</summary>
    public string? Challenge { get; init; }

    /// <summary>When the challenge is over.</summary>
    public DateTime ExpiresOn { get; init; }
}
