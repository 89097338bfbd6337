using System.Collections.Concurrent;
using Leadline.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>
/// The application in Chromium as somebody sees it, under its own policy. Whatever the browser complains of (errors of
/// scripts, what the policy stops) fails the test at its end.
/// </summary>
public sealed class ApplicationPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly IBrowserContext context;

    // Milliseconds. The first page of a run compiles much, here and in the browser.
    private const int LongestWait = 60_000;

    static ApplicationPage() => Assertions.SetDefaultExpectTimeout(LongestWait);

    private ApplicationPage(IBrowserContext context, IPage page) => (this.context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>A browser without a past.</summary>
    /// <param name="server">The server.</param>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="dark">Whether the system is dark.</param>
    /// <param name="locale">The user's language and country.</param>
    public static async Task<ApplicationPage> Open(
        TestServer server, int width = 1280, bool dark = false, string locale = "en-GB")
    {
        var window = await (await Chromium.Get()).NewContextAsync(new()
        {
            BaseURL = server.Url.ToString(),
            ViewportSize = new() { Width = width, Height = 800 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = locale,
            ReducedMotion = ReducedMotion.Reduce,
        });
        window.SetDefaultTimeout(LongestWait);
        var opened = new ApplicationPage(window, await window.NewPageAsync());
        opened.Page.PageError += (_, error) => opened.complaints.Enqueue(error);
        opened.Page.Console += (_, message) =>
        {
            // What the server refuses is told by the page itself.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                opened.complaints.Enqueue(message.Text);
        };
        return opened;
    }

    /// <summary>Signs in as the administrator, by the form, and waits till the application is there.</summary>
    public Task SignIn(TestServer server, string address = "/app/leads") =>
        SignIn(server.Credentials.AdminEmail, server.Credentials.AdminPassword, address);

    /// <summary>Signs in by the form, and waits till the application is there.</summary>
    public async Task SignIn(string email, string password, string address = "/app/leads")
    {
        await Page.GotoAsync(address);
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.Locator("#main h1").WaitForAsync();
    }

    /// <summary>Goes to another address without loading the application anew.</summary>
    public Task Go(string address) => Page.EvaluateAsync("address => Blazor.navigateTo(address)", address);

    /// <summary>axe finds nothing wrong with what is shown.</summary>
    public async Task IsAccessible() => Assert.Empty(await Browser.Violations(Page));

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Assert.True(complaints.IsEmpty, string.Join('\n', complaints));
    }
}
