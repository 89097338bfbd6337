using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Telephony;

/// <summary>What telephone systems do beside logging calls: LeadSquared's <c>Telephony.svc</c> (core §9).</summary>
internal sealed class LeadSquaredTelephonyEndpoints(
    CallPopupOperations popups, SessionTokens sessions, RateLimits limits)
{
    private const string Broadcast = "Message broadcasted successfully";

    private static readonly Failure TooMany = new(
        ErrorCode.RateLimited, "Too many login attempts. Please try again later.");

    public async Task<Failure?> ShowAgentPopup(Call call)
    {
        var read = call.Read<CallPopupBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        var ringing = new CallPopup
        {
            SourceNumber = body.SourceNumber,
            DestinationNumber = body.DestinationNumber,
            DisplayNumber = body.DisplayNumber,
            Direction = body.Direction ?? "",
            CallSessionId = body.CallSessionId,
            Tag = body.Tag,
        };
        return call.Answer(
            await popups.Show(call.Caller, call.Transaction, ringing, body.LeadId, body.UserId, call.Cancelled),
            popup => new SuccessResponse<CallPopupMessage>(new CallPopupMessage(popup.Id, Broadcast)),
            LeadSquaredJson.Default.SuccessResponseCallPopupMessage);
    }

    /// <summary>
    /// A session of a user of the account for his password, that a connector signs him on with. A password that is
    /// wrong is told with status 200: 401 says that the keys are, and stops clients for good.
    /// </summary>
    public async Task<Failure?> GetSingleSignOnKey(Call call)
    {
        if (call.Query("userName") is not { } name)
            return new Failure(ErrorCode.MissingAttribute, "'userName' is mandatory");
        if (call.Query("password") is not { } password)
            return new Failure(ErrorCode.MissingAttribute, "'password' is mandatory");
        var verdict = limits.TakeLogin(call.Http.Connection.RemoteIpAddress?.ToString() ?? "");
        if (!verdict.Allowed)
            return TooMany with { RetryAfter = verdict.RetryAfter };
        if (PasswordLogin.Find(call.Caller.Account, name, password) is not { } caller)
            return call.Answer(
                new ErrorResponse("Error", MxException.InvalidAccessDetails, "Invalid user name or password."),
                LeadSquaredJson.Default.ErrorResponse);
        var key = await sessions.Begin(caller, [new("purpose", "telephony")]);
        return call.Answer(
            new SuccessResponse<SingleSignOnMessage>(new SingleSignOnMessage(key)),
            LeadSquaredJson.Default.SuccessResponseSingleSignOnMessage);
    }
}
