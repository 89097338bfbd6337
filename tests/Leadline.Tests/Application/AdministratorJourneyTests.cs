using System.Net;
using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Leela's day, who sets the account up: a field, a type with its code, a colleague, and who may call.</summary>
public sealed class AdministratorJourneyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Password = "a long enough secret";

    [Fact]
    public async Task An_account_is_set_up_without_a_line_of_code()
    {
        await using var browser = await ApplicationPage.Open(server);
        await browser.SignIn(server);

        await Finds_a_page_by_its_name(browser);
        await Makes_a_field(browser);
        await Reads_the_codes(browser);
        await Lets_some_addresses_in(browser);
        await Adds_a_colleague(browser);
        await A_colleague_sees_no_settings();
    }

    // Check 6: the command menu knows the pages.
    private static async Task Finds_a_page_by_its_name(ApplicationPage browser)
    {
        var page = browser.Page;
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Combobox).FillAsync("webhooks");
        await page.GetByRole(AriaRole.Option, new() { Name = "Webhooks" }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/app/workflow/webhooks$"));
        await browser.IsAccessible();
    }

    private async Task Makes_a_field(ApplicationPage browser)
    {
        var page = browser.Page;
        await browser.Go("settings/leads/fields");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add field" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).First.FillAsync("Shoe size");
        await browser.IsAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add field" }).ClickAsync();
        await page.GetByLabel("Search by label or schema name").FillAsync("Shoe");
        await Assertions.Expect(page.Locator("code", new() { HasText = "mx_Shoe_size" })).ToBeVisibleAsync();
        await browser.IsAccessible();
        var fields = await server.Get("/v2/LeadManagement.svc/LeadsMetaData.Get");
        Assert.Contains("mx_Shoe_size", fields.Body, StringComparison.Ordinal);
    }

    // Where integrations find what they send: the codes of activities and opportunities, and the portals' ids.
    private async Task Reads_the_codes(ApplicationPage browser)
    {
        var page = browser.Page;
        await browser.Go("settings/leads/activity-types");
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Code" })).ToBeVisibleAsync();
        await browser.IsAccessible();
        await browser.Go("settings/opportunities/types");
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Code" })).ToBeVisibleAsync();
        await browser.IsAccessible();
        await browser.Go("workflow/portals");
        await page.Locator("#main table a").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/app/workflow/portals/{server.Credentials.PortalId}", RegexOptions.IgnoreCase));
        await browser.IsAccessible();
    }

    // Check 38: whoever may not call is refused, and the administrator sees who and why.
    private async Task Lets_some_addresses_in(ApplicationPage browser)
    {
        var page = browser.Page;
        await browser.Go("settings/service-cloud/api-configurations");
        await page.GetByLabel("Address or range").FillAsync("203.0.113.0/24");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add address" }).ClickAsync();
        await Assertions.Expect(page.GetByText("is not on the list.")).ToBeVisibleAsync();
        await browser.IsAccessible();
        var tickets = await server.Crm(HttpMethod.Get, "lookups/Status/values");
        Assert.Equal(HttpStatusCode.Unauthorized, tickets.Status);

        await browser.Go("settings/refused-calls");
        var refused = page.Locator("tbody tr").Filter(new() { HasText = "/tenants/" }).First;
        await Eventually.Holds(async () =>
        {
            // What is refused is written down in the background.
            await page.GetByRole(AriaRole.Button, new() { Name = "Refresh" }).ClickAsync();
            return await refused.CountAsync() > 0;
        });
        await Assertions.Expect(refused).ToContainTextAsync("401");
        await Assertions.Expect(refused).ToContainTextAsync("address");
        await browser.IsAccessible();
        await browser.Go("settings/service-cloud/api-configurations");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove 203.0.113.0/24" }).ClickAsync();
        await Assertions.Expect(page.GetByText("is not on the list.")).ToBeHiddenAsync();
    }

    private static async Task Adds_a_colleague(ApplicationPage browser)
    {
        var page = browser.Page;
        await browser.Go("settings/users");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("E-mail").FillAsync("meera@example.com");
        await dialog.GetByLabel("First name").FillAsync("Meera");
        await dialog.GetByLabel("Password").FillAsync(Password);
        await browser.IsAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        await Assertions.Expect(page.GetByText("meera@example.com")).ToBeVisibleAsync();
        await browser.IsAccessible();
    }

    // Check 6: what one may not do is not offered, and its address shows nothing.
    private async Task A_colleague_sees_no_settings()
    {
        await using var browser = await ApplicationPage.Open(server, width: 390);
        var page = browser.Page;
        await browser.SignIn("meera@example.com", Password, "/app/workflow/webhooks");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is here" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Combobox).FillAsync("webhooks");
        await Assertions.Expect(page.GetByText("Nothing found")).ToBeVisibleAsync();
        await browser.IsAccessible();
    }
}
