using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Users.SignIn;

/// <summary>What the page of signing in offers, and the providers that it sends browsers to.</summary>
internal sealed class ProviderEndpoints(ServerOptions server, OidcSignIn oidc)
{
    public Task<Failure?> Options(OpenCall call) => Task.FromResult(call.Answer(
        new SignInOptionsResponse(
        [
            .. server.SignInProviders.Select(one => new SignInProviderResponse(one.Id, one.Name, one.StartPath)),
        ]),
        OwnJson.Default.SignInOptionsResponse));

    /// <summary>Sends the browser to the provider; the query's returnTo is where it ends up.</summary>
    public Task Start(HttpContext http) => Named(http) is { } provider
        ? oidc.Start(http, provider, LocalAddress.Of(http.Request.Query["returnTo"].ToString()))
        : NotFound(http);

    /// <summary>Where the provider sends the browser back to.</summary>
    public Task Return(HttpContext http) => Named(http) is { } provider ? oidc.Return(http, provider) : NotFound(http);

    private SignInProvider? Named(HttpContext http) =>
        server.SignInProviders.FirstOrDefault(one => one.Id == (string?)http.GetRouteValue("provider"));

    // The error handler writes the body.
    private static Task NotFound(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
