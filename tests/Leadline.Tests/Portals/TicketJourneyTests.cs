using System.Text;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Microsoft.Playwright;
using Xunit;
using static Leadline.Tests.Portals.Journey;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>A customer with a request, in a real browser without scripts.</summary>
public sealed class TicketJourneyTests(PortalServer server, Browser browser) : IClassFixture<PortalServer>, IClassFixture<Browser>
{
    private string Root => $"/portal/{server.Credentials.PortalId}";

    [Fact]
    public async Task A_customer_opens_a_ticket_reads_it_and_answers()
    {
        var page = await browser.NewPage(server.Url);
        await SignIn(page, Root);
        await page.GetByRole(AriaRole.Link, new() { Name = "Tickets" }).First.ClickAsync();
        await Says(page, "There is nothing here yet.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open a ticket" }).ClickAsync();
        await Shows(page, "Open a ticket");
        await Fill(page, ("What is it about?", "No internet in the evening"), ("What can we do for you?", "From about eight o'clock on, every page takes minutes.\n\nThe router has been restarted twice."));
        await page.GetByLabel("Type", new() { Exact = true }).SelectOptionAsync("Problem");
        await page.GetByLabel("Priority", new() { Exact = true }).SelectOptionAsync("High");
        await Choose(page, "speed.txt", "Measured at 20:15: 0.4 Mbit/s");
        await WholePicture(page, "new-ticket");
        await Press(page, "Send");

        await Says(page, "We have your request: it is ticket #");
        await Says(page, "The router has been restarted twice.");
        await Says(page, "speed.txt (29 bytes)");
        var number = page.Url.Split('/')[^1].Split('?')[0];
        var ticket = await server.Ticket(long.Parse(number));
        Assert.Equal(("No internet in the evening", "Problem", "High", "Portal"), (ticket.Field("Title"), ticket.Field("Type"), ticket.Field("Priority"), ticket.Field("Channel")));

        await server.Post($"/leadline/v1/tickets/{number}/notes", """{"text":"The node in her street is full."}""");
        await server.Post(
            $"/leadline/v1/tickets/{number}/replies", """{"text":"Thank you for the measurement. Which lights of the router are on?","via":"portal"}""");
        await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{number}", """{"fields":{"Status":"Waiting on Customer"}}""");
        await page.GetByRole(AriaRole.Link, new() { Name = "Your tickets" }).ClickAsync();
        await Shows(page, "Tickets");
        await Says(page, "Waiting on Customer");
        await page.GetByRole(AriaRole.Link, new() { Name = "No internet in the evening" }).ClickAsync();
        await Says(page, "Which lights of the router are on?");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("The node in her street");
        await Fill(page, ("Your answer", "All of them, and the one in the middle blinks."));
        await Press(page, "Send");

        await Says(page, "Your answer is sent.");
        await Says(page, "the one in the middle blinks.");
        Assert.Equal("Open", (await server.Ticket(long.Parse(number))).Field("Status"));
        await WholePicture(page, "ticket");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "speed.txt (29 bytes)" }).ClickAsync());
        Assert.Equal("speed.txt", download.SuggestedFilename);
        Assert.Equal("Measured at 20:15: 0.4 Mbit/s", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_the_input_and_what_was_typed_stays()
    {
        var page = await browser.NewPage(server.Url);
        await SignIn(page, Root);
        await page.GotoAsync(Root + "/tickets/new");
        await Fill(page, ("What is it about?", "Too long a story"), ("What can we do for you?", new string('x', 20_001)));
        await Choose(page, "story.txt", "Once upon a time");
        await Press(page, "Send");

        await Says(page, "Please look at: What can we do for you, Files.");
        await Says(page, "This has 20,001 characters; at most 20,000 are taken.");
        await Says(page, "Please choose the files again.");
        Assert.StartsWith("Error: ", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal("Too long a story", await page.GetByLabel("What is it about?").InputValueAsync());
        Assert.Equal(20_001, (await page.GetByLabel("What can we do for you?").InputValueAsync()).Length);
        await page.GetByLabel("What can we do for you?").FillAsync("In short: nothing works");
        await Press(page, "Send");
        await Says(page, "We have your request");

        // By its name: what is handed over itself goes through the browser's driver as text.
        var film = Path.Combine(Directory.CreateTempSubdirectory("leadline-film-").FullName, "film.mp4");
        await File.WriteAllBytesAsync(film, new byte[22 * 1024 * 1024], TestContext.Current.CancellationToken);
        await page.GetByLabel("Files (optional)").SetInputFilesAsync(film);
        await Fill(page, ("Your answer", "Here is a film of it"));
        await Press(page, "Send");
        await Shows(page, "That is too much");
        await Says(page, "Nothing was saved");
        Directory.Delete(Path.GetDirectoryName(film)!, recursive: true);
    }

    [Theory]
    [InlineData("#1f4e79")]
    [InlineData("#ffcc00")]
    public async Task The_pages_of_tickets_are_accessible_in_any_colour(string colour)
    {
        var made = await server.Post("/leadline/v1/portals", $$"""{"name":"Colours","settings":{"theme":{"colour":"{{colour}}"} } }""");
        var root = $"/portal/{made.Json.GetProperty("id").GetString()}";
        var page = await browser.NewPage(server.Url, withScripts: true);
        var email = await SignIn(page, root);
        var number = await server.NewTicket(email, "Spoken of", ("Description", "As told by phone"));
        await server.Post($"/leadline/v1/tickets/{number}/replies", """{"text":"We look into it","via":"portal"}""");
        await IsAccessible(page, $"{root}/tickets/new");
        await page.GetByLabel("What is it about?").FillAsync("x");
        await page.GetByLabel("What can we do for you?").FillAsync(" ");
        await Press(page, "Send");
        await Says(page, "Please fill this in.");
        Assert.Empty(await Browser.Violations(page));

        await IsAccessible(page, $"{root}/tickets");
        await IsAccessible(page, $"{root}/tickets/{number}");
        await page.GetByLabel("Your answer").FillAsync("Thanks");
        await Choose(page, "note.txt", "One");
        await Press(page, "Send");
        await Says(page, "note.txt");
        Assert.Empty(await Browser.Violations(page));
        await page.GetByLabel("Your answer").FillAsync(" ");
        await Press(page, "Send");
        await Says(page, "Please write an answer.");
        Assert.Empty(await Browser.Violations(page));
    }

    [Fact]
    public async Task A_narrow_screen_is_wide_enough()
    {
        var page = await browser.NewPage(server.Url);
        await page.SetViewportSizeAsync(320, 640);
        var email = await SignIn(page, Root);
        var number = await server.NewTicket(email, new string('W', 300), ("Description", new string('W', 500)));
        foreach (var path in new[] { "tickets/new", $"tickets/{number}" })
        {
            await page.GotoAsync($"{Root}/{path}");
            var width = await page.Locator("main").BoundingBoxAsync();
            Assert.InRange(width!.Width, 1, 320);
            var heading = await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).BoundingBoxAsync();
            Assert.InRange(heading!.X + heading.Width, 1, 320);
        }
    }

    private async Task<string> SignIn(IPage page, string root)
    {
        var email = NewAddress();
        await page.GotoAsync(root + "/register");
        await Fill(page, ("First name", "Ada"), ("E-mail address", email), ("Password", Password), ("Password again", Password));
        await Press(page, "Register");
        await Shows(page, "Welcome, Ada");
        return email;
    }

    private static Task Choose(IPage page, string name, string content) => page.GetByLabel("Files (optional)")
        .SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(content) });

    private static async Task WholePicture(IPage page, string name)
    {
        var before = page.ViewportSize!;
        await page.SetViewportSizeAsync(before.Width, 1000);
        await Picture(page, name);
        await page.SetViewportSizeAsync(before.Width, before.Height);
    }
}
