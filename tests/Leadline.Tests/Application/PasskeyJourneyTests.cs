using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Signing in by the lock of one's device, in Chromium with an authenticator of its own.</summary>
public sealed class PasskeyJourneyTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_passkey_is_made_signs_in_and_is_removed()
    {
        var profile = $"http://localhost:{server.Url.Port}/app/profile";
        await using var browser = await ApplicationPage.Open(server);
        var page = browser.Page;
        await AddAuthenticator(page);
        await browser.SignIn(server, profile);

        var passkeys = page.GetByRole(AriaRole.Region, new() { Name = "Passkeys" });
        await passkeys.GetByLabel("Name of the passkey").FillAsync("Work laptop");
        await passkeys.GetByLabel("Password").FillAsync(server.Credentials.AdminPassword);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(passkeys.Locator(".ll-codes li")).ToHaveCountAsync(10);
        await Assertions.Expect(passkeys.GetByText("never used")).ToBeVisibleAsync();
        await browser.IsAccessible();

        await SignOut(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.Locator("#main h1").WaitForAsync();

        // The password alone is no longer enough.
        await SignOut(page);
        await page.GetByLabel("E-mail").FillAsync(server.Credentials.AdminEmail);
        await page.GetByLabel("Password").FillAsync(server.Credentials.AdminPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Recovery code, if your passkey is lost")).ToBeVisibleAsync();
        await browser.IsAccessible();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#main h1").WaitForAsync();

        await browser.Go("/app/profile");
        await passkeys.GetByRole(AriaRole.Button, new() { Name = "Remove Work laptop" }).ClickAsync();
        await passkeys.GetByLabel("Password").FillAsync(server.Credentials.AdminPassword);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(passkeys.GetByText("Work laptop")).ToHaveCountAsync(0);
    }

    private static async Task AddAuthenticator(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static async Task SignOut(IPage page)
    {
        await page.Context.ClearCookiesAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/app/sign-in"));
    }
}
