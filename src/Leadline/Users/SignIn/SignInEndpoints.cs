using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Users.SignIn;

/// <summary>Passwords that are forgotten, and second factors, at Leadline's own API.</summary>
internal sealed class SignInEndpoints(PasswordResets resets, SecondFactors factors)
{
    public async Task<Failure?> AskReset(OpenCall call)
    {
        var body = call.Read<PasswordResetRequest>();
        return body.Failure
            ?? await resets.Ask(body.Value.Email ?? "", call.From)
            ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    public async Task<Failure?> OpenReset(OpenCall call)
    {
        var body = call.Read<LinkRequest>();
        return body.Failure ?? call.Answer(
            await resets.Open(body.Value.Token ?? "", call.From), Link, OwnJson.Default.LinkResponse);
    }

    public async Task<Failure?> CompleteReset(OpenCall call)
    {
        var body = call.Read<CompletePasswordResetRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return body.Value.NewPassword is not { } wanted
            ? Failure.Absent("newPassword") with { Field = "newPassword" }
            : await resets.Complete(body.Value.Token ?? "", wanted, call.From)
                ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    public async Task<Failure?> StartSecondFactor(Call call) => call.Answer(
        await factors.Start(call.Caller),
        started => new SecondFactorResponse(started.Secret, started.Uri),
        OwnJson.Default.SecondFactorResponse);

    public async Task<Failure?> ConfirmSecondFactor(Call call)
    {
        var body = call.ReadStrictly<SecondFactorCodeRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return body.Value.Code is not { } code
            ? Failure.Absent("code") with { Field = "code" }
            : call.Answer(
                await factors.Confirm(call.Caller, call.Transaction, code, SessionEndpoints.Key(call)?.SessionId),
                made => new RecoveryCodesResponse(made),
                OwnJson.Default.RecoveryCodesResponse);
    }

    public async Task<Failure?> RenewRecoveryCodes(Call call)
    {
        var body = call.ReadStrictly<SecondFactorProofRequest>();
        return body.Failure ?? call.Answer(
            await factors.RenewRecoveryCodes(call.Caller, call.Transaction, body.Value.Code, body.Value.Password),
            made => new RecoveryCodesResponse(made),
            OwnJson.Default.RecoveryCodesResponse);
    }

    public async Task<Failure?> RemoveSecondFactor(Call call)
    {
        var body = call.ReadStrictly<SecondFactorProofRequest>();
        return body.Failure
            ?? await factors.Remove(call.Caller, call.Transaction, body.Value.Code, body.Value.Password)
            ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    /// <summary>Forgets what a user signs in with beside the password, e.g. when a phone is lost.</summary>
    public async Task<Failure?> ForgetMethods(Call call)
    {
        if (call.Caller.RefuseUnlessAdministrator("change how users sign in") is { } notPermitted)
            return notPermitted;
        if (UserEndpoints.Named(call) is not { } user)
            return UserRules.Unknown;
        await factors.ForgetAll(call.Caller, call.Transaction, user.Id);
        return call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    public Task<Failure?> GetSettings(Call call) => Task.FromResult(call.Answer(
        new SignInSettings { SecondFactorRequired = call.Caller.Account.SecondFactorRequired },
        OwnJson.Default.SignInSettings));

    public async Task<Failure?> PutSettings(Call call)
    {
        var body = call.ReadStrictly<SignInSettings>();
        return body.Failure
            ?? await factors.Require(call.Caller, call.Transaction, body.Value.SecondFactorRequired)
            ?? call.Answer(body.Value, OwnJson.Default.SignInSettings);
    }

    /// <summary>Whom a link is for.</summary>
    public static LinkResponse Link(Caller invited) => new(
        invited.User.Email,
        invited.User.FirstName,
        invited.User.LastName,
        invited.Account.Name,
        invited.Account.TimeZone,
        invited.Account.PasswordLength ?? Passwords.ShortestOfUsers);
}
