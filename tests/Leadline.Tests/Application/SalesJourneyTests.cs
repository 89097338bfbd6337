using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>A day of somebody who sells: from signing in to the next task.</summary>
public sealed class SalesJourneyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Capture = "/v2/LeadManagement.svc/Lead.Capture";

    [Fact]
    public async Task Leads_are_found_read_changed_and_made()
    {
        var ravi = (await server.Post(
            Capture,
            """
            [{"Attribute":"EmailAddress","Value":"ravi.kumar@example.com"},{"Attribute":"FirstName","Value":"Ravi"},
            {"Attribute":"LastName","Value":"Kumar"},{"Attribute":"Phone","Value":"+919812345678"},
            {"Attribute":"mx_City","Value":"Pune"}]
            """)).Id;
        await using var browser = await ApplicationPage.Open(server);
        var page = browser.Page;

        await Signs_in(browser);
        await Filters_the_list(page);
        await Finds_by_phone(page, ravi);
        await Writes_a_note(page);
        await Changes_a_field(page, ravi);
        await Sees_who_is_there_already(page);
        await Ticks_off_a_task(browser);
    }

    // Checks 2 and 3 of the brief: one sentence for whatever is wrong, and back to the address that was asked for.
    private async Task Signs_in(ApplicationPage browser)
    {
        var page = browser.Page;
        await page.GotoAsync("/app/leads?sort=FirstName");
        foreach (var email in (string[])["admin@example.com", "nobody@example.com"])
        {
            await page.GetByLabel("E-mail").FillAsync(email);
            await page.GetByLabel("Password").FillAsync("not the password");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Alert).First)
                .ToHaveTextAsync("This e-mail and password do not match an account.");
            await Assertions.Expect(page.GetByLabel("Password")).ToBeFocusedAsync();
            await Assertions.Expect(page.GetByLabel("Password")).ToHaveValueAsync("");
            await Assertions.Expect(page.GetByLabel("E-mail")).ToHaveValueAsync(email);
        }

        await browser.IsAccessible();
        await browser.SignIn(server, "/app/leads?sort=FirstName");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/app/leads\\?sort=FirstName$"));
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Ravi Kumar" })).ToBeVisibleAsync();
        await browser.IsAccessible();
    }

    // Check 9: what is shown is what the address says, also after it is loaded anew.
    private static async Task Filters_the_list(IPage page)
    {
        await page.GotoAsync("/app/leads?where=" + Uri.EscapeDataString(
            """{"all":[{"field":"mx_City","operator":"=","value":"Pune"}]}"""));
        await Assertions.Expect(page.GetByText("1 leads")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter City is Pune" }).ClickAsync();
        await Assertions.Expect(page.GetByText("2 leads")).ToBeVisibleAsync();
    }

    // Check 5: the command menu finds a lead by a part of its phone number.
    private static async Task Finds_by_phone(IPage page, string lead)
    {
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Combobox).FillAsync("98123");
        await Assertions.Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Ravi Kumar");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/app/leads/{lead}$"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ravi Kumar" })).ToBeVisibleAsync();
    }

    // Check 7: letters that are keys elsewhere are letters in a text.
    private async Task Writes_a_note(IPage page)
    {
        await page.GetByLabel("Write a note").FillAsync("");
        await page.Keyboard.TypeAsync("c / r ? z");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".ll-timeline")).ToContainTextAsync("c / r ? z");
        await Assertions.Expect(page.GetByLabel("Write a note")).ToHaveValueAsync("");
    }

    // Check 17: Escape changes nothing, Enter saves.
    private async Task Changes_a_field(IPage page, string lead)
    {
        var city = page.GetByRole(AriaRole.Button, new() { Name = "Edit City: Pune" });
        await city.ClickAsync();
        await page.GetByLabel("City", new() { Exact = true }).FillAsync("Nashik");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(city).ToBeVisibleAsync();
        await city.ClickAsync();
        await page.GetByLabel("City", new() { Exact = true }).FillAsync("Nashik");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Edit City: Nashik" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".ll-timeline")).ToContainTextAsync("Pune");
        Assert.Equal(
            "Nashik",
            (await server.Get($"/leadline/v1/leads/{lead}")).Json.GetProperty("mx_City").GetString());
    }

    // Check 19: whoever has the phone number is shown, and what was typed stays.
    private static async Task Sees_who_is_there_already(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Leads" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add lead" }).ClickAsync();
        await page.GetByLabel("First Name").FillAsync("R.");
        await page.GetByLabel("Phone Number").FillAsync("+919812345678");
        await Assertions.Expect(page.GetByText("Ravi Kumar has this Phone Number")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("First Name")).ToHaveValueAsync("R.");
        await page.GetByLabel("Phone Number").FillAsync("+919812345679");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save lead" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "R." })).ToBeVisibleAsync();
    }

    // Check 28, in part: a task that is ticked off is open again after Undo.
    private async Task Ticks_off_a_task(ApplicationPage browser)
    {
        var page = browser.Page;
        await browser.Go("tasks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add task" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Call Ravi");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save task" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Complete Call Ravi" }).CheckAsync();
        await page.Locator(".mud-snackbar")
            .Filter(new() { HasText = "Call Ravi completed" })
            .GetByRole(AriaRole.Button, new() { Name = "Undo" })
            .ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Complete Call Ravi" }))
            .Not.ToBeCheckedAsync();
        await browser.IsAccessible();
    }
}
