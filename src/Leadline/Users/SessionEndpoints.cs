using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Leadline.Users.SignIn;

namespace Leadline.Users;

/// <summary>Signing in and out at Leadline's own API, and where one is signed in.</summary>
internal sealed class SessionEndpoints(
    UserSessions sessions, UserOperations users, SigningIn signingIn, SecondFactors factors)
{
    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such session.");

    public async Task<Failure?> SignIn(OpenCall call)
    {
        var body = call.Read<SignInRequest>();
        return body.Failure ?? await Answer(
            call, await signingIn.WithPassword(body.Value.Email ?? "", body.Value.Password ?? "", call.From));
    }

    /// <summary>The second half of signing in.</summary>
    public async Task<Failure?> SecondFactor(OpenCall call)
    {
        var body = call.Read<SecondFactorRequest>();
        return body.Failure ?? await Answer(
            call,
            await signingIn.WithSecondFactor(
                body.Value.Challenge ?? "", body.Value.Code, body.Value.RecoveryCode, call.From));
    }

    /// <summary>Answers with the session and its cookie, or with what is asked for yet.</summary>
    public async Task<Failure?> Answer(OpenCall call, Result<SignInStep> step)
    {
        if (step.Failure is { } failure)
            return failure;
        if (step.Value is { SecondFactor: { } kind, Challenge: { } challenge, ExpiresOn: var expiresOn })
            return call.Answer(
                new SecondFactorChallengeResponse(kind, challenge, expiresOn),
                OwnJson.Default.SecondFactorChallengeResponse);
        var key = step.Value.Key!.Value;
        SessionCookie.Set(call.Http, key);
        return call.Answer(await Response(step.Value.Caller, key), OwnJson.Default.SessionResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        call.Answer(await Response(call.Caller, Key(call)), OwnJson.Default.SessionResponse);

    public async Task<Failure?> SignOut(Call call)
    {
        if (Key(call) is { } key)
            await sessions.End(call.Caller, key.SessionId);
        SessionCookie.Remove(call.Http);
        return call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    public async Task<Failure?> List(Call call)
    {
        var (found, current) = (await sessions.Of(call.Caller), Key(call)?.SessionId);
        return call.Answer(
            new SessionsResponse(
            [
                .. found.Select(one => new SignedInResponse(
                    one.Id, one.Id == current, one.CreatedOn, one.SeenOn, one.ExpiresOn, one.Address, one.Agent)),
            ]),
            OwnJson.Default.SessionsResponse);
    }

    public async Task<Failure?> End(Call call) =>
        call.RouteId("session") is { } id && await sessions.End(call.Caller, id)
            ? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse)
            : Unknown;

    /// <summary>Signs the caller out everywhere else.</summary>
    public async Task<Failure?> EndOthers(Call call)
    {
        await sessions.EndOthers(call.Caller, Key(call)?.SessionId);
        return call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    /// <summary>Changes the caller's own password, and signs the caller out everywhere else.</summary>
    public async Task<Failure?> ChangePassword(Call call)
    {
        var body = call.ReadStrictly<ChangePasswordRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Password is not { } password)
            return Failure.Absent("password") with { Field = "password" };
        return body.Value.NewPassword is not { } wanted
            ? Failure.Absent("newPassword") with { Field = "newPassword" }
            : await users.ChangeOwnPassword(call.Caller, call.Transaction, password, wanted, Key(call)?.SessionId)
                ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    /// <summary>The session that the call rests on; null where it has keys.</summary>
    public static SessionKey? Key(Call call) => LeadlineSurface.SessionOf(call.Http.Request);

    private async Task<SessionResponse> Response(Caller caller, SessionKey? key)
    {
        var factor = await factors.Of(caller);
        return new SessionResponse(
            caller.User.Id,
            caller.User.Email,
            caller.User.FirstName,
            caller.User.LastName,
            caller.User.Role,
            caller.AccountId,
            caller.Account.Name,
            caller.Account.TimeZone,
            key?.CsrfToken,
            factor?.Kind,
            factor?.CodesLeft ?? 0,
            await sessions.MustSetUp(caller, key));
    }
}
