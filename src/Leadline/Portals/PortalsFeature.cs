using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Leads;
using Leadline.Portals.Hosted;
using Leadline.Portals.Hosted.Pages;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Leadline.Portals;

/// <summary>
/// Customer portals: their management, the Portal API for a company's own pages, and the pages that the server hosts.
/// </summary>
internal static class PortalsFeature
{
    public static void AddPortals(this IServiceCollection services)
    {
        services.AddSingleton<PortalStore>();
        services.AddSingleton<PortalCache>();
        services.AddSingleton<PortalUserStore>();
        services.AddSingleton<PortalOperations>();
        services.AddSingleton<PortalTokenStore>();
        services.AddSingleton<PortalTokens>();
        services.AddSingleton<PortalSessionStore>();
        services.AddSingleton<PortalSessions>();
        services.AddSingleton<PortalProofStore>();
        services.AddSingleton<OneTimeTokens>();
        services.AddSingleton<PortalMails>();
        services.AddSingleton<PortalAttemptStore>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<PasswordHashQueue>();
        services.AddHostedService<PortalSweep>();
        services.AddSingleton<Registration>();
        services.AddSingleton<SigningIn>();
        services.AddSingleton<PortalPasswords>();
        services.AddSingleton<FormCodes>();
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider, PortalOrigins>();

        services.AddSingleton<HostedPortal>();
        services.AddSingleton<ProfileFields>();
        services.AddRazorComponents();
        FormTokens.Add(services);

        services.AddSingleton(PortalUserStore.DeletedWithLead);
        services.AddSingleton(PortalUserStore.MovedWithLead);
        services.AddSingleton<SamplePortal>();
        services.AddSingleton<AccountSeed>(provider => provider.GetRequiredService<SamplePortal>().Add);
    }

    public static void MapPortals(this SurfaceRoutes routes)
    {
        MapManagement(routes.Leadline, routes.Create<PortalEndpoints>());
        MapAccess(routes.LeadSquaredPortals, routes.Create<LeadSquaredAccessEndpoints>());
        var portal = routes.Surface<PortalSurface>();
        MapCalls(portal, routes.Create<LeadSquaredPortalEndpoints>());
        MapForms(portal, routes.Create<LeadSquaredFormEndpoints>());
        MapHosted(routes);
    }

    private static void MapManagement(LeadlineSurface own, PortalEndpoints portals)
    {
        own.Get("portals", portals.List).Describe("The account's portals").Answers<PortalsResponse>();
        own.Post("portals", portals.Create).Describe("Makes a portal", typeof(PortalRequest))
            .Answers<PortalResponse>();
        own.Get("portals/{portalId}", portals.Get).Describe("A portal").Answers<PortalResponse>();
        own.Put("portals/{portalId}", portals.Replace)
            .Describe("Replaces a portal's name and settings", typeof(PortalRequest))
            .Answers<PortalResponse>();
        own.Delete("portals/{portalId}", portals.Delete).Describe("Removes a portal and its users; the leads stay")
            .Answers<DoneResponse>();
        own.Get("portal-tokens", portals.ListTokens).Describe("The live tokens of the Portal API")
            .Answers<PortalTokensResponse>();
        own.Post("portal-tokens", portals.Rotate)
            .Describe("Makes the public or register token that is given out from now on", null, "kind")
            .Answers<PortalTokenResponse>();
        own.Delete("portal-tokens/{tokenId}", portals.Revoke).Describe("Revokes a token of the Portal API")
            .Answers<DoneResponse>();
    }

    private static void MapAccess(LeadSquaredSurface api, LeadSquaredAccessEndpoints access)
    {
        api.Get("Access/PublicToken", access.PublicToken).Describe("The public auth key of the Portal API")
            .Answers<PublicTokenResponse>();
        api.Get("Access/GetRegisterToken", access.RegisterToken).Describe("The registration token of the Portal API")
            .Answers<string>();
        api.Get("AutoLogin/TenantKey", access.TenantKey).Describe("The key that Generate takes as authkey")
            .Answers<string>();
        api.Post("AutoLogin/Generate", access.Generate)
            .Describe("Signs a lead in without a password", typeof(PortalAutoLoginBody), "authkey")
            .Answers<PortalSessionResponse>();
    }

    // Both generations of paths (extended §4.1): the newer ones want all three headers, the older ones only
    // Authorization.
    private static void MapCalls(PortalSurface portal, LeadSquaredPortalEndpoints calls)
    {
        foreach (var (version, isNew) in new[] { ("v2/", true), ("", false) })
        {
            portal.PostPublic($"Authentication/{version}Register", isNew, calls.Register)
                .Describe("Makes a lead a portal user", typeof(PortalRegisterBody))
                .Answers<PortalRegisteredResponse>();
            portal.PostPublic($"Authentication/{version}Signin", isNew, calls.SignIn)
                .Describe("Signs a portal user in by password or code", typeof(PortalSignInBody))
                .Answers<PortalSessionResponse>();
            portal.PostPublic($"Authentication/{version}SigninOTP/Get", isNew, calls.GetCode)
                .Describe("Sends a sign-in code", typeof(PortalCodeBody))
                .Answers<PortalCodeResponse>();
            portal.PostPublic($"Authentication/{version}SecureForgotPassword", isNew, calls.Forgot)
                .Describe("Sends a password link", typeof(PortalForgotBody))
                .Answers<SuccessResponse<string>>();
            portal.PostPublic($"Authentication/{version}ResetPassword", isNew, calls.Reset)
                .Describe("Sets the password of who has the link", typeof(PortalResetBody))
                .Answers<PortalResultResponse>();
            portal.PostSignedIn($"Settings/{version}ChangePassword", isNew, calls.Change)
                .Describe("Changes the password of who is signed in", typeof(PortalChangePasswordBody))
                .Answers<PortalResultResponse>();
            portal.PostSignedIn($"Settings/{version}SignOut", isNew, calls.SignOut).Describe("Ends the session")
                .Answers<PortalResultResponse>();
            portal.PostSignedIn($"Authentication/{version}Signout", isNew, calls.SignOut).Describe("Ends the session")
                .Answers<PortalResultResponse>();
        }
    }

    private static void MapForms(PortalSurface portal, LeadSquaredFormEndpoints forms)
    {
        portal.PostPublic("Form/SendOTP", isStrict: false, forms.Send)
            .Describe("Sends a code to the address or number that a form's visitor typed", typeof(PortalCodeBody))
            .Answers<PortalCodeResponse>();
        portal.PostPublic("Form/VerifyOTP", isStrict: false, forms.Verify)
            .Describe("Whether a form's visitor has the code that was sent", typeof(PortalCodeData))
            .Answers<PortalResultResponse>();
    }

    private static void MapHosted(SurfaceRoutes routes)
    {
        var pages = routes.HostedPortal();
        var hosted = routes.Create<HostedPortal>();
        pages.MapGet("style.css", hosted.Style);

        var entry = routes.Create<SignInPages>();
        pages.MapGet("sign-in", hosted.Open<SignInPage>());
        pages.MapPost("sign-in", hosted.Open(entry.SignIn));
        pages.MapPost("sign-out", hosted.SignedIn(entry.SignOut));
        pages.MapGet("register", hosted.Open<RegisterPage>());
        pages.MapPost("register", hosted.Open(entry.Register));
        pages.MapGet("forgot", hosted.Open<ForgotPage>());
        pages.MapPost("forgot", hosted.Open(entry.Forgot));
        pages.MapGet("reset", hosted.Open(entry.ShowReset));
        pages.MapPost("reset", hosted.Open(entry.Reset));

        var home = routes.Create<AccountPages>();
        pages.MapGet("", hosted.SignedIn<HomePage>());
        pages.MapGet("profile", hosted.SignedIn<ProfilePage>());
        pages.MapPost("profile", hosted.SignedIn(home.SaveProfile));
        pages.MapGet("password", hosted.SignedIn<PasswordPage>());
        pages.MapPost("password", hosted.SignedIn(home.ChangePassword));
        pages.MapGet("{page}", hosted.SignedIn(home.List));
    }
}
