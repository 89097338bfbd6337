using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Portals;

/// <summary>What an endpoint does with a call of somebody at a portal.</summary>
internal delegate Task<Failure?> PortalEndpoint(PortalCall call);

/// <summary>Whether a call's keys let it in; the session of who is signed in.</summary>
internal delegate Task<Result<PortalSession?>> Admission(HttpContext http, PortalContext context);

/// <summary>A call at a portal: the call itself, where it was made, and the session of who is signed in.</summary>
internal sealed record PortalCall(Call Call, PortalContext Context, PortalSession? Session);

/// <summary>
/// The calls of a company's own portal (extended §4.1): keys in headers instead of a user's, from browsers of the
/// portal's origins. Idempotency keys are not kept here: answers hold keys, and bodies passwords.
/// </summary>
internal sealed class PortalSurface(
    IEndpointRouteBuilder routes, PortalOperations portals, PortalTokens tokens, PortalSessions sessions,
    SurfaceGate gate)
{
    private const string Prefix = "/api";
    private const string PortalId = "x-lsq-portalid";

    private static readonly KnownBy ByAuthKey = new([KnownBy.AuthKey]);
    private static readonly KnownBy ByAllHeaders = new([KnownBy.AuthKey, KnownBy.RegisterToken, KnownBy.PortalId]);

    private static readonly Failure Refused = new(ErrorCode.InvalidCredentials, ErrorTexts.InvalidAccess);
    private static readonly Failure NotJson = new(
        ErrorCode.MalformedBody, "The content type must be application/json.");

    /// <summary>
    /// A call with the public auth key; with <paramref name="isStrict"/> the two other headers are mandatory.
    /// </summary>
    public IEndpointConventionBuilder PostPublic(string path, bool isStrict, PortalEndpoint endpoint) =>
        Map(path, isStrict, http => Run(http, isStrict ? AdmitStrictly : AdmitLeniently, isStrict, endpoint));

    /// <summary>A call with the private key of who is signed in.</summary>
    public IEndpointConventionBuilder PostSignedIn(string path, bool isStrict, PortalEndpoint endpoint) =>
        Map(path, isStrict, http => Run(http, AdmitSession, isStrict, endpoint));

    private IEndpointConventionBuilder Map(string path, bool isStrict, RequestDelegate run) =>
        routes.MapPost($"{Prefix}/{path}", run).WithMetadata(isStrict ? ByAllHeaders : ByAuthKey)
            .RequireCors(PortalOrigins.Policy);

    /// <summary>
    /// Where a call is made: at the portal that it names, else at the first of its key's account. Null where neither is
    /// there.
    /// </summary>
    public static async Task<PortalContext?> Enter(PortalOperations portals, HttpContext http)
    {
        var named = http.Request.Headers[PortalId].ToString();
        Guid? portalId = Guid.TryParse(named, out var id) ? id : null;
        return (portalId is not null || named.Length == 0)
            && PortalKeys.ReadAuthKey(http.Request.Headers.Authorization) is { } key
            ? await portals.Enter(key.AccountId, portalId, http.Connection.RemoteIpAddress?.ToString() ?? "")
            : null;
    }

    private async Task Run(
        HttpContext http, Admission admit, bool isStrict, PortalEndpoint endpoint)
    {
        http.Response.Headers.CacheControl = "no-store";
        var buffer = JsonBuffer.Rent();
        var failure = await Run(http, admit, isStrict, endpoint, buffer);
        var status = StatusCodes.Status200OK;
        if (failure is not null)
        {
            buffer.Clear();
            RetryAfter.Set(http.Response, failure.RetryAfter);
            status = SurfaceErrors.Write(buffer.Writer, Surface.LeadSquared, failure);
        }

        await Reply.Send(http, status, buffer.Written());
        buffer.Return();
    }

    private async Task<Failure?> Run(
        HttpContext http, Admission admit, bool isStrict, PortalEndpoint endpoint, JsonBuffer buffer)
    {
        if ((isStrict && http.Request.Headers[PortalId].ToString().Length == 0)
            || await Enter(portals, http) is not { } context)
            return Refused;
        var admitted = await admit(http, context);
        if (admitted.Failure is { } refusal)
            return refusal;
        if (gate.Limit(http, Surface.LeadSquared, context.Caller.Account, CallQuota.Portal) is { } tooMany)
            return tooMany;
        var body = await RequestBody.Read(http);

        // Clients that post nothing, as the documentation of SignOut asks, may still name a type: curl and PHP that of
        // forms.
        if (
            body.Length > 0
            && http.Request.ContentType is { } type
            && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
            return NotJson;
        return await endpoint(new PortalCall(new Call(http, context.Caller, body, buffer), context, admitted.Value));
    }

    private Task<Result<PortalSession?>> AdmitStrictly(HttpContext http, PortalContext context) =>
        AdmitPublic(http, context, isStrict: true);

    private Task<Result<PortalSession?>> AdmitLeniently(HttpContext http, PortalContext context) =>
        AdmitPublic(http, context, isStrict: false);

    private async Task<Result<PortalSession?>> AdmitPublic(HttpContext http, PortalContext context, bool isStrict)
    {
        var key = PortalKeys.ReadAuthKey(http.Request.Headers.Authorization)!.Value;
        return
            await tokens.IsLive(key, PortalTokens.Public)
            && await HasRegisterToken(http, context, isMandatory: isStrict)
            ? (PortalSession?)null
            : Refused;
    }

    private async Task<Result<PortalSession?>> AdmitSession(HttpContext http, PortalContext context)
    {
        var key = PortalKeys.ReadAuthKey(http.Request.Headers.Authorization)!.Value;
        return
            await sessions.Find(context.Portal, key) is { } session
            && await HasRegisterToken(http, context, isMandatory: false)
            ? session
            : Refused;
    }

    private async Task<bool> HasRegisterToken(HttpContext http, PortalContext context, bool isMandatory)
    {
        var text = http.Request.Headers["x-lsq-registertoken"].ToString();
        if (text.Length == 0)
            return !isMandatory;
        return PortalKeys.ReadRegisterToken(text) is { } token && token.AccountId == context.AccountId
            && await tokens.IsLive(token, PortalTokens.Register);
    }
}
