using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Planning a month: the calendar by mouse and by keys, and the list.</summary>
public sealed class TaskJourneyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Tasks = "/leadline/v1/tasks";

    [Fact]
    public async Task A_month_is_planned()
    {
        var visit = await Add("Visit the school", "2027-03-10T09:30:00Z");
        await Add("Send the offer", "2027-03-11T12:00:00Z");
        await Add("After the month", "2027-05-01T12:00:00Z");
        await using var browser = await ApplicationPage.Open(server);
        var page = browser.Page;
        await browser.SignIn(server, "/app/tasks/calendar/2027-03");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "March 2027" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".ll-month .task")).ToHaveCountAsync(2);
        await browser.IsAccessible();

        await Moves_by_keys(page, visit);
        await Moves_by_mouse(page, visit);
        await Changes_in_the_form(browser);
        await Shows_what_others_do(browser);
        await Lists_and_sorts(browser);
    }

    private async Task Moves_by_keys(IPage page, string visit)
    {
        var task = Button(page, "Visit the school");
        await task.FocusAsync();
        foreach (var key in (string[])["Space", "ArrowRight", "ArrowDown"])
            await page.Keyboard.PressAsync(key);
        await Assertions.Expect(Day(page, "18 March").GetByText("Visit the school")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Day(page, "10 March").GetByText("Visit the school")).ToBeVisibleAsync();
        await Assertions.Expect(task).ToBeFocusedAsync();

        foreach (var key in (string[])["Space", "ArrowDown", "Enter"])
            await page.Keyboard.PressAsync(key);
        await Assertions.Expect(page.GetByText(new Regex("Visit the school is due .*17 March 2027")).First).ToBeAttachedAsync();
        await Assertions.Expect(task).ToBeFocusedAsync();
        Assert.Equal("2027-03-17T09:30:00Z", await DueOn(visit));
    }

    private async Task Moves_by_mouse(IPage page, string visit)
    {
        await Button(page, "Visit the school").DragToAsync(Day(page, "25 March"));
        await Assertions.Expect(Day(page, "25 March").GetByText("Visit the school")).ToBeVisibleAsync();
        await page.Locator(".mud-snackbar").Filter(new() { HasText = "25 March 2027" })
            .GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(Day(page, "17 March").GetByText("Visit the school")).ToBeVisibleAsync();
        await Eventually.Holds(async () => await DueOn(visit) == "2027-03-17T09:30:00Z");
    }

    private static async Task Changes_in_the_form(ApplicationPage browser)
    {
        var page = browser.Page;
        await Button(page, "Send the offer").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Send the better offer");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Completed" }).CheckAsync();
        await browser.IsAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save task" }).ClickAsync();
        await Assertions.Expect(Button(page, "Send the better offer")).ToHaveClassAsync("task done");

        await Day(page, "22 March").GetByRole(AriaRole.Button).First.ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Plan April");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save task" }).ClickAsync();
        await Assertions.Expect(Day(page, "22 March").GetByText("Plan April")).ToBeVisibleAsync();
    }

    private async Task Shows_what_others_do(ApplicationPage browser)
    {
        await Add("From elsewhere", "2027-03-02T08:00:00Z");
        await Assertions.Expect(Day(browser.Page, "2 March").GetByText("From elsewhere")).ToBeVisibleAsync();
    }

    private static async Task Lists_and_sorts(ApplicationPage browser)
    {
        var page = browser.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "List" }).ClickAsync();
        var first = page.GetByRole(AriaRole.Row).Nth(1);
        await Assertions.Expect(first).ToContainTextAsync("From elsewhere");
        await Assertions.Expect(page.GetByText("Send the better offer")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Due", Exact = true }).ClickAsync();
        await Assertions.Expect(first).ToContainTextAsync("After the month");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "State" }).SelectOptionAsync("completed");
        await Assertions.Expect(first).ToContainTextAsync("Send the better offer");
        await browser.IsAccessible();
    }

    private static ILocator Button(IPage page, string name) =>
        page.Locator(".ll-month .task").Filter(new() { HasText = name });

    private static ILocator Day(IPage page, string day) => page.Locator(".ll-month td")
        .Filter(new() { Has = page.Locator($".day[aria-label*=' {day} 2027']") });

    private async Task<string> Add(string name, string dueOn)
    {
        var made = await server.Send(
            HttpMethod.Post, Tasks, JsonSerializer.Serialize(new { type = "To-Do", name, dueOn }));
        return made.Json.GetProperty("id").GetString()!;
    }

    private async Task<string> DueOn(string task) =>
        (await server.Send(HttpMethod.Get, $"{Tasks}/{task}", null)).Json.GetProperty("dueOn").GetDateTime()
        .ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
