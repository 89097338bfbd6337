using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Leadline.Tests.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Two people on one lead: each sees what the other does, and nothing is lost or overwritten unseen.</summary>
public sealed class TogetherTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Vikram = "vikram@example.com";
    private const string Password = "secret-secret-secret";

    [Fact]
    public async Task Two_people_edit_one_lead()
    {
        var own = new OwnApi(server);
        var lead = (await own.Post(
            "leads",
            """{"values":{"FirstName":"Ravi","EmailAddress":"ravi@example.com","mx_City":"Pune","JobTitle":"Clerk"}}"""))["ProspectID"]!;
        using var vikram = await SignedIn();
        await using var browser = await ApplicationPage.Open(server);
        var page = browser.Page;
        await browser.SignIn(server, $"/app/leads/{lead}");
        await page.GetByLabel("Write a note").FillAsync("Half a tho");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit City: Pune" }).ClickAsync();
        var city = page.GetByLabel("City", new() { Exact = true });
        await city.FillAsync("Nashik");

        await Change(vikram, lead, new { JobTitle = "Manager", mx_City = "Satara" });

        // What the other did shows where one is not writing; what one writes stays.
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Edit Job Title: Manager" })).ToBeVisibleAsync();
        await Assertions.Expect(city).ToHaveValueAsync("Nashik");
        await Assertions.Expect(page.GetByLabel("Write a note")).ToHaveValueAsync("Half a tho");

        // Check 18: of the same field the other's value is told before it is replaced.
        await city.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Satara" })).ToBeVisibleAsync();
        await Assertions.Expect(city).ToHaveValueAsync("Nashik");
        Assert.Equal("Satara", (await own.Get($"leads/{lead}"))["mx_City"]);
        await browser.IsAccessible();
        await city.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Edit City: Nashik" })).ToBeVisibleAsync();

        var saved = await own.Get($"leads/{lead}");
        Assert.Equal(("Nashik", "Manager"), (saved["mx_City"], saved["JobTitle"]));
        await browser.Go($"leads/{lead}/history/mx_City");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(new Regex(@"Nashik[\s\S]*Vikram Shah[\s\S]*Satara"));
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByLabel("Write a note")).ToHaveValueAsync("Half a tho");
    }

    private static async Task Change(UserBrowser by, string lead, object values)
    {
        var changed = await by.Send(HttpMethod.Patch, $"leads/{lead}", JsonSerializer.Serialize(new { values }));
        Assert.True(changed.Status == HttpStatusCode.OK, changed.Body);
    }

    private async Task<UserBrowser> SignedIn()
    {
        var made = await server.Services.GetRequiredService<AccountOperations>().CreateUser(
            int.Parse(server.Credentials.OrgId, CultureInfo.InvariantCulture), Vikram, "Vikram", "Shah", "Sales_Manager", Password);
        Assert.Null(made.Failure);
        var browser = new UserBrowser(server.Url);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(Vikram, Password)).Status);
        return browser;
    }
}
