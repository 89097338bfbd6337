using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Leela has one person's data exported and erased, and reads who changed what.</summary>
public sealed class GovernanceJourneyTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly LeadRows rows = new(server);
    private readonly OwnApi own = new(server);

    [Fact]
    public async Task One_person_is_exported_and_erased_with_a_record()
    {
        var lead = await rows.Lead("ravi.kumar@example.com", ("FirstName", "Ravi"), ("LastName", "Kumar"), ("Phone", "+91-9812345678"));
        await own.Post($"leads/{lead}/notes", """{"text":"Lives in Pune"}""");
        await using var browser = await ApplicationPage.Open(server);
        await browser.SignIn(server, "/app/settings/personal-data");
        var page = browser.Page;
        await Assertions.Expect(page.GetByText("Nobody's data was exported or erased yet.")).ToBeVisibleAsync();
        await browser.IsAccessible();

        await page.GetByLabel("E-mail or phone").FillAsync("098123 45678");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find person" }).ClickAsync();
        var found = page.GetByRole(AriaRole.Region, new() { Name = "Ravi Kumar" });
        await Assertions.Expect(found).ToContainTextAsync("Notes: 1");
        await browser.IsAccessible();

        await found.GetByRole(AriaRole.Button, new() { Name = "Export Ravi Kumar" }).ClickAsync();
        await Answer(browser, "Export Ravi Kumar", "Asked for a copy");
        var link = page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Download, until") });
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Matches(@"^personal-data-[0-9a-f-]+\.zip$", download.SuggestedFilename);
        Assert.True(new FileInfo((await download.PathAsync())!).Length > 500);

        await found.GetByRole(AriaRole.Button, new() { Name = "Erase Ravi Kumar" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("What stays, and why");
        await Answer(browser, "Erase Ravi Kumar", "Asked by letter");
        var record = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Asked by letter" });
        await Assertions.Expect(record).ToContainTextAsync("Done");
        await Assertions.Expect(found).ToBeHiddenAsync();
        await Assertions.Expect(link).ToBeHiddenAsync();
        await record.Locator("summary").ClickAsync();
        await Assertions.Expect(record).ToContainTextAsync("Backups made before");
        await browser.IsAccessible();
        Assert.Null(await rows.Find("ravi.kumar@example.com"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Find person" }).ClickAsync();
        await Assertions.Expect(page.GetByText("No lead has this address or number.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_changed_what_is_read_and_fetched()
    {
        var group = (await own.Post("groups", """{"name":"Nagpur"}"""))["id"];
        await own.Patch($"groups/{group}", """{"name":"Nagpur and around"}""");
        await using var browser = await ApplicationPage.Open(server, width: 390);
        await browser.SignIn(server, "/app/settings/audit");
        var page = browser.Page;
        var change = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Changed: Group" });
        await Assertions.Expect(change.Locator("del")).ToHaveTextAsync("Nagpur");
        await Assertions.Expect(change.Locator("ins")).ToHaveTextAsync("Nagpur and around");
        await Assertions.Expect(change).ToContainTextAsync(server.Credentials.AdminEmail);
        await browser.IsAccessible();

        await page.GetByLabel("Kind").SelectOptionAsync("session");
        await Assertions.Expect(change).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Created: Session" }).First).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Download CSV" }).ClickAsync());
        var file = await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.StartsWith("Time,User,Key", file, StringComparison.Ordinal);
        Assert.DoesNotContain("Nagpur", file, StringComparison.Ordinal);
        await page.GetByLabel("From").FillAsync("2199-01-01");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToBeVisibleAsync();
        await browser.IsAccessible();
    }

    private static async Task Answer(ApplicationPage browser, string action, string reason)
    {
        var dialog = browser.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync(reason);
        await browser.IsAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = action }).ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
    }
}
