using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Portals;

/// <summary>
/// The Portal API's helpers of forms (extended §4.5, §4.11), of which the names alone are known. Their bodies and
/// answers are those of the neighbouring calls, which have room for saying that something went wrong: what a visitor
/// mistypes is an answer (200), which the form shows. Too many attempts are 429, as there.
/// </summary>
internal sealed class LeadSquaredFormEndpoints(FormCodes codes)
{
    private const string Incomplete = "Otp, Code and FieldContent are mandatory.";

    public async Task<Failure?> Send(PortalCall at)
    {
        var body = at.Call.Read<PortalCodeBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var content = body.Value.FieldContent;
        if (body.Value.FieldSchemaName is not { Length: > 0 } field || string.IsNullOrWhiteSpace(content))
            return NotSent(at, content, "FieldSchemaName and FieldContent are mandatory.");
        var sent = await codes.Send(at.Context, field, content, at.Call.Cancelled);
        return sent.Failure switch
        {
            null => at.Call.Answer(
                new PortalCodeResponse(sent.Value, content, Message: null, "Success"),
                LeadSquaredJson.Default.PortalCodeResponse),
            { Code: ErrorCode.InvalidInput } wrong => NotSent(at, content, wrong.Message),
            var refused => refused,
        };
    }

    public async Task<Failure?> Verify(PortalCall at)
    {
        var body = at.Call.Read<PortalCodeData>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value is not { Otp.Length: > 0, Code.Length: > 0, FieldContent.Length: > 0 } typed)
            return Verdict(at, isRight: false, Incomplete);
        return await codes.Verify(at.Context, typed.FieldContent, typed.Code, typed.Otp.Trim()) switch
        {
            null => Verdict(at, isRight: true, "The code is right."),
            { Code: ErrorCode.InvalidInput } wrong => Verdict(at, isRight: false, wrong.Message),
            var refused => refused,
        };
    }

    private static Failure? NotSent(PortalCall at, string? content, string why) => at.Call.Answer(
        new PortalCodeResponse(Code: null, content, why, "Error"), LeadSquaredJson.Default.PortalCodeResponse);

    private static Failure? Verdict(PortalCall at, bool isRight, string text) => at.Call.Answer(
        new PortalResultResponse(isRight, text), LeadSquaredJson.Default.PortalResultResponse);
}
