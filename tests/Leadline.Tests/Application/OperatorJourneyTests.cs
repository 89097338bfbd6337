using System.Text.RegularExpressions;
using Leadline.Tests.Intake;
using Leadline.Tests.Support;
using Leadline.Tests.Webhooks;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Dev's day, who keeps the connections to other systems running: a receiver that fails, and requests that could not be done.</summary>
public sealed class OperatorJourneyTests(WebhookServer server) : IClassFixture<WebhookServer>
{
    [Fact]
    public async Task What_failed_is_seen_mended_and_replayed()
    {
        await using var receiver = await WebhookReceiver.Start();
        await using var browser = await ApplicationPage.Open(server);
        await browser.SignIn(server, "/app/workflow/webhooks");

        await Makes_a_webhook(browser, receiver);
        await Replays_what_the_receiver_refused(browser, receiver);
        await Sees_the_intake_move(browser);
        await Replays_a_request_that_failed(browser);
    }

    private static async Task Makes_a_webhook(ApplicationPage browser, WebhookReceiver receiver)
    {
        var page = browser.Page;
        await browser.IsAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add webhook" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Address").FillAsync(receiver.Url);
        await dialog.GetByLabel("Every event").CheckAsync();
        await browser.IsAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add webhook" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/app/workflow/webhooks/[0-9a-f-]+$"));
    }

    // Check 39: the request and the answer are there to read, and a replay brings the same event.
    private async Task Replays_what_the_receiver_refused(ApplicationPage browser, WebhookReceiver receiver)
    {
        var page = browser.Page;
        receiver.Answer = _ => Task.FromResult(500);
        await server.Lead("ravi.kumar@example.com");
        await receiver.Received(1);
        await page.GetByLabel("Failed only").CheckAsync();
        await Eventually.Holds(async () =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Refresh" }).ClickAsync();
            return await page.Locator("tbody .ll-chip.error").CountAsync() > 0;
        });
        var failed = page.Locator("tbody tr").Filter(new() { HasText = "lead.created" }).First;
        await failed.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.Locator(".ll-detail")).ToContainTextAsync("ravi.kumar@example.com");
        await Assertions.Expect(page.Locator(".ll-detail")).ToContainTextAsync("500");
        await Assertions.Expect(page.Locator(".ll-detail")).ToContainTextAsync("\"Status\":\"Success\"");
        await browser.IsAccessible();

        receiver.Answer = _ => Task.FromResult(200);
        var refused = receiver.Calls[0];
        var before = receiver.Calls.Count;
        await failed.GetByRole(AriaRole.Button, new() { Name = "Replay lead.created" }).ClickAsync();
        await receiver.Received(before + 1);
        Assert.Equal(refused.Headers["webhook-id"], receiver.Calls[before].Headers["webhook-id"]);
    }

    // Check 39, of the plot: what comes in meanwhile shows without a click.
    private async Task Sees_the_intake_move(ApplicationPage browser)
    {
        var page = browser.Page;
        await browser.Go("workflow/intake");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause intake" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Paused", new() { Exact = true })).ToBeVisibleAsync();
        var calls = new AsyncCalls(server);
        for (var i = 0; i < 50; i++)
            await calls.Submit("/lead/capture", AsyncCalls.Lead($"posted{i}@example.com"));
        await Assertions.Expect(page.Locator(".ll-figures .ll-card").First).ToContainTextAsync("50");
        await browser.IsAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume intake" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ll-figures .ll-card").First.Locator("strong")).ToHaveTextAsync("0");
    }

    private async Task Replays_a_request_that_failed(ApplicationPage browser)
    {
        var page = browser.Page;
        var calls = new AsyncCalls(server);
        var id = await calls.Submit(
            "/lead/capture",
            """[{"Attribute":"EmailAddress","Value":"early@example.com"},{"Attribute":"mx_Early_Bird","Value":"came first"}]""");
        Assert.Equal("FAILURE", (await calls.Final(id)).GetProperty("Status").GetString());
        await page.GetByLabel("RequestId").FillAsync(id.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Find request" }).ClickAsync();
        await Assertions.Expect(page.GetByText("mx_Early_Bird").First).ToBeVisibleAsync();
        await server.Post(
            "/v2/LeadManagement.svc/CreateLeadField",
            """{"DisplayName":"Early Bird","DataType":"Text","RenderTypeTextValue":"Textbox"}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).First.ClickAsync();
        await Eventually.Holds(async () => (await calls.Now(id)).GetProperty("Status").GetString() == "Success");
    }
}
