using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Portals;

/// <summary>What an endpoint does with a call of somebody at a portal.</summary>
internal delegate Task<Failure?> PortalEndpoint(PortalCall call);

/// <inheritdoc cref="CommandEndpoint"/>
internal delegate Task<CommandAnswer> PortalCommandEndpoint(PortalCall call);

/// <summary>A call at a portal: the call itself, where it was made, and the session of who is signed in.</summary>
internal sealed record PortalCall(Call Call, PortalContext Context, PortalSession? Session);

/// <summary>
/// The calls of a company's own portal (extended §4.1): keys in headers instead of a user's, from browsers of the
/// portal's origins.
/// </summary>
internal sealed class PortalSurface(
    IEndpointRouteBuilder routes, PortalOperations portals, PortalTokens tokens, PortalSessions sessions,
    SurfaceGate gate)
{
    private const string Prefix = "/api";
    private const string PortalId = "x-lsq-portalid";

    private static readonly SecurityRequirement ByAuthKey = new([SecurityRequirement.AuthKey]);
    private static readonly SecurityRequirement ByAllHeaders = new([
        SecurityRequirement.AuthKey,
        SecurityRequirement.RegisterToken,
        SecurityRequirement.PortalId,
    ]);

    private static readonly Failure Refused = new(ErrorCode.InvalidCredentials, ErrorTexts.InvalidAccess);

    /// <summary>
    /// A call with the public auth key; with <paramref name="isStrict"/> the two other headers are mandatory.
    /// </summary>
    public IEndpointConventionBuilder PostPublic(string path, bool isStrict, PortalEndpoint endpoint) =>
        Map(path, isStrict, isSignedIn: false, endpoint);

    /// <inheritdoc cref="PostPublic(string, bool, PortalEndpoint)"/>
    public IEndpointConventionBuilder PostPublic(string path, bool isStrict, PortalCommandEndpoint endpoint) =>
        Map(path, isStrict, isSignedIn: false, endpoint);

    /// <summary>A call with the private key of who is signed in.</summary>
    public IEndpointConventionBuilder PostSignedIn(string path, bool isStrict, PortalEndpoint endpoint) =>
        Map(path, isStrict, isSignedIn: true, endpoint);

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

    private IEndpointConventionBuilder Map(string path, bool isStrict, bool isSignedIn, Delegate endpoint) =>
        routes
            .MapPost($"{Prefix}/{path}", http => Run(http, isStrict, isSignedIn, endpoint))
            .WithMetadata(isStrict ? ByAllHeaders : ByAuthKey)
            .RequireCors(PortalOrigins.Policy);

    private async Task Run(HttpContext http, bool isStrict, bool isSignedIn, Delegate endpoint)
    {
        http.Response.Headers.CacheControl = "no-store";
        var admitted = await Admit(http, isStrict, isSignedIn);
        if (admitted is null && PortalKeys.ReadAuthKey(http.Request.Headers.Authorization) is { } key
            && await portals.HasChanged(key.AccountId))
            admitted = await Admit(http, isStrict, isSignedIn);
        if (admitted is var (context, session))
            await gate.Run(
                http, Surface.LeadSquared, context.Caller, CallQuota.Portal, At(endpoint, context, session),
                KeyScope(context, session));
        else
            await gate.Run(http, Surface.LeadSquared, Refused, CallQuota.Portal, endpoint);
    }

    /// <summary>
    /// Where the call is made and the session of who is signed in; null where its keys do not let it in.
    /// </summary>
    private async Task<(PortalContext Context, PortalSession? Session)?> Admit(
        HttpContext http, bool isStrict, bool isSignedIn)
    {
        if ((isStrict && http.Request.Headers[PortalId].ToString().Length == 0)
            || await Enter(portals, http) is not { } context)
            return null;
        var key = PortalKeys.ReadAuthKey(http.Request.Headers.Authorization)!.Value;
        var session = isSignedIn ? await sessions.Find(context.Portal, key) : null;
        var isKnown = isSignedIn ? session is not null : await tokens.IsLive(key, PortalTokens.Public);
        return isKnown && await HasRegisterToken(http, context, isMandatory: isStrict && !isSignedIn)
            ? (context, session)
            : null;
    }

    private async Task<bool> HasRegisterToken(HttpContext http, PortalContext context, bool isMandatory)
    {
        var text = http.Request.Headers["x-lsq-registertoken"].ToString();
        if (text.Length == 0)
            return !isMandatory;
        return PortalKeys.ReadRegisterToken(text) is { } token && token.AccountId == context.AccountId
            && await tokens.IsLive(token, PortalTokens.Register);
    }

    private static Delegate At(Delegate endpoint, PortalContext context, PortalSession? session)
    {
        return endpoint is PortalEndpoint plain
            ? (ApiHandler)(call => plain(CallAt(call)))
            : (CommandEndpoint)(call => ((PortalCommandEndpoint)endpoint)(CallAt(call)));

        PortalCall CallAt(Call call) => new(
            call, context with { Caller = call.Caller, Transaction = call.Transaction }, session);
    }

    // All visitors carry the same public key. Who guesses another's idempotency key must not learn by it what the other
    // sent: passwords could be tried past the throttle.
    private static string KeyScope(PortalContext context, PortalSession? session) =>
        $"{context.Portal.Id} {session?.Id} {Convert.ToHexString(SignInThrottle.SubjectOfAddress(context.Address))}\n";
}
