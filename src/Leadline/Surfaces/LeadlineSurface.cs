using System.Net.Http.Headers;
using System.Text;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Storage;
using Microsoft.Net.Http.Headers;

namespace Leadline.Surfaces;

/// <summary>
/// Leadline's own API: a user's access key and secret key as in the LeadSquared API's headers or as HTTP Basic, or the
/// session of a user who has signed in; JSON in camel case, errors as <c>application/problem+json</c>.
/// </summary>
internal sealed class LeadlineSurface(
    IEndpointRouteBuilder routes, AccountOperations accounts, UserSessions sessions, SurfaceGate gate,
    RequestBody bodies)
{
    private static readonly Failure NotMeant = new(
        ErrorCode.NotPermitted, $"A change by a session carries its token in the header {SessionCookie.CsrfHeader}.");

    public IEndpointConventionBuilder Get(string path, ApiHandler endpoint) =>
        routes.MapGet($"/leadline/v1/{path}", http => Run(http, endpoint));

    public IEndpointConventionBuilder Post(string path, ApiHandler endpoint) =>
        routes.MapPost($"/leadline/v1/{path}", http => Run(http, endpoint));

    /// <inheritdoc cref="CommandEndpoint"/>
    public IEndpointConventionBuilder Post(string path, CommandEndpoint endpoint) =>
        routes.MapPost($"/leadline/v1/{path}", http => Run(http, endpoint));

    /// <inheritdoc cref="StreamEndpoint"/>
    public IEndpointConventionBuilder Post(string path, StreamEndpoint endpoint) =>
        routes.MapPost($"/leadline/v1/{path}", http => Run(http, endpoint));

    public IEndpointConventionBuilder Put(string path, ApiHandler endpoint) =>
        routes.MapPut($"/leadline/v1/{path}", http => Run(http, endpoint));

    public IEndpointConventionBuilder Patch(string path, ApiHandler endpoint) =>
        routes.MapPatch($"/leadline/v1/{path}", http => Run(http, endpoint));

    public IEndpointConventionBuilder Delete(string path, ApiHandler endpoint) =>
        routes.MapDelete($"/leadline/v1/{path}", http => Run(http, endpoint));

    /// <summary>A call without keys.</summary>
    public IEndpointConventionBuilder PostOpen(string path, OpenHandler endpoint) =>
        routes.MapPost($"/leadline/v1/{path}", http => OpenCall.Run(http, bodies, endpoint)).AllowAnonymous();

    /// <inheritdoc cref="PostOpen"/>
    public IEndpointConventionBuilder GetOpen(string path, OpenHandler endpoint) =>
        routes.MapGet($"/leadline/v1/{path}", http => OpenCall.Run(http, bodies, endpoint)).AllowAnonymous();

    /// <summary>
    /// Where browsers go, without keys, to be sent on: no call, and in no description. The endpoint sends its own
    /// answer.
    /// </summary>
    public void GetPage(string path, RequestDelegate endpoint) =>
        routes.MapGet($"/leadline/v1/{path}", async http =>
        {
            ChangedBy.Current = new ChangedBy(User: null, Key: null, http.Connection.RemoteIpAddress?.ToString());
            await endpoint(http);
        }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The keys that the call carries, right or wrong.</summary>
    public static (string? AccessKey, string? SecretKey) Credentials(IHeaderDictionary headers)
    {
        if (
            headers.TryGetValue("x-LSQ-AccessKey", out var access)
            && headers.TryGetValue("x-LSQ-SecretKey", out var secret))
            return (access.ToString(), secret.ToString());
        if (!AuthenticationHeaderValue.TryParse(headers[HeaderNames.Authorization], out var basic)
            || !"Basic".Equals(basic.Scheme, StringComparison.OrdinalIgnoreCase))
            return default;
        var bytes = new byte[basic.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(basic.Parameter ?? "", bytes, out var length))
            return default;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':');
        return colon < 0 ? default : (pair[..colon], pair[(colon + 1)..]);
    }

    /// <summary>
    /// The session that a call rests on; null where it has keys, which come first: who sends them means them.
    /// </summary>
    public static SessionKey? SessionOf(HttpRequest request) =>
        Credentials(request.Headers).AccessKey is null ? SessionCookie.Read(request) : null;

    private async Task Run(HttpContext http, Delegate endpoint)
    {
        var session = SessionOf(http.Request);
        var caller = await Authenticate(http.Request, session);
        if (caller.Failure is not null)
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"Leadline\", charset=\"UTF-8\"";
        var quota = session is null ? CallQuota.Calls : CallQuota.Session;
        await gate.Run(http, Surface.Leadline, caller, quota, endpoint);
    }

    private async ValueTask<Result<Caller>> Authenticate(HttpRequest request, SessionKey? session)
    {
        if (session is not { } key)
        {
            var (accessKey, secretKey) = Credentials(request.Headers);
            return await accounts.Authenticate(accessKey, secretKey, KeyKind.Access);
        }

        var isSettingUp = request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<SecondFactorSetUp>() is not null;
        return SessionCookie.IsMeant(request, key) ? await sessions.Authenticate(key, isSettingUp) : NotMeant;
    }
}

/// <summary>
/// Marks a route that a session may call which is without the second factor that its account asks for.
/// </summary>
internal sealed class SecondFactorSetUp;
