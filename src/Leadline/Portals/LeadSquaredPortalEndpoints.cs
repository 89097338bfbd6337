using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Portals;

/// <summary>The Portal API's calls of a company's own portal (extended §4.3 to §4.9).</summary>
internal sealed class LeadSquaredPortalEndpoints(
    Registration registration, SigningIn signIn, PortalPasswords passwords, PortalSessions sessions)
{
    // What the reader of JSON says of a body may quote it, and so a password.
    private static readonly Failure Unreadable = new(
        ErrorCode.MalformedBody, "The request body is not the JSON that is expected.")
    { IsUnreadable = true };

    private static readonly Failure NoFields = new(ErrorCode.MalformedBody, "LeadFields is mandatory.");
    private static readonly Failure NoLead = new(
        ErrorCode.MalformedBody, "EmailAddress or SearchKeyData is mandatory.");
    private static readonly Failure NoPassword = new(ErrorCode.MalformedBody, "Password is mandatory.");
    private static readonly Failure NoCode = new(
        ErrorCode.MalformedBody, "OTPSigninData with Otp and Code is mandatory.");
    private static readonly Failure NoField = new(
        ErrorCode.MalformedBody, "FieldSchemaName and FieldContent are mandatory.");
    private static readonly Failure NoLink = new(
        ErrorCode.MalformedBody, "LeadId, TemporaryPassword and Password are mandatory.");
    private static readonly Failure NoChange = new(
        ErrorCode.MalformedBody, "CurrentPassword and NewPassword are mandatory.");

    public async Task<CommandAnswer> Register(PortalCall at)
    {
        if (Read<PortalRegisterBody>(at) is not { } body)
            return Unreadable;
        if (body.LeadFields is not { Count: > 0 } fields)
            return NoFields;
        return await at.Call.Run<Guid>(
            claim => registration.Register(
                at.Context, fields, body.RegisterOnlyNewLead == true, claim, at.Call.Cancelled),
            leadId => at.Call.Answer(
                new PortalRegisteredResponse(leadId, "Registration Successful"),
                LeadSquaredJson.Default.PortalRegisteredResponse));
    }

    public async Task<Failure?> SignIn(PortalCall at)
    {
        if (Read<PortalSignInBody>(at) is not { } body)
            return Unreadable;
        Result<SignedIn> signedIn;
        if (body.OTPSigninRequest == true)
        {
            if (body.OTPSigninData is not { Otp.Length: > 0, Code.Length: > 0 } code)
                return NoCode;
            signedIn = await signIn.ByCode(at.Context, code.Code, code.Otp.Trim());
        }
        else
        {
            if (Who(body.EmailAddress, body.SearchKeyData) is not var (field, value))
                return NoLead;
            if (string.IsNullOrEmpty(body.Password))
                return NoPassword;
            signedIn = await signIn.ByPassword(at.Context, field, value, body.Password, at.Call.Cancelled);
        }

        return signedIn.Failure ?? Begun(at.Call, signedIn.Value);
    }

    public async Task<Failure?> GetCode(PortalCall at)
    {
        if (Read<PortalCodeBody>(at) is not { } body)
            return Unreadable;
        if (body is not { FieldSchemaName.Length: > 0, FieldContent.Length: > 0 })
            return NoField;
        var sent = await passwords.SendCode(at.Context, body.FieldSchemaName, body.FieldContent, at.Call.Cancelled);
        return at.Call.Answer(
            sent,
            code => new PortalCodeResponse(code, body.FieldContent, Message: null, "Success"),
            LeadSquaredJson.Default.PortalCodeResponse);
    }

    public async Task<Failure?> SignOut(PortalCall at)
    {
        await sessions.End(at.Context, at.Session!);
        return Done(at.Call, "Lead signed out successfully");
    }

    public async Task<Failure?> Forgot(PortalCall at)
    {
        if (Read<PortalForgotBody>(at) is not { } body)
            return Unreadable;
        if (Who(body.EmailAddress, body.SearchKeyData) is not var (field, value))
            return NoLead;
        return await passwords.Forgot(at.Context, field, value, body.RecipientField?.SchemaName, at.Call.Cancelled)
            ?? at.Call.Answer(
                new SuccessResponse<string>("Reset link sent successfully"),
                LeadSquaredJson.Default.SuccessResponseString);
    }

    public async Task<Failure?> Reset(PortalCall at)
    {
        if (Read<PortalResetBody>(at) is not { } body)
            return Unreadable;
        if (
            body is not { Password.Length: > 0, TemporaryPassword.Length: > 0 }
            || !Guid.TryParse(body.LeadId, out var leadId))
            return NoLink;
        return await passwords.Reset(at.Context, leadId, body.TemporaryPassword, body.Password, at.Call.Cancelled)
            ?? Done(at.Call, "Password changed successfully");
    }

    public async Task<Failure?> Change(PortalCall at)
    {
        if (Read<PortalChangePasswordBody>(at) is not { } body)
            return Unreadable;
        if (body is not { CurrentPassword.Length: > 0, NewPassword.Length: > 0 })
            return NoChange;
        return await passwords.Change(
                at.Context, at.Session!.LeadId, body.CurrentPassword, body.NewPassword, at.Call.Cancelled
            ) ?? Done(at.Call, "Password changed successfully");
    }

    /// <summary>The answer that a session begins with.</summary>
    public static Failure? Begun(Call call, SignedIn signedIn) => call.Answer(
        new PortalSessionResponse(PortalKeys.AuthKey(signedIn.Key), signedIn.LeadId),
        LeadSquaredJson.Default.PortalSessionResponse);

    private static T? Read<T>(PortalCall at)
        where T : class
    {
        var read = at.Call.Read<T>();
        return read.Failure is null ? read.Value : null;
    }

    private static (string Field, string Value)? Who(string? email, PortalSearchKey? key) =>
        key is { SchemaName.Length: > 0, Value.Length: > 0 } ? (key.SchemaName, key.Value)
        : string.IsNullOrWhiteSpace(email) ? null
        : (LeadFieldNames.EmailAddress, email);

    private static Failure? Done(Call call, string text) => call.Answer(
        new PortalResultResponse(IsSuccessful: true, text), LeadSquaredJson.Default.PortalResultResponse);
}
