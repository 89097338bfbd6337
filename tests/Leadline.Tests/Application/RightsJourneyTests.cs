using System.Collections.Concurrent;
using Leadline.Tests.Rights;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Somebody who sees own records alone tries to find a stranger's, everywhere.</summary>
public sealed class RightsJourneyTests(RightsServer server) : IClassFixture<RightsServer>
{
    private const string Password = "secret-secret-secret";

    private readonly ConcurrentBag<(string Url, string Body)> answers = [];

    /// <summary>Check 20, and every list, count, search and suggestion beside it.</summary>
    [Fact]
    public async Task What_may_not_be_seen_is_nowhere()
    {
        await server.Ok(
            server.Looker("admin"), HttpMethod.Patch, $"/leadline/v1/users/{server.Looker("own").Id}", $$"""{"password":"{{Password}}"}""");
        await using var browser = await ApplicationPage.Open(server);
        var page = browser.Page;
        var heard = new List<Task>();
        page.Response += (_, response) =>
        {
            if (response.Url.Contains("/leadline/v1/", StringComparison.Ordinal) && !response.Url.EndsWith("/live", StringComparison.Ordinal))
                lock (heard)
                    heard.Add(Keep(response));
        };
        await browser.SignIn(server.Looker("own").Email, Password);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Hidden name own" }).First).ToBeVisibleAsync();

        foreach (var address in (string[])["opportunities", "tasks", "tasks/list", "tickets", $"leads/{server.Own.Lead}"])
        {
            await browser.Go(address);
            await page.Locator("#main h1").WaitForAsync();
        }

        await browser.Go($"leads/{server.Stranger.Lead}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is here" })).ToBeVisibleAsync();
        await Types_a_strangers_phone(browser);
        await Searches(page);

        Task[] all;
        lock (heard)
            all = [.. heard];
        await Task.WhenAll(all);
        Assert.Contains(answers, answer => answer.Body.Contains(server.Own.Lead, StringComparison.Ordinal));
        foreach (var (url, body) in answers)
            foreach (var told in server.Stranger.Ids.Append("Hidden name stranger"))
                Assert.False(
                    body.Contains(told, StringComparison.OrdinalIgnoreCase) && !url.Contains(told, StringComparison.OrdinalIgnoreCase),
                    $"{url} tells {told}: {body}");
    }

    private async Task Types_a_strangers_phone(ApplicationPage browser)
    {
        var page = browser.Page;
        await browser.Go("leads");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add lead" }).ClickAsync();
        await page.GetByLabel("Phone Number").FillAsync(server.Stranger.Phone);
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog))
            .ToContainTextAsync("A lead with this Phone Number exists. You may not see it: ask");
        await browser.IsAccessible();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private async Task Searches(IPage page)
    {
        await page.Keyboard.PressAsync("Control+k");
        var menu = page.GetByRole(AriaRole.Combobox);
        await menu.FillAsync("Hidden name own");
        await Assertions.Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Hidden name own");
        foreach (var wanted in (string[])["Hidden name stranger", server.Stranger.Email, "9810000003"])
        {
            var answered = page.WaitForResponseAsync(response => response.Url.Contains("search", StringComparison.Ordinal));
            await menu.FillAsync(wanted);
            await answered;
            await Assertions.Expect(page.GetByRole(AriaRole.Option).Filter(new() { HasText = "stranger" })).ToHaveCountAsync(0);
        }
    }

    private async Task Keep(IResponse response)
    {
        try
        {
            answers.Add((response.Url, await response.TextAsync()));
        }
        catch (PlaywrightException)
        {
            // The page has turned away from the answer before it was whole.
        }
    }
}
