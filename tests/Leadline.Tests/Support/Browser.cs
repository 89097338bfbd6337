using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Leadline.Tests.Support.Chromium))]

namespace Leadline.Tests.Support;

/// <summary>A browser for pages that people see, in the one Chromium of the run.</summary>
public sealed class Browser : IAsyncDisposable
{
    /// <summary>Milliseconds. Far longer than a busy machine needs.</summary>
    public const int LongestWait = 600_000;

    private static readonly Lazy<string> Axe = new(new BundledAxeScriptProvider().GetScript);

    private IBrowserContext? context;

    /// <summary>A browser without a past. Scripts are off: the pages must do without. It closes the page before.</summary>
    public async Task<IPage> NewPage(Uri baseAddress, bool withScripts = false)
    {
        await DisposeAsync();
        context = await (await Chromium.Get()).NewContextAsync(new()
        {
            BaseURL = baseAddress.ToString(),
            JavaScriptEnabled = withScripts,
            ViewportSize = new() { Width = 800, Height = 640 },

            // The pages' policy forbids every script, those of the tests too.
            BypassCSP = withScripts,
        });
        context.SetDefaultTimeout(LongestWait);
        return await context.NewPageAsync();
    }

    /// <summary>What axe finds wrong with the page by WCAG 2.2 A and AA, a line each.</summary>
    public static async Task<IReadOnlyList<string>> Violations(IPage page)
    {
        // In the page itself: Deque's RunAxe opens a page more for each look, for frames that these pages do not have.
        await page.EvaluateAsync(Axe.Value);
        return await page.EvaluateAsync<string[]>(
            """
            async tags => {
              const found = await axe.run({ runOnly: { type: 'tag', values: tags } });
              if (found.passes.length === 0) throw new Error('axe has looked at nothing');
              return found.violations.map(violation =>
                `${violation.id}: ${violation.help}: ${violation.nodes.map(node => node.html).join(' ')}`);
            }
            """,
            (string[])["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (context is not null)
            await context.DisposeAsync();
    }
}

/// <summary>A real Chromium. Without one on the machine its tests are skipped, but never in the gate (CI).</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places =
        [Environment.GetEnvironmentVariable("CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)?>> Running = new(Launch);

    internal static async Task<IBrowser> Get()
    {
        var running = await Running.Value;
        Assert.SkipWhen(running is null, "There is no Chromium on this machine: apt-get install chromium.");
        return running!.Value.Browser;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Running.IsValueCreated || await Running.Value is not { } running)
            return;
        await running.Browser.DisposeAsync();
        running.Playwright.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)?> Launch()
    {
        if (Places.FirstOrDefault(File.Exists) is not { } chromium)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "The gate needs a Chromium: apt-get install chromium.");
            return null;
        }

        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            Timeout = Browser.LongestWait,
        }));
    }
}
