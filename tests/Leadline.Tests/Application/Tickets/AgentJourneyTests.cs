using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Leadline.Tests.Application.Tickets;

/// <summary>A day of Meera, who answers customers, with Arjun, who looks after the desk, at the same tickets.</summary>
public sealed class AgentJourneyTests(SmallDesk desk) : IClassFixture<SmallDesk>
{
    private const string Text = "Reply to the customer";

    private string Ticket => $"/app/tickets/{desk.RouterDown}";

    [Fact]
    public async Task Customers_are_answered_and_nothing_that_was_typed_is_lost()
    {
        await using var arjun = await ApplicationPage.Open(desk);
        await arjun.SignIn(SmallDesk.Arjun, SmallDesk.Password, Ticket);
        var meera = await ApplicationPage.Open(desk);
        try
        {
            await meera.SignIn(SmallDesk.Meera, SmallDesk.Password, "/app/tickets/breaching");
            await Begins_with_what_is_latest(meera);
            await Takes_a_canned_answer(meera);
            await Keeps_her_text_when_the_ticket_goes_to_Arjun(meera.Page, arjun.Page);
            await Is_asked_before_she_answers_after_Arjun(meera, arjun.Page);
            await Writes_a_note_that_only_the_team_sees(meera);
            await Answers_once_over_a_broken_line(meera.Page);
            await Lets_the_customer_wait_by_a_macro(meera, desk);
            await Begins_to_write_and_closes_the_window(meera.Page);
        }
        finally
        {
            await meera.DisposeAsync();
        }

        await using var phone = await ApplicationPage.Open(desk, width: 390, dark: true);
        await Goes_on_from_her_phone(phone, arjun.Page);
    }

    // Check 36: the most overdue is first, and changing the priority moves the time that is due.
    private async Task Begins_with_what_is_latest(ApplicationPage browser)
    {
        var page = browser.Page;
        var rows = page.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex("#\\d|Router|dial|bill") });
        await Expect(rows.Nth(0)).ToContainTextAsync("No dial tone");
        await Expect(rows.Nth(0)).ToContainTextAsync(new Regex("Reply late 4\\d min"));
        await Expect(rows.Nth(1)).ToContainTextAsync("Router down");
        await browser.IsAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "Router down" }).ClickAsync();
        await Expect(page.GetByText(new Regex("First reply 1\\d min late"))).ToBeVisibleAsync();
        await page.GetByLabel("Priority").SelectOptionAsync("Low");
        await Expect(page.GetByText(new Regex("First reply in 22 h"))).ToBeVisibleAsync();
        await page.GetByLabel("Priority").SelectOptionAsync("High");
        await Expect(page.GetByText(new Regex("First reply 1\\d min late"))).ToBeVisibleAsync();
    }

    // Check 34: a slash inserts an answer there; its file goes along, and what is unfilled is asked about.
    private async Task Takes_a_canned_answer(ApplicationPage browser)
    {
        var page = browser.Page;
        var text = page.GetByLabel(Text);
        await text.FillAsync("Good news: .");
        await text.PressAsync("ArrowLeft");
        await page.Keyboard.TypeAsync("/refund");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Refund" })).ToBeVisibleAsync();
        await browser.IsAccessible();
        await page.Keyboard.PressAsync("Enter");
        await Expect(text).ToHaveTextAsync("Good news: Ravi, your order {{order}} is paid back.");
        await Expect(page.Locator(".ll-editor .ll-files")).ToContainTextAsync("policy.pdf");

        await page.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();
        await Expect(page.GetByText("order is not filled in.")).ToBeVisibleAsync();
        Assert.Empty(await desk.Said(desk.RouterDown));
        await page.GetByRole(AriaRole.Button, new() { Name = "Fill it in" }).ClickAsync();
        await page.Keyboard.TypeAsync("41-7");
        await Expect(text).ToHaveTextAsync("Good news: Ravi, your order 41-7 is paid back.");
        await Expect(page.GetByText("Still to fill in")).ToHaveCountAsync(0);
    }

    // Check 29: another agent is set while she writes. Her text stays, and so it does while she may not send it.
    private async Task Keeps_her_text_when_the_ticket_goes_to_Arjun(IPage meera, IPage arjun)
    {
        await arjun.GetByLabel("Agent").SelectOptionAsync(desk.ArjunId);
        await Expect(meera.GetByLabel("Agent")).ToHaveValueAsync(desk.ArjunId);
        await Expect(meera.GetByLabel(Text)).ToHaveTextAsync(new Regex("41-7"));
        await Expect(meera.GetByRole(AriaRole.Button, new() { Name = "Send reply" })).ToBeDisabledAsync();
        await arjun.GetByLabel("Agent").SelectOptionAsync(desk.MeeraId);
        await Expect(meera.GetByRole(AriaRole.Button, new() { Name = "Send reply" })).ToBeEnabledAsync();
        await Expect(meera.GetByLabel(Text)).ToHaveTextAsync(new Regex("41-7"));
    }

    // Check 31: he sees that she writes; he answers first; she is asked, and her text stays.
    private async Task Is_asked_before_she_answers_after_Arjun(ApplicationPage browser, IPage arjun)
    {
        var page = browser.Page;
        await page.GetByLabel(Text).PressAsync("End");
        await page.Keyboard.TypeAsync(" Soon.");
        await Expect(arjun.GetByText("Meera Nair is writing").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Arjun Iyer is here").First).ToBeVisibleAsync();
        await arjun.GetByLabel(Text).FillAsync("We look into it.");
        await Expect(page.GetByText("Arjun Iyer is writing").First).ToBeVisibleAsync();
        await browser.IsAccessible();
        await arjun.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();
        await Expect(page.Locator(".ll-talk")).ToContainTextAsync("We look into it.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();
        await Expect(page.GetByText("Arjun Iyer has answered meanwhile.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel(Text)).ToHaveTextAsync(new Regex("41-7.*Soon"));
        Assert.Single(await desk.Said(desk.RouterDown));
        await page.GetByRole(AriaRole.Button, new() { Name = "Read the answer" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();
        await Expect(page.Locator(".ll-talk")).ToContainTextAsync("your order 41-7 is paid back. Soon.");
        await Expect(page.Locator(".ll-talk")).ToContainTextAsync("policy.pdf");
        await Expect(page.GetByLabel(Text)).ToHaveTextAsync("");

        // Check 36: what was late stays so.
        await Expect(page.GetByText(new Regex("First reply 1\\d min late"))).ToBeVisibleAsync();
    }

    // Check 32: the area says who sees it, and the customer does not.
    private async Task Writes_a_note_that_only_the_team_sees(ApplicationPage browser)
    {
        var page = browser.Page;
        await page.GetByRole(AriaRole.Tab, new() { Name = "Note" }).ClickAsync();
        var note = page.GetByLabel("Note: only your team sees this");
        await Expect(note).ToHaveAccessibleDescriptionAsync("Only your team sees this");
        await note.FillAsync("refund ok?");
        await browser.IsAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
        await Expect(page.Locator(".ll-talk .note")).ToContainTextAsync("refund ok?");
        Assert.Equal("InternalNote: refund ok?", (await desk.Said(desk.RouterDown))[^1]);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Reply" }).ClickAsync();
    }

    // Check 33: the server has the answer, and its own does not arrive. A second try says it no second time.
    private async Task Answers_once_over_a_broken_line(IPage page)
    {
        const string replies = "**/leadline/v1/tickets/*/replies";
        var before = (await desk.Said(desk.RouterDown)).Count;
        await page.RouteAsync(replies, async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await page.GetByLabel(Text).FillAsync("It is on its way.");
        await page.GetByLabel(Text).PressAsync("Control+Enter");
        await Expect(page.GetByText("The server cannot be reached.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel(Text)).ToHaveTextAsync("It is on its way.");
        await page.UnrouteAsync(replies);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();
        await Expect(page.GetByLabel(Text)).ToHaveTextAsync("");
        Assert.Equal(before + 1, (await desk.Said(desk.RouterDown)).Count);
    }

    // A macro shows what it will do; what it says is filled in first.
    private async Task Lets_the_customer_wait_by_a_macro(ApplicationPage browser, SmallDesk server)
    {
        var page = browser.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Macros" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Wait for the customer" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Status: Waiting on Customer");
        await Expect(dialog.GetByRole(AriaRole.Textbox)).ToHaveValueAsync("Ravi Kumar sends {{what}}");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Apply macro" })).ToBeDisabledAsync();
        await browser.IsAccessible();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("Ravi Kumar sends a photograph");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Apply macro" }).ClickAsync();
        await Expect(page.GetByLabel("Status")).ToHaveValueAsync("Waiting on Customer");
        await Expect(page.Locator(".ll-talk")).ToContainTextAsync("Ravi Kumar sends a photograph");
        Assert.Equal("waiting", (await server.Ticket(server.RouterDown)).GetProperty("fields").GetProperty("Tags").GetString());
    }

    // Check 30, the first half.
    private async Task Begins_to_write_and_closes_the_window(IPage page)
    {
        await page.GetByLabel(Text).FillAsync("Please restart the router");
        await Eventually.Holds(async () => (await page.EvaluateAsync<string>(
            $"async () => (await fetch('/leadline/v1/drafts/tickets/{desk.RouterDown}/reply')).text()"))
            .Contains("Please restart the router", StringComparison.Ordinal));
    }

    // Check 30: what she has typed is there on another device, and is nobody else's.
    private async Task Goes_on_from_her_phone(ApplicationPage phone, IPage arjun)
    {
        await phone.SignIn(SmallDesk.Meera, SmallDesk.Password, "/app/tickets/mine");
        await Expect(phone.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Router down" })).ToContainTextAsync("Draft");
        await Expect(phone.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "No dial tone" })).Not.ToContainTextAsync("Draft");
        await phone.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Router down") }).ClickAsync();
        await Expect(phone.Page.GetByLabel(Text)).ToHaveTextAsync("Please restart the router");
        await Expect(arjun.GetByLabel(Text)).ToHaveTextAsync("");
        await phone.IsAccessible();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();
        await Expect(phone.Page.GetByLabel(Text)).ToHaveTextAsync("");
        Assert.EndsWith("Please restart the router", (await desk.Said(desk.RouterDown))[^1], StringComparison.Ordinal);
        await Eventually.Holds(async () => await phone.Page.EvaluateAsync<int>(
            $"async () => (await fetch('/leadline/v1/drafts/tickets/{desk.RouterDown}/reply')).status") == 404);
    }
}
