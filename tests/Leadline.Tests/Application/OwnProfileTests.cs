using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>What belongs to whoever is signed in: the language, the zone, and what the account asks for before all else.</summary>
public sealed class OwnProfileTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Language_and_time_zone_follow_the_user()
    {
        await using (var browser = await ApplicationPage.Open(server))
        {
            var page = browser.Page;
            await browser.SignIn(server, "/app/profile");
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");

            // Check 22, of the zone: what is shown already is shown anew.
            var seen = page.Locator("#p-sessions").Locator("xpath=ancestor::section").Locator(".ll-muted").First;
            await Zone(page, "Asia/Kolkata");
            await Assertions.Expect(seen).ToHaveAttributeAsync("title", new Regex("Asia/Kolkata"));
            await Zone(page, "Europe/Berlin");
            await Assertions.Expect(seen).ToHaveAttributeAsync("title", new Regex("Europe/Berlin"));

            await page.GetByRole(AriaRole.Combobox, new() { Name = "Language" }).SelectOptionAsync("hi-IN");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save profile" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "मेरी प्रोफ़ाइल" })).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "hi");
            await browser.IsAccessible();
        }

        await using (var elsewhere = await ApplicationPage.Open(server))
        {
            await elsewhere.SignIn(server, "/app/profile");
            await Assertions.Expect(elsewhere.Page.GetByRole(AriaRole.Heading, new() { Name = "मेरी प्रोफ़ाइल" }))
                .ToBeVisibleAsync();
            await Assertions.Expect(elsewhere.Page.GetByRole(AriaRole.Combobox, new() { Name = "समय क्षेत्र" })).ToHaveValueAsync("Europe/Berlin");
            await elsewhere.Page.GetByRole(AriaRole.Combobox, new() { Name = "भाषा" }).SelectOptionAsync("");
            await elsewhere.Page.GetByRole(AriaRole.Button, new() { Name = "प्रोफ़ाइल सहेजें" }).ClickAsync();
            await Assertions.Expect(elsewhere.Page.GetByRole(AriaRole.Heading, new() { Name = "My Profile" })).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Forms_before_the_application_speak_the_browsers_language()
    {
        await using var browser = await ApplicationPage.Open(server, locale: "hi-IN");
        var page = browser.Page;
        await page.GotoAsync("/app/leads");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "hi");
        await page.GetByLabel("ई-मेल").FillAsync("nobody@example.com");
        await page.GetByLabel("पासवर्ड").FillAsync("not the password");
        await page.GetByRole(AriaRole.Button, new() { Name = "साइन इन करें" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).First)
            .ToHaveTextAsync("यह ई-मेल और पासवर्ड किसी खाते से मेल नहीं खाते।");
        await browser.IsAccessible();
    }

    [Fact]
    public async Task Who_is_asked_for_a_second_factor_is_led_to_set_it_up()
    {
        const string settings = "/leadline/v1/sign-in-settings";
        await server.Send(HttpMethod.Put, settings, """{"secondFactorRequired":true}""");
        try
        {
            await using var browser = await ApplicationPage.Open(server);
            await browser.SignIn(server);
            await Assertions.Expect(browser.Page).ToHaveURLAsync(new Regex("/app/profile$"));
            await Assertions.Expect(browser.Page.GetByRole(AriaRole.Button, new() { Name = "Set up second factor" }))
                .ToBeVisibleAsync();
        }
        finally
        {
            await server.Send(HttpMethod.Put, settings, """{"secondFactorRequired":false}""");
        }
    }

    private static async Task Zone(IPage page, string zone)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Time zone" }).SelectOptionAsync(zone);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save profile" }).ClickAsync();
    }
}
