using Leadline.Accounts;
using Leadline.Platform.Errors;

namespace Leadline.Surfaces;

/// <summary>
/// The LeadSquared API v2: keys in the query or in headers (core §1.2), every answer JSON, business errors as HTTP 500.
/// Operation and query names match in any case.
/// </summary>
internal sealed class LeadSquaredSurface(
    IEndpointRouteBuilder routes, AccountOperations accounts, SurfaceGate gate, string prefix = "/v2")
{
    public IEndpointConventionBuilder Get(string path, ApiHandler endpoint) =>
        routes.MapGet($"{prefix}/{path}", http => Run(http, bulk: false, endpoint));

    /// <summary>A call that changes something by GET (core §0.1).</summary>
    public IEndpointConventionBuilder Get(string path, CommandEndpoint endpoint) =>
        routes.MapGet($"{prefix}/{path}", http => Run(http, bulk: false, endpoint));

    public IEndpointConventionBuilder Post(string path, ApiHandler endpoint) =>
        routes.MapPost($"{prefix}/{path}", http => Run(http, bulk: false, endpoint));

    /// <inheritdoc cref="CommandEndpoint"/>
    public IEndpointConventionBuilder Post(string path, CommandEndpoint endpoint) =>
        routes.MapPost($"{prefix}/{path}", http => Run(http, bulk: false, endpoint));

    /// <summary>A call that counts against the account's limit for bulk calls (core §1.9).</summary>
    public IEndpointConventionBuilder PostBulk(string path, ApiHandler endpoint) =>
        routes.MapPost($"{prefix}/{path}", http => Run(http, bulk: true, endpoint));

    /// <inheritdoc cref="PostBulk(string, ApiHandler)"/>
    public IEndpointConventionBuilder PostBulk(string path, CommandEndpoint endpoint) =>
        routes.MapPost($"{prefix}/{path}", http => Run(http, bulk: true, endpoint));

    /// <summary>The user's keys, from headers or from the query, right or wrong.</summary>
    public static (string? AccessKey, string? SecretKey) Credentials(HttpRequest request) =>
        (Credential(request, "accessKey", "x-LSQ-AccessKey"), Credential(request, "secretKey", "x-LSQ-SecretKey"));

    private async Task Run(HttpContext http, bool bulk, Delegate endpoint)
    {
        var (accessKey, secretKey) = Credentials(http.Request);
        var caller = await accounts.Authenticate(accessKey, secretKey, KeyKind.Access);
        await gate.Run(http, Surface.LeadSquared, caller, bulk ? CallQuota.Bulk : CallQuota.Calls, endpoint);
    }

    private static string? Credential(HttpRequest request, string parameter, string header) =>
        request.Headers.TryGetValue(header, out var value) && value.Count > 0 ? value[0]
        : request.Query.TryGetValue(parameter, out var query) && query.Count > 0 ? query[0]
        : null;
}
