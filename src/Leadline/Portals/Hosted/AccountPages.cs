using Leadline.Fields;
using Leadline.Leads;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;

namespace Leadline.Portals.Hosted;

/// <summary>The pages of who is signed in: home, profile, password, and what features show of the lead. All are of the session's lead.</summary>
internal sealed class AccountPages(
    HostedPortal portal, LeadReads reads, LeadOperations leads, FieldOperations fields, PortalPasswords passwords,
    PortalSessions sessions, Database database)
{
    private const string EmailInput = "email";

    public async Task<Page?> Home(PageRequest at)
    {
        var lead = await reads.ById(at.Context.Caller, at.Session!.LeadId, at.Cancelled);
        var name = lead?.Parse().Value(LeadFieldNames.FirstName);
        return new Page(name is null ? "Welcome" : $"Welcome, {name}")
        {
            Notice = at.Http.Request.Query["done"].ToString() switch
            {
                "registered" => "You are registered and signed in.",
                "password" => "Your password is changed. You are signed out everywhere else.",
                _ => null,
            },
            Links =
            [
                .. (await portal.Pages(at.Context.Caller)).Select(page => (page.Path, page.Title)),
                ("profile", "Your profile"),
                ("password", "Change your password"),
            ],
        };
    }

    public async Task<Page?> List(PageRequest at)
    {
        var path = (string)at.Http.GetRouteValue("page")!;
        var pages = await portal.Pages(at.Context.Caller);
        if (pages.FirstOrDefault(page => page.Path.Equals(path, StringComparison.OrdinalIgnoreCase)) is not { } page)
            return HostedPortal.NotFound;
        return new Page(page.Title)
        {
            Table = new Table(page.Columns, await page.Rows(at.Context.Caller, at.Session!.LeadId, at.Cancelled)),
            Links = page.Links,
        };
    }

    public async Task<Page?> ShowProfile(PageRequest at) => (await ProfilePage(at)) with
    {
        Notice = at.Http.Request.Query["done"].ToString() == "saved" ? "Your profile is saved." : null,
    };

    public async Task<Page?> SaveProfile(PageRequest at)
    {
        var properties = (await ProfileFields(at)).ConvertAll(
            field => new LeadProperty { Attribute = field.SchemaName, Value = at.Form[field.SchemaName].ToString().Trim() });
        var saved = await leads.Update(at.Context.Caller, at.Session!.LeadId, properties, claim: null, at.Cancelled);
        if (saved.Failure is not { } failure)
            return at.GoTo("profile?done=saved");
        var page = await ProfilePage(at);
        return page with { Error = failure.Message, Status = HostedPortal.Refusal(at.Http, page.Title, failure).Status };
    }

    public static Task<Page?> ShowPassword(PageRequest at) => Task.FromResult<Page?>(PasswordPage(at));

    public async Task<Page?> ChangePassword(PageRequest at)
    {
        if (at.Text("password") != at.Text("confirmation"))
            return PasswordPage(at) with { Error = "The two new passwords are not the same." };
        var leadId = at.Session!.LeadId;
        if (await passwords.Change(at.Context, leadId, at.Text("current"), at.Text("password"), at.Cancelled) is { } failure)
            return PasswordPage(at) with { Error = failure.Message, Status = HostedPortal.Refusal(at.Http, "", failure).Status };

        // Every session is over, this one too: who has just shown both passwords goes on in a new one.
        var key = await database.Transaction(connection => sessions.Begin(connection, at.Portal, leadId), at.Cancelled);
        PortalCookies.Open(at.Http, at.Portal, key);
        return at.GoTo("?done=password");
    }

    private static Page PasswordPage(PageRequest at) => new("Change your password")
    {
        Form = new Form(
            "password",
            "Save the password",
            [
                new Field("current", "Current password", "password") { Autocomplete = "current-password" },
                Field.NewPassword("password", "New password", at.Portal.Settings.Passwords.Sentence()),
                Field.NewPassword("confirmation", "New password again"),
            ]),
    };

    private async Task<Page> ProfilePage(PageRequest at)
    {
        var lead = (await reads.ById(at.Context.Caller, at.Session!.LeadId, at.Cancelled))?.Parse();
        List<Field> inputs =
        [
            new(EmailInput, "E-mail address", "email")
            {
                Value = lead?.Value(LeadFieldNames.EmailAddress),
                Autocomplete = "email",
                IsReadOnly = true,
            },
        ];
        foreach (var field in await ProfileFields(at))
            inputs.Add(new Field(field.SchemaName, field.DisplayName, field.Type == FieldType.Phone ? "tel" : "text")
            {
                Value = at.Form.ContainsKey(field.SchemaName) ? at.Form[field.SchemaName].ToString() : lead?.Value(field.SchemaName),
                Autocomplete = Purpose(field.SchemaName),
                IsRequired = field.IsMandatory,
            });
        return new Page("Your profile") { Form = new Form("profile", "Save", inputs) };
    }

    /// <summary>What a lead may change of itself: what the portal says, where it is there and is not the address that it signs in by.</summary>
    private async Task<List<FieldDefinition>> ProfileFields(PageRequest at)
    {
        var catalog = (await fields.Of(at.Context.AccountId)).Lead;
        return
        [
            .. at.Portal.Settings.ProfileFields.Select(catalog.FindAnyCase).OfType<FieldDefinition>()
                .Where(field => !field.IsReadOnly && field.SchemaName != LeadFieldNames.EmailAddress),
        ];
    }

    private static string? Purpose(string schemaName) => schemaName switch
    {
        LeadFieldNames.FirstName => "given-name",
        LeadFieldNames.LastName => "family-name",
        LeadFieldNames.Phone or LeadFieldNames.Mobile => "tel",
        "Company" => "organization",
        "mx_Street1" => "address-line1",
        "mx_City" => "address-level2",
        "mx_Zip" => "postal-code",
        "mx_Country" => "country-name",
        _ => null,
    };
}
