using Leadline.Leads;
using Leadline.Portals.Hosted.Pages;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Portals.Hosted;

/// <summary>
/// What who is signed in asks for: lists, and changes of profile and password. All are of the session's lead.
/// </summary>
internal sealed class AccountPages(
    HostedPortal portal, LeadOperations leads, ProfileFields fields, PortalPasswords passwords, PortalSessions sessions)
{
    public async Task<IResult> List(PageRequest at)
    {
        var path = (string)at.Http.GetRouteValue("page")!;
        var pages = await portal.Pages(at.Context.Caller);
        if (pages.FirstOrDefault(page => page.Path.Equals(path, StringComparison.OrdinalIgnoreCase)) is not { } page)
            return at.NotFound();
        var rows = await page.Rows(at.Context.Caller, at.Session!.LeadId, at.Cancelled);
        return at.Show<ListPage>(new { page.Title, page.Columns, Rows = rows, page.Links });
    }

    public async Task<IResult> SaveProfile(PageRequest at)
    {
        var properties = (await fields.Get(at.Portal)).Select(field => new LeadProperty
        {
            Attribute = field.SchemaName,
            Value = at.Form[field.SchemaName].ToString().Trim(),
        }).ToList();
        var saved = await leads.Update(at.Context.Caller, at.Session!.LeadId, properties, claim: null, at.Cancelled);
        return saved.Failure is { } failure ? at.Refuse<ProfilePage>(failure) : at.GoTo("profile?done=saved");
    }

    public async Task<IResult> ChangePassword(PageRequest at)
    {
        if (at.Text("password") != at.Text("confirmation"))
            return at.NotSame<PasswordPage>();
        var leadId = at.Session!.LeadId;
        if (
            await passwords.Change(at.Context, leadId, at.Text("current"), at.Text("password"), at.Cancelled) is
            { } failure)
            return at.Refuse<PasswordPage>(failure);

        // Every session is over, this one too: who has just shown both passwords goes on in a new one.
        var key = await sessions.Begin(at.Portal, within: null, leadId, at.Cancelled);
        PortalCookies.Open(at.Http, key);
        return at.GoTo("?done=password");
    }
}
