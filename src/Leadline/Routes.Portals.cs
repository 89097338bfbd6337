using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Portals;
using Leadline.Portals.Hosted;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;
using Leadline.Tickets.Customers;

namespace Leadline;

/// <content>The routes of customer portals: their management, the Portal API, and the hosted pages.</content>
internal static partial class Routes
{
    private static void MapPortals(IEndpointRouteBuilder routes, LeadlineSurface own, IServiceProvider services)
    {
        var withKeys = new LeadSquaredSurface(
            routes, services.GetRequiredService<AccountOperations>(), services.GetRequiredService<SurfaceGate>(), "/api");
        MapOwnPortals(own, services.GetRequiredService<PortalEndpoints>());
        MapPortalAccess(withKeys, services.GetRequiredService<LeadSquaredAccessEndpoints>());
        MapPortalCalls(
            ActivatorUtilities.CreateInstance<PortalSurface>(services, routes), services.GetRequiredService<LeadSquaredPortalEndpoints>());
        MapHostedPortal(routes, services);
    }

    private static void MapOwnPortals(LeadlineSurface own, PortalEndpoints portals)
    {
        own.Get("portals", portals.List).Describe("The account's portals");
        own.Post("portals", portals.Create).Describe("Makes a portal", typeof(PortalBody));
        own.Get("portals/{portalId}", portals.Get).Describe("A portal");
        own.Put("portals/{portalId}", portals.Replace).Describe("Replaces a portal's name and settings", typeof(PortalBody));
        own.Delete("portals/{portalId}", portals.Delete).Describe("Removes a portal and its users; the leads stay");
        own.Get("portal-tokens", portals.ListTokens).Describe("The live tokens of the Portal API");
        own.Post("portal-tokens", portals.Rotate).WithMetadata(new AnswerIsSecret())
            .Describe("Makes the public or register token that is given out from now on", null, "kind");
        own.Delete("portal-tokens/{tokenId}", portals.Revoke).Describe("Revokes a token of the Portal API");
    }

    private static void MapPortalAccess(LeadSquaredSurface api, LeadSquaredAccessEndpoints access)
    {
        api.Get("Access/PublicToken", access.PublicToken).Describe("The public auth key of the Portal API");
        api.Get("Access/GetRegisterToken", access.RegisterToken).Describe("The registration token of the Portal API");
        api.Get("AutoLogin/TenantKey", access.TenantKey).Describe("The key that Generate takes as authkey");
        api.Post("AutoLogin/Generate", access.Generate)
            .WithMetadata(new AnswerIsSecret())
            .Describe("Signs a lead in without a password", typeof(PortalAutoLoginBody), "authkey");
    }

    // Both generations of paths (extended §4.1): the newer ones want all three headers, the older ones only Authorization.
    private static void MapPortalCalls(PortalSurface portal, LeadSquaredPortalEndpoints calls)
    {
        foreach (var (version, isNew) in new[] { ("v2/", true), ("", false) })
        {
            portal.PostPublic($"Authentication/{version}Register", isNew, calls.Register)
                .Describe("Makes a lead a portal user", typeof(PortalRegisterBody));
            portal.PostPublic($"Authentication/{version}Signin", isNew, calls.SignIn)
                .Describe("Signs a portal user in by password or code", typeof(PortalSignInBody));
            portal.PostPublic($"Authentication/{version}SigninOTP/Get", isNew, calls.GetCode)
                .Describe("Sends a sign-in code", typeof(PortalCodeBody));
            portal.PostPublic($"Authentication/{version}SecureForgotPassword", isNew, calls.Forgot)
                .Describe("Sends a password link", typeof(PortalForgotBody));
            portal.PostPublic($"Authentication/{version}ResetPassword", isNew, calls.Reset)
                .Describe("Sets the password of who has the link", typeof(PortalResetBody));
            portal.PostSignedIn($"Settings/{version}ChangePassword", isNew, calls.Change)
                .Describe("Changes the password of who is signed in", typeof(PortalChangePasswordBody));
            portal.PostSignedIn($"Settings/{version}SignOut", isNew, calls.SignOut).Describe("Ends the session");
            portal.PostSignedIn($"Authentication/{version}Signout", isNew, calls.SignOut).Describe("Ends the session");
        }
    }

    private static void MapHostedPortal(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var hosted = services.GetRequiredService<HostedPortal>();
        var entry = services.GetRequiredService<SignInPages>();
        var home = services.GetRequiredService<AccountPages>();
        var portal = routes.MapGroup("/portal/{portalId}");
        portal.ExcludeFromDescription();
        portal.MapGet("style.css", hosted.Style);
        portal.MapGet("", hosted.SignedIn(home.Home));
        portal.MapGet("sign-in", hosted.Open(SignInPages.ShowSignIn));
        portal.MapPost("sign-in", hosted.Open(entry.SignIn));
        portal.MapPost("sign-out", hosted.Open(entry.SignOut));
        portal.MapGet("register", hosted.Open(SignInPages.ShowRegister));
        portal.MapPost("register", hosted.Open(entry.Register));
        portal.MapGet("forgot", hosted.Open(SignInPages.ShowForgot));
        portal.MapPost("forgot", hosted.Open(entry.Forgot));
        portal.MapGet("reset", hosted.Open(entry.ShowReset));
        portal.MapPost("reset", hosted.Open(entry.Reset));
        portal.MapGet("profile", hosted.SignedIn(home.ShowProfile));
        portal.MapPost("profile", hosted.SignedIn(home.SaveProfile));
        portal.MapGet("password", hosted.SignedIn(AccountPages.ShowPassword));
        portal.MapPost("password", hosted.SignedIn(home.ChangePassword));
        portal.MapGet("{page}", hosted.SignedIn(home.List));

        var tickets = services.GetRequiredService<CustomerTicketPages>();
        portal.MapGet("tickets/new", hosted.SignedIn(tickets.ShowNew));
        portal.MapPost("tickets/new", hosted.SignedIn(tickets.Open, CustomerInput.LargestForm));
        portal.MapGet("tickets/{ticket}", hosted.SignedIn(tickets.Show));
        portal.MapPost("tickets/{ticket}", hosted.SignedIn(tickets.Answer, CustomerInput.LargestForm));
        portal.MapGet("tickets/{ticket}/files/{file}", hosted.SignedIn(tickets.File));
    }
}
