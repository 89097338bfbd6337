using Leadline.Tests.Architecture;
using Leadline.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Portals;

/// <summary>What a customer does on a page in a browser, and what it shows. With UPDATE_SNAPSHOTS=1 pictures are kept in docs/portal.</summary>
internal static class Journey
{
    public static async Task IsAccessible(IPage page, string path)
    {
        await page.GotoAsync(path);
        Assert.Empty(await Browser.Violations(page));
    }

    public static async Task Fill(IPage page, params (string Label, string Value)[] fields)
    {
        foreach (var (label, value) in fields)
            await page.GetByLabel(label, new() { Exact = true }).Or(page.GetByLabel(label + " (optional)", new() { Exact = true })).FillAsync(value);
    }

    public static Task Press(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public static Task Says(IPage page, string text) => Assertions.Expect(page.Locator("main")).ToContainTextAsync(text, new() { Timeout = Browser.LongestWait });

    public static async Task Shows(IPage page, string heading, string? picture = null)
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading, new() { Timeout = Browser.LongestWait });
        if (picture is not null)
            await Picture(page, picture);
    }

    public static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            await page.ScreenshotAsync(new() { Path = Path.Combine(SourceTree.Root, "docs/portal", $"{name}.png") });
    }
}
