using Leadline.Accounts;
using Leadline.Platform.Errors;

namespace Leadline.Surfaces;

/// <summary>The ISPCRM API: a bearer token, answers in an envelope of success and message (extended §7.1).</summary>
internal sealed class IspcrmSurface(IEndpointRouteBuilder routes, SessionTokens sessions, SurfaceGate gate)
{
    private const string Scheme = "Bearer ";

    public IEndpointConventionBuilder Get(string path, ApiHandler endpoint) =>
        routes.MapGet($"/api/v1/{path}", http => Run(http, endpoint));

    public IEndpointConventionBuilder Post(string path, ApiHandler endpoint) =>
        routes.MapPost($"/api/v1/{path}", http => Run(http, endpoint));

    /// <inheritdoc cref="CommandEndpoint"/>
    public IEndpointConventionBuilder Post(string path, CommandEndpoint endpoint) =>
        routes.MapPost($"/api/v1/{path}", http => Run(http, endpoint));

    /// <summary>A call without a token. The endpoint sends its own answer.</summary>
    public IEndpointConventionBuilder PostOpen(string path, RequestDelegate endpoint) =>
        routes.MapPost($"/api/v1/{path}", endpoint).AllowAnonymous();

    /// <summary>The token of the Authorization header; null when there is none.</summary>
    public static string? Token(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    private async Task Run(HttpContext http, Delegate endpoint)
    {
        var caller = await sessions.Authenticate(Token(http.Request));
        await gate.Run(http, Surface.Ispcrm, caller, CallQuota.Calls, endpoint);
    }
}
