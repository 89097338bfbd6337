using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Users.SignIn;

/// <summary>How people sign in: passwords, links by mail, second factors, sessions.</summary>
internal static class SignInFeature
{
    public static void AddSignIn(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<UserProofStore>();
        services.AddSingleton<UserLinks>();
        services.AddSingleton<SignInMails>();
        services.AddSingleton<PasswordResets>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<SecondFactorStore>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<PasskeyStore>();
        services.AddSingleton<Passkeys>();
        services.AddSingleton<SigningIn>();
        services.AddSingleton<SessionEndpoints>();
        OidcSignIn.Add(services, options);
    }

    public static void MapSignIn(this SurfaceRoutes routes)
    {
        MapSessions(routes.Leadline, routes.Create<SessionEndpoints>());
        MapPasswords(routes.Leadline, routes.Create<SessionEndpoints>(), routes.Create<SignInEndpoints>());
        MapInvitations(routes.Leadline, routes.Create<InvitationEndpoints>());
        MapSecondFactors(routes.Leadline, routes.Create<SignInEndpoints>());
        MapPasskeys(routes.Leadline, routes.Create<PasskeyEndpoints>());
        MapProviders(routes.Leadline, routes.Create<ProviderEndpoints>());
    }

    private static void MapSessions(LeadlineSurface own, SessionEndpoints sessions)
    {
        own.PostOpen("session", sessions.SignIn)
            .Describe(
                "Signs a user in: the session is a cookie. A user with a second factor is asked for it: the answer "
                + "has a challenge in place of a session",
                typeof(SignInRequest))
            .Answers<SessionResponse>();
        own.PostOpen("session/second-factor", sessions.SecondFactor)
            .Describe("Signs a user in by the second factor", typeof(SecondFactorRequest))
            .Answers<SessionResponse>();
        own.Get("session", sessions.Get).Describe("Who calls").Answers<SessionResponse>().SetsUpSecondFactor();
        own.Delete("session", sessions.SignOut).Describe("Signs the caller out").Answers<DoneResponse>()
            .SetsUpSecondFactor();
        own.Get("sessions", sessions.List).Describe("Where the caller is signed in").Answers<SessionsResponse>();
        own.Delete("sessions/{session}", sessions.End).Describe("Ends a session of the caller")
            .Answers<DoneResponse>();
        own.Post("sessions/end-others", sessions.EndOthers).Describe("Signs the caller out everywhere else")
            .Answers<DoneResponse>();
    }

    private static void MapPasswords(LeadlineSurface own, SessionEndpoints sessions, SignInEndpoints signIn)
    {
        own.Put("session/password", sessions.ChangePassword)
            .Describe(
                "Changes the caller's password, and signs the caller out everywhere else",
                typeof(ChangePasswordRequest))
            .Answers<DoneResponse>();
        own.PostOpen("password-resets", signIn.AskReset)
            .Describe(
                "Mails a link to a new password to the users of an address, if there are any",
                typeof(PasswordResetRequest))
            .Accepts<DoneResponse>();
        own.PostOpen("password-resets/open", signIn.OpenReset)
            .Describe("Whom a link to a new password is for", typeof(LinkRequest))
            .Answers<LinkResponse>();
        own.PostOpen("password-resets/complete", signIn.CompleteReset)
            .Describe(
                "Sets the password of who has the link, and signs the user out everywhere",
                typeof(CompletePasswordResetRequest))
            .Answers<DoneResponse>();
    }

    private static void MapInvitations(LeadlineSurface own, InvitationEndpoints invitations)
    {
        own.Get("invitations", invitations.List)
            .Describe("Who was invited and has not come yet", null, "after", "limit")
            .Answers<InvitationsResponse>();
        own.Post("invitations", invitations.Invite)
            .Describe(
                "Makes users who cannot sign in yet, and mails each a link to choose a password",
                typeof(InvitationsRequest))
            .Answers<InvitedResponse>();
        own.Post("invitations/{user}/resend", invitations.Resend)
            .Describe("Mails an invitation once more; the link of the mail before is void")
            .Answers<InvitationResponse>();
        own.Delete("invitations/{user}", invitations.Revoke)
            .Describe("Takes an invitation back: its link is void, and the user obsolete")
            .Answers<DoneResponse>();
        own.PostOpen("invitations/open", invitations.Open)
            .Describe("Whom an invitation is for", typeof(LinkRequest))
            .Answers<LinkResponse>();
        own.PostOpen("invitations/accept", invitations.Accept)
            .Describe("Lets the user in who has the link: the session is a cookie", typeof(AcceptInvitationRequest))
            .Answers<SessionResponse>();
    }

    private static void MapSecondFactors(LeadlineSurface own, SignInEndpoints signIn)
    {
        own.Post("second-factor", signIn.StartSecondFactor)
            .Describe("Makes the secret of a second factor (TOTP) of the caller; a code has to confirm it")
            .Answers<SecondFactorResponse>()
            .SetsUpSecondFactor();
        own.Post("second-factor/confirm", signIn.ConfirmSecondFactor)
            .Describe(
                "Confirms the second factor by a code, and signs the caller out everywhere else; answers with the "
                + "recovery codes",
                typeof(SecondFactorCodeRequest))
            .Answers<RecoveryCodesResponse>()
            .SetsUpSecondFactor();
        own.Post("second-factor/recovery-codes", signIn.RenewRecoveryCodes)
            .Describe("Makes new recovery codes; the old ones are void", typeof(SecondFactorProofRequest))
            .Answers<RecoveryCodesResponse>();
        own.Delete("second-factor", signIn.RemoveSecondFactor)
            .Describe("Takes the caller's authenticator away", typeof(SecondFactorProofRequest))
            .Answers<DoneResponse>();
        own.Delete("users/{user}/sign-in-methods", signIn.ForgetMethods)
            .Describe("Forgets what a user signs in with beside the password; for administrators")
            .Answers<DoneResponse>();
        own.Get("sign-in-settings", signIn.GetSettings)
            .Describe("What the account asks of its users at signing in")
            .Answers<SignInSettings>();
        own.Put("sign-in-settings", signIn.PutSettings)
            .Describe("Changes what the account asks of its users at signing in", typeof(SignInSettings))
            .Answers<SignInSettings>();
    }

    private static void MapPasskeys(LeadlineSurface own, PasskeyEndpoints passkeys)
    {
        own.PostOpen("session/passkey/options", passkeys.SignInOptions)
            .Describe("What a browser signs in by a passkey with (WebAuthn)")
            .Answers<PasskeyRequestOptionsResponse>();
        own.PostOpen("session/passkey", passkeys.SignIn)
            .Describe(
                "Signs a user in by a passkey, which stands for the password and the second factor: the session is a "
                + "cookie",
                typeof(PasskeySignInRequest))
            .Answers<SessionResponse>();
        own.Get("passkeys", passkeys.List).Describe("The caller's passkeys").Answers<PasskeysResponse>()
            .SetsUpSecondFactor();
        own.Post("passkeys/options", passkeys.Options)
            .Describe("What a browser makes a passkey of the caller with (WebAuthn)", typeof(PasskeyOptionsRequest))
            .Answers<PasskeyCreationOptionsResponse>()
            .SetsUpSecondFactor();
        own.Post("passkeys", passkeys.Add)
            .Describe(
                "Adds a passkey that a browser has made. The first second factor of a user brings recovery codes, and "
                + "signs the user out everywhere else",
                typeof(NewPasskeyRequest))
            .Answers<NewPasskeyResponse>()
            .SetsUpSecondFactor();
        own.Delete("passkeys/{passkey}", passkeys.Remove)
            .Describe("Takes a passkey of the caller away", typeof(PasskeyOptionsRequest))
            .Answers<DoneResponse>();
    }

    private static void MapProviders(LeadlineSurface own, ProviderEndpoints providers)
    {
        own.GetOpen("sign-in-options", providers.Options)
            .Describe("The providers that one can sign in at")
            .Answers<SignInOptionsResponse>();
        own.GetPage("sign-in/oidc/{provider}", providers.Start);
        own.GetPage("sign-in/oidc/{provider}/callback", providers.Return);
    }

    /// <summary>A session that is without the second factor that its account asks for may call the route.</summary>
    private static void SetsUpSecondFactor(this IEndpointConventionBuilder route) =>
        route.WithMetadata(new SecondFactorSetUp());
}
