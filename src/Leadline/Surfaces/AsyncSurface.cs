using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Surfaces;

/// <summary>
/// The LeadSquared Async API (extended §3): an <c>x-api-key</c> on every call, the user's access key and secret key
/// beside it where something is submitted; a telephone system's token alone. No call counts against the account's
/// limits: what waits is bounded instead.
/// </summary>
internal sealed class AsyncSurface(IEndpointRouteBuilder routes, AccountOperations accounts, SurfaceGate gate)
{
    private static readonly SecurityRequirement ByApiKey = new([SecurityRequirement.AsyncApiKey]);

    private static readonly SecurityRequirement ByPath = new();

    private static readonly SecurityRequirement ByBoth = new(
        [SecurityRequirement.AsyncApiKey, "accessKeyHeader", "secretKeyHeader"],
        [SecurityRequirement.AsyncApiKey, "accessKey", "secretKey"]);

    /// <summary>A call that only looks: the API key suffices.</summary>
    public IEndpointConventionBuilder Get(string path, ApiHandler endpoint) => routes.MapGet($"/{path}", async http =>
        await gate.Run(http, Surface.LeadSquared, await ApiKey(http.Request), quota: null, endpoint))
        .WithMetadata(ByApiKey);

    /// <summary>A call that submits something.</summary>
    public IEndpointConventionBuilder Post(string path, CommandEndpoint endpoint) =>
        routes
            .MapPost(
                $"/{path}",
                async http =>
                {
                    var (accessKey, secretKey) = LeadSquaredSurface.Credentials(http.Request);
                    var user = accounts.Authenticate(accessKey, secretKey, KeyKind.Access);
                    await gate.Run(
                        http,
                        Surface.LeadSquared,
                        await Both(http.Request, await user),
                        quota: null,
                        endpoint);
                })
            .WithMetadata(ByBoth);

    /// <summary>
    /// A telephone system's call: the token of its connector stands in the path, and is a credential by itself
    /// (extended §3.2).
    /// </summary>
    public IEndpointConventionBuilder PostOfConnector(string path, string token, CommandEndpoint endpoint) =>
        routes
            .MapPost(
                $"/{path}",
                async http => await gate.Run(
                    http,
                    Surface.LeadSquared,
                    await accounts.AuthenticateToken((string?)http.GetRouteValue(token), KeyKind.Connector),
                    quota: null,
                    endpoint))
            .WithMetadata(ByPath);

    /// <summary>The user, if the API key is of the same account.</summary>
    private async ValueTask<Result<Caller>> Both(HttpRequest request, Result<Caller> user)
    {
        var key = await ApiKey(request);
        if ((key.Failure ?? user.Failure) is { } refusal)
            return refusal;
        return key.Value.AccountId == user.Value.AccountId
            ? user
            : AccountOperations.Refused with
            {
                Untold = new UntoldReason(
                    "The x-api-key belongs to this account, the other keys to another.", key.Value.AccountId),
            };
    }

    // One client sends it in the query (extended §3.1).
    private ValueTask<Result<Caller>> ApiKey(HttpRequest request) => accounts.AuthenticateToken(
        request.Headers.TryGetValue("x-api-key", out var header) && header.Count > 0 ? header[0]
        : request.Query.TryGetValue("xapikey", out var query) ? query.ToString()
        : null,
        KeyKind.Async);
}
