using System.Net.Http.Headers;
using System.Text;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Microsoft.Net.Http.Headers;

namespace Leadline.Surfaces;

/// <summary>
/// Leadline's own API: a user's access key and secret key as in the LeadSquared API's headers or as HTTP Basic, JSON in
/// camel case, errors as <c>application/problem+json</c>.
/// </summary>
internal sealed class LeadlineSurface(IEndpointRouteBuilder routes, AccountOperations accounts, SurfaceGate gate)
{
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

    private async Task Run(HttpContext http, Delegate endpoint)
    {
        var (accessKey, secretKey) = Credentials(http.Request.Headers);
        var caller = await accounts.Authenticate(accessKey, secretKey, KeyKind.Access);
        if (caller.Failure is not null)
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"Leadline\", charset=\"UTF-8\"";
        await gate.Run(http, Surface.Leadline, caller, CallQuota.Calls, endpoint);
    }
}
