using Leadline.Leads;
using Leadline.Portals.Hosted.Pages;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Portals.Hosted;

/// <summary>The ways in and out: register, sign in and out, forgotten and reset passwords.</summary>
internal sealed class SignInPages(
    Registration registration, SigningIn signIn, PortalPasswords passwords, PortalSessions sessions)
{
    public async Task<IResult> SignIn(PageRequest at)
    {
        var email = at.Text("email").Trim();
        var signedIn = await signIn.ByPassword(
            at.Context, LeadFieldNames.EmailAddress, email, at.Text("password"), at.Cancelled);
        if (signedIn.Failure is { } failure)
            return at.Refuse<SignInPage>(failure);
        PortalCookies.Open(at.Http, signedIn.Value.Key);
        return at.GoTo("");
    }

    public async Task<IResult> SignOut(PageRequest at)
    {
        await sessions.End(at.Context, at.Session!);
        PortalCookies.Close(at.Http);
        return at.GoTo("sign-in?done=signed-out");
    }

    public async Task<IResult> Register(PageRequest at)
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
            return at.Refuse<RegisterPage>(failure);
        if (registered.Value is not { } leadId)
            return at.Note(
                "Look into your mail",
                "We know this address already. We have sent a link to it with which you choose your password.");
        var key = await sessions.Begin(at.Portal, within: null, leadId, at.Cancelled);
        PortalCookies.Open(at.Http, key);
        return at.GoTo("?done=registered");
    }

    public async Task<IResult> Forgot(PageRequest at)
    {
        var email = at.Text("email").Trim();
        return await passwords.Forgot(at.Context, LeadFieldNames.EmailAddress, email, null, at.Cancelled) is { } failure
            ? at.Refuse<ForgotPage>(failure)
            : at.Note(
                "Look into your mail",
                "If there is an account with this address, a link is on its way to it "
                + "with which you choose a new password.",
                links: ("sign-in", "Sign in"));
    }

    public async Task<IResult> ShowReset(PageRequest at) =>
        Guid.TryParse(at.Text("LeadId"), out var leadId)
        && await passwords.IsLink(at.Context, leadId, at.Text("TemporaryPassword"))
            ? at.Show<ResetPage>()
            : DeadLink(at);

    public async Task<IResult> Reset(PageRequest at)
    {
        if (!Guid.TryParse(at.Text("LeadId"), out var leadId))
            return DeadLink(at);
        if (at.Text("password") != at.Text("confirmation"))
            return at.NotSame<ResetPage>();
        var failure = await passwords.Reset(
            at.Context, leadId, at.Text("TemporaryPassword"), at.Text("password"), at.Cancelled);
        if (failure is null)
        {
            PortalCookies.Close(at.Http);
            return at.GoTo("sign-in?done=reset");
        }

        return await passwords.IsLink(at.Context, leadId, at.Text("TemporaryPassword"))
            ? at.Refuse<ResetPage>(failure)
            : DeadLink(at);
    }

    private static IResult DeadLink(PageRequest at) => at.Note(
        "The link is not good any more",
        "It was used, or it is too old. We can send you another one.",
        StatusCodes.Status400BadRequest,
        ("forgot", "Send another link"),
        ("sign-in", "Sign in"));
}
