using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>A long list of leads stays as one has left it.</summary>
public sealed class LeadListTests(TestServer server) : IClassFixture<TestServer>
{
    // More than the list reads at once.
    private const int Leads = 230;
    private const string Filtered = "/app/leads?sort=FirstName&where=";

    [Fact]
    public async Task The_view_is_mine()
    {
        var own = new OwnApi(server);
        await Task.WhenAll(Enumerable.Range(0, Leads).Select(i => own.Post("leads", JsonSerializer.Serialize(new
        {
            values = new { FirstName = $"Lead {i:000}", EmailAddress = $"lead{i}@example.com", mx_City = "Pune" },
        }))));
        await using var browser = await ApplicationPage.Open(server);
        await browser.SignIn(server, Filtered + Uri.EscapeDataString(
            """{"all":[{"field":"mx_City","operator":"=","value":"Pune"}]}"""));
        await Assertions.Expect(browser.Page.GetByText($"{Leads} leads")).ToBeVisibleAsync();

        await Comes_back_to_the_row(browser);
        await Chooses_columns_by_keys(browser);
    }

    // Check 10: Back and a reload show the same rows at the same height, and the row that was looked at.
    private static async Task Comes_back_to_the_row(ApplicationPage browser)
    {
        var page = browser.Page;
        var grid = page.GetByRole(AriaRole.Grid);
        await grid.FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(Active(page)).ToHaveTextAsync($"Lead {Leads - 1:000}");
        for (var i = 0; i < 5; i++)
            await page.Keyboard.PressAsync("ArrowUp");
        var looked = $"Lead {Leads - 6:000}";
        await Assertions.Expect(Active(page)).ToHaveTextAsync(looked);
        var top = await Top(grid);
        Assert.True(top > 5_000, $"The list is scrolled by {top} pixels.");

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = looked })).ToBeVisibleAsync();
        await page.GoBackAsync();
        await IsAsLeft();

        await page.ReloadAsync();
        await IsAsLeft();

        // By mouse, to another page, and back.
        var other = $"Lead {Leads - 4:000}";
        await page.GetByRole(AriaRole.Link, new() { Name = other }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = other })).ToBeVisibleAsync();
        await browser.Go("tickets");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/app/tickets"));
        await page.GoBackAsync();
        await page.GoBackAsync();
        looked = other;
        await IsAsLeft();

        async Task IsAsLeft()
        {
            await Assertions.Expect(Active(page)).ToHaveTextAsync(looked);
            await Assertions.Expect(Active(page)).ToBeInViewportAsync();
            await Eventually.Holds(async () => Math.Abs(await Top(grid) - top) < 2);
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter City is Pune" }))
                .ToBeVisibleAsync();
        }
    }

    // Check 11: a column more, moved to the front by keys; the filter stays, and so do the columns elsewhere and back.
    private static async Task Chooses_columns_by_keys(ApplicationPage browser)
    {
        var page = browser.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Columns" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Add a column").FillAsync("Job Title");
        await page.GetByText("Job Title", new() { Exact = true }).Last.WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        var up = dialog.GetByRole(AriaRole.Button, new() { Name = "Move Job Title up" });
        while (await up.IsEnabledAsync())
        {
            await up.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
        }

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Show columns" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await HasIt();
        await browser.Go("opportunities");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/app/opportunities"));
        await page.GoBackAsync();
        await HasIt();
        await browser.IsAccessible();

        async Task HasIt()
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Columnheader).Nth(2)).ToHaveTextAsync(new Regex("Job Title"));
            await Assertions.Expect(page.GetByText($"{Leads} leads")).ToBeVisibleAsync();
        }
    }

    private static ILocator Active(IPage page) => page.Locator(".ll-cell-focus");

    private static Task<double> Top(ILocator grid) => grid.EvaluateAsync<double>("grid => grid.scrollTop");
}
