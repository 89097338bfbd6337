using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Support;

/// <summary>
/// A real Chromium, for pages that people see. Without one on the machine these tests are skipped, but never in the gate (CI).
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places =
        [Environment.GetEnvironmentVariable("CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is not { } chromium)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "The gate needs a Chromium: apt-get install chromium.");
            return;
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            Timeout = 120_000,
        });
    }

    /// <summary>A browser without a past. Scripts are off: the pages must do without.</summary>
    public async Task<IPage> NewPage(Uri baseAddress, bool withScripts = false)
    {
        Assert.SkipWhen(browser is null, "There is no Chromium on this machine: apt-get install chromium.");
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = baseAddress.ToString(),
            JavaScriptEnabled = withScripts,
            ViewportSize = new() { Width = 800, Height = 640 },
        });
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    /// <summary>What axe finds wrong with the page by WCAG 2.2 A and AA, a line each.</summary>
    public static async Task<IReadOnlyList<string>> Violations(IPage page)
    {
        var result = await page.RunAxe(new() { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        Assert.NotEmpty(result.Passes);
        return [.. result.Violations.Select(violation => $"{violation.Id}: {violation.Help}")];
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
