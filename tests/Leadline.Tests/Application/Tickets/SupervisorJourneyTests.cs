using System.Text;
using System.Text.RegularExpressions;
using Leadline.InboundMail;
using Leadline.Tests.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Leadline.Tests.Application.Tickets;

/// <summary>A day of Arjun, who sees to it that every customer is answered.</summary>
public sealed class SupervisorJourneyTests(SmallDesk desk) : IClassFixture<SmallDesk>
{
    [Fact]
    public async Task Work_is_given_out_and_nothing_is_left_lying()
    {
        await Take("From: away@example.com\nAuto-Submitted: auto-replied\nSubject: Away till Monday\n\nAway.");
        await Take("From: Anita Das <anita.das@example.com>\nX-Autoreply: yes\nSubject: My line, please\n\nStill dead.");
        await using var browser = await ApplicationPage.Open(desk);

        await browser.SignIn(SmallDesk.Arjun, SmallDesk.Password, "/app/tickets/unassigned");
        await Sees_what_comes_in(browser.Page);
        await Gives_all_of_it_to_Meera(browser);
        await Looks_at_what_is_late(browser);
        await Takes_up_a_mail_that_made_no_ticket(browser);
        await Makes_an_answer_and_a_macro_for_all(browser);
    }

    // What is new waits above the list, so that nothing moves under the pointer.
    private async Task Sees_what_comes_in(IPage page)
    {
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Wrong bill" })).ToBeVisibleAsync();
        var number = await desk.NewTicket("leela.menon@example.com", "Moved house", ("Priority", "Low"));
        await page.GetByRole(AriaRole.Button, new() { Name = "1 new" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Moved house" })).ToBeVisibleAsync();

        // What others change is seen where it stands.
        await desk.Own(HttpMethod.Patch, $"tickets/{number}", """{"fields":{"Title":"Moved to Pune"}}""");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Moved to Pune" })).ToBeVisibleAsync();
    }

    private async Task Gives_all_of_it_to_Meera(ApplicationPage browser)
    {
        var page = browser.Page;
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Select the rows that are loaded" }).CheckAsync();
        await Expect(page.GetByText("3 selected")).ToBeVisibleAsync();
        await browser.IsAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Assign agent" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Meera Nair" }).ClickAsync();
        await Expect(page.GetByText("Every open ticket has an agent.")).ToBeVisibleAsync();
        Assert.Equal(desk.MeeraId, (await desk.Ticket(desk.WrongBill)).GetProperty("agentId").GetString());
    }

    // Check 36: the most overdue is first. What is done is late no more, and its lateness stays on it.
    private static async Task Looks_at_what_is_late(ApplicationPage browser)
    {
        var page = browser.Page;
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Breaching") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex("Reply late") }))
            .ToHaveTextAsync([new Regex("No dial tone"), new Regex("Router down")]);
        await page.GetByRole(AriaRole.Link, new() { Name = "No dial tone" }).ClickAsync();
        await page.GetByLabel("Reply to the customer").FillAsync("A technician is on the way.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and close" }).ClickAsync();
        await Expect(page.GetByText(new Regex("First reply 4\\d min late"))).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Status")).ToHaveValueAsync(new Regex("Closed|Resolved"));
        await browser.Go("tickets/breaching");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Router down" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "No dial tone" })).ToHaveCountAsync(0);
    }

    private static async Task Takes_up_a_mail_that_made_no_ticket(ApplicationPage browser)
    {
        var page = browser.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Mails set aside" }).ClickAsync();
        await Expect(page.GetByText("2 mails")).ToBeVisibleAsync();
        await browser.IsAccessible();
        var away = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Away till Monday" });
        await Expect(away).ToContainTextAsync("Automatic answer");
        await away.GetByRole(AriaRole.Button, new() { Name = "Drop mail" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Drop mail" }).ClickAsync();
        await Expect(away).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "My line, please" })
            .GetByRole(AriaRole.Button, new() { Name = "Make ticket" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Make ticket" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "My line, please" })).ToBeVisibleAsync();
    }

    private static async Task Makes_an_answer_and_a_macro_for_all(ApplicationPage browser)
    {
        var page = browser.Page;
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search or run a command" }).FillAsync("canned");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add answer" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Title").FillAsync("Line is dead");
        await dialog.GetByLabel("Text").FillAsync("Dear {{customer.firstName}}, unplug it.");
        await dialog.GetByLabel("For whom").SelectOptionAsync("All agents");
        await dialog.Locator("input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = "plug.txt", MimeType = "text/plain", Buffer = "This one."u8.ToArray() });
        await Expect(dialog.GetByText("plug.txt")).ToBeVisibleAsync();
        await browser.IsAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add answer" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Line is dead" })).ToContainTextAsync("plug.txt");

        await browser.Go("settings/service-cloud/macros");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add macro" }).ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("Urgent, mine");
        await dialog.GetByLabel("Priority").SelectOptionAsync("High");
        await dialog.GetByLabel("Agent").SelectOptionAsync("Whoever applies it");
        await browser.IsAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add macro" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Urgent, mine" }))
            .ToContainTextAsync("Agent: Whoever applies it");
    }

    private async Task Take(string mail) => Assert.Equal(
        MailTaken.SetAside,
        (await desk.Services.GetRequiredService<MailIntake>()
            .Take(desk.AccountId(), Encoding.UTF8.GetBytes(mail), TestContext.Current.CancellationToken)).Value);
}
