using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Accounts;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>
/// A day of Vikram, who leads the team that sells: a view for all, leads for somebody else and back, two leads that are
/// one person, and the board.
/// </summary>
public sealed class TeamLeadJourneyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Password = "secret-secret";
    private const string Vikram = "vikram@example.com";
    private const string Anita = "anita@example.com";
    private const int Pune = 9;

    private readonly OwnApi own = new(server);

    [Fact]
    public async Task A_team_lead_shares_hands_over_merges_and_moves_what_is_to_be_sold()
    {
        await New(Vikram, "Vikram", "Shah");
        await New(Anita, "Anita", "Rao");
        await own.Patch("sales-settings", """{"currencyCode":"INR","currencySymbol":"₹","currencyName":"Indian Rupee"}""");
        for (var i = 1; i <= Pune; i++)
            await NewLead($"Lead {i}", $"lead{i}@example.com", "Pune");
        var ravi = await NewLead("Ravi", "ravi.kumar@example.com", "Mumbai");
        var again = await NewLead("R.", "ravi@example.com", "Mumbai");
        await own.Patch($"leads/{ravi}", """{"values":{"LastName":"Kumar","Phone":"+919812345678"}}""");
        await own.Patch($"leads/{again}", """{"values":{"LastName":"Kumar","Mobile":"+919812345678"}}""");
        foreach (var (lead, note) in new[] { (ravi, "Rang"), (ravi, "Rang again"), (again, "Asked by mail") })
            await own.Post($"leads/{lead}/activities", $$"""{"type":21,"note":"{{note}}"}""");
        var type = await server.NewOpportunityType(
            "Home loan",
            """
            ,"stages":["Enquiry","Negotiation","Agreed"],
            "fields":[{"schemaName":"mx_Custom_7","displayName":"Amount","type":"Decimal"}]
            """);
        var loan = await NewOpportunity(ravi, type, "Flat in Baner", "Negotiation", "120000");
        await NewOpportunity(again, type, "Row house", "Negotiation", "300000");

        await using var browser = await ApplicationPage.Open(server, locale: "en-IN");
        await browser.SignIn(Vikram, Password);
        var page = browser.Page;
        await Shares_a_view(browser);
        await Hands_over_and_takes_back(page);
        await Goes_from_lead_to_lead(page);
        await Looks_at_what_a_field_was(browser);
        await Merges_two_leads(browser, ravi, again);
        await Moves_a_card_by_mouse(browser, type);
        await Moves_a_card_by_keys(browser, type);
        await Changes_an_amount(browser, type, loan);
    }

    // Check 12: what Vikram changes of the view is his own, till he updates it for all; what he saves anew leaves it.
    private async Task Shares_a_view(ApplicationPage browser)
    {
        var page = browser.Page;
        await page.GotoAsync(Where("Pune") + "&sort=FirstName");
        await Assertions.Expect(page.GetByText($"{Pune} leads")).ToBeVisibleAsync();
        await Chooses(page, "Save view");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Hot leads");
        await page.GetByLabel("Everybody sees it").CheckAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Chooses(page, "Hot leads");
        await page.GetByRole(AriaRole.Columnheader).GetByRole(AriaRole.Button, new() { Name = "Lead Score" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("sort=Score"));
        Assert.Equal("FirstName", await ViewSort());

        await Chooses(page, "Update Hot leads for all");

        await Assertions.Expect(page.GetByText("Hot leads updated")).ToBeVisibleAsync();
        Assert.Equal("Score", await ViewSort());
        await browser.IsAccessible();
    }

    // Check 14: all that match get another owner, and each its former one again.
    private async Task Hands_over_and_takes_back(IPage page)
    {
        var before = await Owners();
        await page.GotoAsync(Where("Pune") + "&sort=FirstName");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Select Lead 1" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Select all {Pune} that match" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change owner" }).ClickAsync();
        await page.GetByText("Anita Rao", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText($"{Pune} done, 0 refused")).ToBeVisibleAsync();
        Assert.Equal(["Anita Rao"], (await Owners()).Values.Distinct());

        await page.GetByRole(AriaRole.Region, new() { Name = "Selection" })
            .GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Eventually.Seen(Owners, now => now.SequenceEqual(before));
    }

    // Check 23: ] and [ go on within the filter and the order of the list.
    private static async Task Goes_from_lead_to_lead(IPage page)
    {
        await page.GotoAsync(Where("Pune") + "&sort=FirstName");
        await page.GetByRole(AriaRole.Link, new() { Name = "Lead 2", Exact = true }).ClickAsync();
        await Shows("Lead 2", 2);
        await page.Keyboard.PressAsync("]");
        await Shows("Lead 3", 3);
        await page.Keyboard.PressAsync("]");
        await Shows("Lead 4", 4);
        await page.Keyboard.PressAsync("[");
        await Shows("Lead 3", 3);

        async Task Shows(string name, int place)
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByText($"{place} of {Pune}")).ToBeVisibleAsync();
        }
    }

    // By keys alone, at an address of its own: who changed the city, from what to what.
    private static async Task Looks_at_what_a_field_was(ApplicationPage browser)
    {
        var page = browser.Page;
        var city = page.GetByRole(AriaRole.Button, new() { Name = "Edit City: Pune" });
        await city.ClickAsync();
        await page.GetByLabel("City", new() { Exact = true }).FillAsync("Nashik");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Edit City: Nashik" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("h");
        var history = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(history).ToContainTextAsync("History of City");
        await Assertions.Expect(history.GetByRole(AriaRole.Listitem)).ToContainTextAsync(new Regex(@"Vikram Shah[\s\S]*Pune[\s\S]*Nashik"));
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/history/mx_City$"));
        await browser.IsAccessible();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(history).ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/app/leads/[0-9a-f-]+$"));
        await page.GetByRole(AriaRole.Link, new() { Name = "History of City" }).ClickAsync();
        await Assertions.Expect(history).ToContainTextAsync("Nashik");
        await page.GoBackAsync();
        await Assertions.Expect(history).ToHaveCountAsync(0);
    }

    // Check 21: what the last column says is saved; all that happened is on one timeline; the old address leads on.
    private async Task Merges_two_leads(ApplicationPage browser, string ravi, string again)
    {
        var page = browser.Page;
        await browser.Go($"leads/{ravi}");
        await Assertions.Expect(page.GetByText("R. Kumar has the same Phone Number.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare and merge" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Email of R. Kumar: ravi@example.com" }).CheckAsync();
        var email = page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = "Email", Exact = true }) });
        await Assertions.Expect(email.GetByRole(AriaRole.Cell).Last).ToHaveTextAsync(new Regex("ravi@example.com"));
        await browser.IsAccessible();
        var foreseen = await Foreseen(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Merge into Ravi Kumar" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/app/leads/{ravi}$"));
        var saved = (await own.Get($"leads/{ravi}")).Json;
        var fields = (await own.Get("lead-fields")).Json.GetProperty("leadFields").EnumerateArray()
            .DistinctBy(field => field.GetProperty("displayName").GetString())
            .ToDictionary(field => field.GetProperty("displayName").GetString()!, field => field.GetProperty("schemaName").GetString()!);
        foreach (var (name, value) in foreseen.Where(one => one.Key != "Owner"))
            Assert.Equal(value == "–" ? null : value, Text(saved, fields[name]));
        Assert.Equal("ravi@example.com", Text(saved, "EmailAddress"));
        foreach (var note in (string[])["Rang", "Rang again", "Asked by mail"])
            await Assertions.Expect(page.Locator(".ll-timeline").GetByText(note, new() { Exact = true })).ToBeVisibleAsync();
        await browser.Go($"leads/{again}");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/app/leads/{ravi}$"));
    }

    // Check 24: both sums change at once with the card, and are the API's.
    private async Task Moves_a_card_by_mouse(ApplicationPage browser, int type)
    {
        var page = browser.Page;
        await browser.Go($"opportunities/{type}");
        await Assertions.Expect(Column(page, "Negotiation").Locator("header")).ToContainTextAsync("₹4,20,000");
        Assert.Equal(420_000, await Sum(type, "Negotiation"));

        await page.Locator(".ll-board-card").Filter(new() { HasText = "Flat in Baner" }).DragToAsync(Column(page, "Agreed"));

        await Assertions.Expect(Column(page, "Negotiation").Locator("header")).ToContainTextAsync("₹3,00,000");
        await Assertions.Expect(Column(page, "Agreed").Locator("header")).ToContainTextAsync("₹1,20,000");
        await Eventually.Seen(
            async () => (await Sum(type, "Negotiation"), await Sum(type, "Agreed")), sums => sums == (300_000, 120_000));
        await browser.IsAccessible();
    }

    // Check 26: by keys alone; what is heard is the stage, how many stand there and their sum.
    private async Task Moves_a_card_by_keys(ApplicationPage browser, int type)
    {
        var page = browser.Page;
        var card = page.GetByRole(AriaRole.Button, new() { Name = "Flat in Baner", Exact = true });
        await card.FocusAsync();
        foreach (var (key, heard) in new[]
                 {
                     ("Space", "Flat in Baner picked up"),
                     ("ArrowLeft", "Negotiation, 2 opportunities, sum ₹4,20,000"),
                     ("ArrowLeft", "Enquiry, 1 opportunities, sum ₹1,20,000"),
                     ("Enter", "Flat in Baner is in Enquiry: 1 opportunities, sum ₹1,20,000"),
                 })
        {
            await page.Keyboard.PressAsync(key);
            await Assertions.Expect(page.Locator("[aria-live=assertive]")).ToHaveTextAsync(heard);
            await Assertions.Expect(card).ToBeFocusedAsync();
        }

        await Assertions.Expect(Column(page, "Enquiry")).ToContainTextAsync("Flat in Baner");
        await Eventually.Seen(() => Sum(type, "Enquiry"), sum => sum == 120_000);
    }

    // The amount is money on the opportunity's page, too, and its past stands there.
    private async Task Changes_an_amount(ApplicationPage browser, int type, string loan)
    {
        var page = browser.Page;
        await browser.Go($"opportunities/{type}/{loan}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit Amount: ₹1,20,000" }).ClickAsync();
        var amount = page.GetByLabel("Amount", new() { Exact = true });
        await Assertions.Expect(amount).ToHaveValueAsync("1,20,000");
        await amount.FillAsync("₹1,35,000");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Edit Amount: ₹1,35,000" })).ToBeVisibleAsync();
        Assert.Equal("135000", Text((await own.Get($"opportunities/{loan}")).Json.GetProperty("values"), "mx_Custom_7"));
        await page.GetByLabel("Write a note").FillAsync("Wants the offer by Friday");
        await page.Keyboard.PressAsync("Control+Enter");
        var timeline = page.Locator(".ll-timeline");
        await Assertions.Expect(timeline).ToContainTextAsync("Wants the offer by Friday");
        await Assertions.Expect(timeline).ToContainTextAsync("₹1,35,000");
        await Assertions.Expect(timeline.Filter(new() { HasText = "Stage changed" })).ToBeVisibleAsync();
        await browser.IsAccessible();
    }

    private static ILocator Column(IPage page, string stage) =>
        page.Locator(".ll-board-column").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = stage, Exact = true }) });

    // The last column of each field, by the field's name.
    private static async Task<Dictionary<string, string>> Foreseen(IPage page)
    {
        var rows = await page.Locator(".ll-merge-table tbody tr").AllAsync();
        var foreseen = new Dictionary<string, string>();
        foreach (var row in rows)
            foreseen[await row.GetByRole(AriaRole.Rowheader).InnerTextAsync()] = await row.Locator(".ll-result strong").InnerTextAsync();
        Assert.NotEmpty(foreseen);
        return foreseen;
    }

    private static string Where(string city) => "/app/leads?where=" + Uri.EscapeDataString(
        $$"""{"all":[{"field":"mx_City","operator":"=","value":"{{city}}"}]}""");

    private static async Task Chooses(IPage page, string view)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Views" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = view }).Or(page.Locator(".mud-menu-item").Filter(new() { HasText = view })).First.ClickAsync();
    }

    private async Task<string?> ViewSort() =>
        Text((await own.Get("saved-views?list=leads")).Json.GetProperty("views").EnumerateArray().First(view => Text(view, "name") == "Hot leads"), "sort");

    private async Task<SortedDictionary<string, string>> Owners()
    {
        var found = await own.Post(
            "leads/search",
            """{"filter":{"field":"mx_City","operator":"=","value":"Pune"},"fields":["FirstName","OwnerIdName"],"limit":200}""");
        return new(found.Json.GetProperty("leads").EnumerateArray()
            .ToDictionary(lead => Text(lead, "FirstName")!, lead => Text(lead, "OwnerIdName")!));
    }

    private async Task<decimal> Sum(int type, string stage)
    {
        var board = (await own.Post("opportunities/board", $$"""{"type":{{type}},"cards":0}""")).Json;
        return board.GetProperty("columns").EnumerateArray()
            .Single(column => Text(column, "stage") == stage).GetProperty("sum").GetDecimal();
    }

    private async Task New(string email, string firstName, string lastName)
    {
        var users = server.Services.GetRequiredService<AccountOperations>();
        var made = await users.CreateUser(
            int.Parse(server.Credentials.OrgId, CultureInfo.InvariantCulture), email, firstName, lastName, "Sales_Manager", Password);
        Assert.Null(made.Failure);
    }

    private async Task<string> NewLead(string name, string email, string city)
    {
        var made = await own.Post(
            "leads", $$$"""{"values":{"FirstName":"{{{name}}}","EmailAddress":"{{{email}}}","mx_City":"{{{city}}}"}}""");
        Assert.True(made.Status == System.Net.HttpStatusCode.OK, made.Body);
        return made["ProspectID"]!;
    }

    private async Task<string> NewOpportunity(string lead, int type, string name, string stage, string amount)
    {
        var made = await own.Post(
            $"leads/{lead}/opportunities",
            $$$"""{"type":{{{type}}},"values":{"mx_Custom_1":"{{{name}}}","mx_Custom_2":"{{{stage}}}","mx_Custom_7":"{{{amount}}}"}}""");
        Assert.True(made.Status == System.Net.HttpStatusCode.OK, made.Body);
        return made["id"]!;
    }

    private static string? Text(JsonElement element, string member) =>
        element.GetProperty(member) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;
}
