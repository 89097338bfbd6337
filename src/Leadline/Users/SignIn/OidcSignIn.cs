using System.Text.Encodings.Web;
using Leadline.Surfaces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Leadline.Users.SignIn;

/// <summary>
/// Signing in at a provider by ASP.NET's handler of OpenID Connect (code flow with PKCE). The handler is asked where a
/// route needs it: as a scheme of the framework's it would stand before every request of the server.
/// </summary>
internal sealed partial class OidcSignIn(
    IOptionsMonitor<OpenIdConnectOptions> handlers, UserIdentities identities, SigningIn signingIn,
    ILoggerFactory logging)
{
    private readonly ILogger logger = logging.CreateLogger<OidcSignIn>();

    public static void Add(IServiceCollection services, ServerOptions server)
    {
        services.AddSingleton<UserIdentityStore>();
        services.AddSingleton<UserIdentities>();
        services.AddSingleton<OidcSignIn>();
        services.TryAddEnumerable(
            ServiceDescriptor
                .Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>());
        foreach (var provider in server.SignInProviders)
            services.AddOptions<OpenIdConnectOptions>(provider.Id)
                .Configure<IServiceProvider>((options, all) => Configure(options, provider, all));
    }

    /// <summary>Sends the browser to the provider.</summary>
    public async Task Start(HttpContext http, SignInProvider provider, string returnTo)
    {
        try
        {
            var handler = await Handler(http, provider);
            await handler.ChallengeAsync(new AuthenticationProperties { RedirectUri = returnTo });
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or IOException)
        {
            Log.Unreachable(logger, provider.Id, exception.GetType().Name, exception.Message);
            http.Response.Redirect(Page(returnTo, "failed"));
        }
    }

    /// <summary>
    /// Takes back the browser that the provider sends; the answer is a redirect within the application.
    /// </summary>
    public async Task Return(HttpContext http, SignInProvider provider)
    {
        if (!await (await Handler(http, provider)).HandleRequestAsync())
            http.Response.Redirect(Page(returnTo: null, "failed"));
    }

    private static void Configure(OpenIdConnectOptions options, SignInProvider provider, IServiceProvider all)
    {
        options.Authority = provider.Authority;
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.CallbackPath = provider.CallbackPath;
        options.RequireHttpsMetadata = provider.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.DisableTelemetry = true;
        options.Scope.Clear();
        foreach (var scope in new[] { "openid", "profile", "email" })
            options.Scope.Add(scope);
        options.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");

        // The provider comes back by a navigation, which carries Lax cookies; None would need https.
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);

        options.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context =>
            {
                var server = all.GetRequiredService<ServerOptions>();
                if (server.PublicUrl is { } url)
                    context.ProtocolMessage.RedirectUri = url + provider.CallbackPath;
                return Task.CompletedTask;
            },
            OnTicketReceived = context => all.GetRequiredService<OidcSignIn>().SignIn(context, provider),
            OnAccessDenied = context =>
            {
                context.HandleResponse();
                context.Response.Redirect(Page(context.ReturnUrl, "refused"));
                return Task.CompletedTask;
            },
            OnRemoteFailure = context =>
            {
                all.GetRequiredService<OidcSignIn>().Tell(provider, context.Failure);
                context.HandleResponse();
                context.Response.Redirect(Page(context.Properties?.RedirectUri, "failed"));
                return Task.CompletedTask;
            },
        };
    }

    private async Task SignIn(TicketReceivedContext context, SignInProvider provider)
    {
        context.HandleResponse();
        var (http, returnTo) = (context.HttpContext, LocalAddress.Of(context.ReturnUri));
        var (caller, error) = await identities.Find(provider, context.Principal!, http.Connection.RemoteIpAddress);
        if (caller is null)
        {
            http.Response.Redirect(Page(returnTo, error!));
            return;
        }

        var step = await signingIn.Enter(caller, provider.BringsSecondFactor, OpenCall.Place(http));
        if (step.Key is { } key)
            SessionCookie.Set(http, key);

        // After the #, where neither servers nor the pages that follow see it.
        http.Response.Redirect(
            step.Key is not null ? returnTo : $"{Page(returnTo, error: null)}#challenge={step.Challenge}");
    }

    private void Tell(SignInProvider provider, Exception? failure) =>
        Log.Failed(logger, provider.Id, failure?.GetType().Name, failure?.Message);

    private async Task<OpenIdConnectHandler> Handler(HttpContext http, SignInProvider provider)
    {
        var handler = new OpenIdConnectHandler(handlers, logging, HtmlEncoder.Default, UrlEncoder.Default);
        await handler.InitializeAsync(
            new AuthenticationScheme(provider.Id, provider.Name, typeof(OpenIdConnectHandler)), http);
        return handler;
    }

    private static string Page(string? returnTo, string? error)
    {
        var page = $"/app/sign-in?returnTo={Uri.EscapeDataString(LocalAddress.Of(returnTo))}";
        return error is null ? page : $"{page}&error={error}";
    }

    private static partial class Log
    {
        [LoggerMessage(
            77, LogLevel.Warning, "Provider {Provider} cannot be reached for signing in: {Error}: {Message}")]
        public static partial void Unreachable(ILogger logger, string provider, string error, string message);

        [LoggerMessage(78, LogLevel.Warning, "Signing in at provider {Provider} failed: {Error}: {Message}")]
        public static partial void Failed(ILogger logger, string provider, string? error, string? message);
    }
}
