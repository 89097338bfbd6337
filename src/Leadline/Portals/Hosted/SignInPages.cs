using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;

namespace Leadline.Portals.Hosted;

/// <summary>The pages that lead in: register, sign in and out, forgotten and reset passwords.</summary>
internal sealed class SignInPages(
    Registration registration, SigningIn signIn, PortalPasswords passwords, PortalSessions sessions, Database database)
{
    private const string NotSame = "The two passwords are not the same.";

    private static readonly (string, string)[] WaysIn = [("register", "Register"), ("forgot", "Forgotten your password?")];

    public static Task<Page?> ShowSignIn(PageRequest at) => Shown(SignInPage(null) with
    {
        Notice = at.Http.Request.Query["done"].ToString() switch
        {
            "signed-out" => "You are signed out.",
            "reset" => "Your password is changed. Sign in with the new one.",
            _ => null,
        },
    });

    public async Task<Page?> SignIn(PageRequest at)
    {
        var email = at.Text("email").Trim();
        var signedIn = await signIn.ByPassword(at.Context, LeadFieldNames.EmailAddress, email, at.Text("password"), at.Cancelled);
        if (signedIn.Failure is { } failure)
            return Refused(at, SignInPage(email), failure);
        PortalCookies.Open(at.Http, at.Portal, signedIn.Value.Key);
        return at.GoTo("");
    }

    public async Task<Page?> SignOut(PageRequest at)
    {
        if (at.Session is { } session)
            await sessions.End(at.Portal, session);
        PortalCookies.Close(at.Http, at.Portal);
        return at.GoTo("sign-in?done=signed-out");
    }

    public static Task<Page?> ShowRegister(PageRequest at) => Shown(RegisterPage(at));

    public async Task<Page?> Register(PageRequest at)
    {
        LeadProperty[] fields =
        [
            new() { Attribute = LeadFieldNames.EmailAddress, Value = at.Text("email").Trim() },
            new() { Attribute = LeadFieldNames.FirstName, Value = at.Text("first-name").Trim() },
            new() { Attribute = LeadFieldNames.LastName, Value = at.Text("last-name").Trim() },
            new() { Attribute = Registration.Password, Value = at.Text("password") },
            new() { Attribute = Registration.Confirmation, Value = at.Text("confirmation") },
        ];
        var registered = await registration.RegisterHosted(at.Context, fields, at.Cancelled);
        if (registered.Failure is { } failure)
            return Refused(at, RegisterPage(at), failure);
        if (registered.Value is not { } leadId)
            return new Page("Look into your mail")
            {
                Text = "We know this address already. We have sent a link to it with which you choose your password.",
            };
        var key = await database.Transaction(connection => sessions.Begin(connection, at.Portal, leadId), at.Cancelled);
        PortalCookies.Open(at.Http, at.Portal, key);
        return at.GoTo("?done=registered");
    }

    public static Task<Page?> ShowForgot(PageRequest at) => Shown(ForgotPage(null));

    public async Task<Page?> Forgot(PageRequest at)
    {
        var email = at.Text("email").Trim();
        if (await passwords.Forgot(at.Context, LeadFieldNames.EmailAddress, email, null, at.Cancelled) is { } failure)
            return Refused(at, ForgotPage(email), failure);
        return new Page("Look into your mail")
        {
            Text = "If there is an account with this address, a link is on its way to it with which you choose a new password.",
            Links = [("sign-in", "Sign in")],
        };
    }

    public async Task<Page?> ShowReset(PageRequest at) =>
        Guid.TryParse(at.Text("LeadId"), out var leadId) && await passwords.IsLink(at.Context, leadId, at.Text("TemporaryPassword"))
            ? ResetPage(at)
            : DeadLink;

    public async Task<Page?> Reset(PageRequest at)
    {
        if (!Guid.TryParse(at.Text("LeadId"), out var leadId))
            return DeadLink;
        if (at.Text("password") != at.Text("confirmation"))
            return ResetPage(at) with { Error = NotSame };
        var failure = await passwords.Reset(at.Context, leadId, at.Text("TemporaryPassword"), at.Text("password"), at.Cancelled);
        if (failure is null)
        {
            PortalCookies.Close(at.Http, at.Portal);
            return at.GoTo("sign-in?done=reset");
        }

        return await passwords.IsLink(at.Context, leadId, at.Text("TemporaryPassword")) ? Refused(at, ResetPage(at), failure) : DeadLink;
    }

    private static Page SignInPage(string? email) => new("Sign in")
    {
        Form = new Form(
            "sign-in",
            "Sign in",
            [Field.Email(email), new Field("password", "Password", "password") { Autocomplete = "current-password" }]),
        Links = WaysIn,
    };

    private static Page RegisterPage(PageRequest at) => new("Register")
    {
        Form = new Form(
            "register",
            "Register",
            [
                new Field("first-name", "First name") { Value = at.Text("first-name"), Autocomplete = "given-name" },
                new Field("last-name", "Last name") { Value = at.Text("last-name"), Autocomplete = "family-name", IsRequired = false },
                Field.Email(at.Text("email")),
                Field.NewPassword("password", "Password", at.Portal.Settings.Passwords.Sentence()),
                Field.NewPassword("confirmation", "Password again"),
            ]),
        Links = [("sign-in", "Sign in")],
    };

    private static Page ForgotPage(string? email) => new("Forgotten password")
    {
        Text = "We send you a link with which you choose a new password.",
        Form = new Form("forgot", "Send the link", [Field.Email(email)]),
        Links = [("sign-in", "Sign in")],
    };

    private static Page ResetPage(PageRequest at) => new("Choose a new password")
    {
        Form = new Form(
            "reset",
            "Save the password",
            [
                Field.Hidden("LeadId", at.Text("LeadId")),
                Field.Hidden("TemporaryPassword", at.Text("TemporaryPassword")),
                Field.NewPassword("password", "New password", at.Portal.Settings.Passwords.Sentence()),
                Field.NewPassword("confirmation", "New password again"),
            ]),
    };

    private static Page DeadLink => new("The link is not good any more")
    {
        Text = "It was used, or it is too old. We can send you another one.",
        Links = [("forgot", "Send another link"), ("sign-in", "Sign in")],
        Status = StatusCodes.Status400BadRequest,
    };

    private static Page Refused(PageRequest at, Page page, Failure failure)
    {
        var refusal = HostedPortal.Refusal(at.Http, page.Title, failure);
        return page with { Error = refusal.Error, Status = refusal.Status };
    }

    private static Task<Page?> Shown(Page page) => Task.FromResult<Page?>(page);
}
