using System.Text;
using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Microsoft.Playwright;
using MimeKit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Leadline.Tests.Application.Tickets;

/// <summary>Meera formats what she writes: from the keys that she presses to the mail that the customer has.</summary>
public sealed class FormattedReplyJourneyTests(MailDesk desk) : IClassFixture<MailDesk>
{
    private const string Reply = "Reply to the customer";

    private static readonly string Picture =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    // What Word puts on the clipboard: looks in every element, and lists that are paragraphs.
    private const string FromWord =
        """
        <html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{font-family:Calibri;color:red}</style></head><body>
        <h2 style='color:#2F5496'>Steps</h2>
        <p class=MsoNormal style='margin-bottom:8pt'><b style='mso-bidi-font-weight:normal'><span style='font-size:14.0pt;color:red'>Please</span></b> read <a href="https://example.com/help">the help</a><o:p></o:p></p>
        <p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Unplug it</p>
        <p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp; </span></span>the white one</p>
        <p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>Plug it in</p>
        <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Wait</p>
        <table><tr><td><p>Light</p></td><td><p>green</p></td></tr></table>
        <script>document.title = 'harm'</script><img src="https://example.com/track.png" onerror="document.title = 'harm'">
        </body></html>
        """;

    [Fact]
    public async Task What_is_formatted_by_keys_alone_reaches_the_customer_with_its_picture()
    {
        await using var browser = await ApplicationPage.Open(desk);
        await browser.SignIn(SmallDesk.Meera, SmallDesk.Password, $"/app/tickets/{desk.RouterDown}");
        var (page, keys) = (browser.Page, browser.Page.Keyboard);
        var text = page.GetByLabel(Reply);
        await Expect(text).ToBeVisibleAsync();
        await Expect(page.Locator(".ll-talk")).ToContainTextAsync("Router down since the morning");

        await keys.PressAsync("r");
        await Expect(text).ToBeFocusedAsync();
        await keys.TypeAsync("Dear Ravi, ");
        await keys.PressAsync("Control+b");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Bold" })).ToHaveAttributeAsync("aria-pressed", "true");
        await keys.TypeAsync("restart");
        await keys.PressAsync("Control+b");
        await keys.TypeAsync(" it");
        await keys.PressAsync("Enter");

        // The toolbar is one stop before the text.
        await keys.PressAsync("Shift+Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Bold" })).ToBeFocusedAsync();
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowRight");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Bulleted list" })).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(text).ToBeFocusedAsync();
        await keys.TypeAsync("unplug it");
        await keys.PressAsync("Enter");
        await keys.TypeAsync("plug it in");
        await keys.PressAsync("Enter");
        await keys.PressAsync("Enter");

        // Ctrl-K is the link's where something is selected, and the command menu's else.
        await keys.TypeAsync("More here");
        await keys.PressAsync("Control+Shift+ArrowLeft");
        await keys.PressAsync("Control+k");
        await Expect(page.GetByLabel("Address of the link")).ToBeFocusedAsync();
        await browser.IsAccessible();
        await keys.TypeAsync("example.com/help");
        await keys.PressAsync("Enter");
        await Expect(text).ToBeFocusedAsync();
        await Expect(text.Locator("a")).ToHaveAttributeAsync("href", "https://example.com/help");
        await keys.PressAsync("Control+End");
        await keys.PressAsync("Enter");
        await keys.PressAsync("Control+k");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Search or run a command" })).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await keys.PressAsync("r");
        await Expect(text).ToBeFocusedAsync();
        await keys.PressAsync("Control+End");

        await Paste(page, file: Picture);
        await Expect(text.GetByRole(AriaRole.Img, new() { Name = "image.png" })).ToHaveAttributeAsync("src", new Regex("^blob:"));
        await Paste(page, file: Picture);
        await Expect(text.GetByRole(AriaRole.Img, new() { Name = "image-2.png" })).ToBeVisibleAsync();
        await keys.PressAsync("Backspace");
        await Expect(text.GetByRole(AriaRole.Img)).ToHaveCountAsync(1);
        await browser.IsAccessible();
        await keys.PressAsync("Control+Enter");
        await Expect(text).ToHaveTextAsync("");

        await Reaches_the_customer(await desk.Smtp.Mail("ravi.kumar@example.com", mail => mail.Html is not null));
        var said = page.Locator(".ll-talk iframe").First.ContentFrame;
        await Expect(said.Locator("strong")).ToHaveTextAsync("restart");
        await Expect(said.Locator("li")).ToHaveTextAsync(["unplug it", "plug it in"]);
        await Expect(said.GetByRole(AriaRole.Img)).ToHaveJSPropertyAsync("naturalWidth", 1);
        await Expect(page.Locator(".ll-talk .ll-files")).ToHaveCountAsync(0);
        await browser.IsAccessible();
        await Is_asked_about_a_picture_that_is_not_here(page);
    }

    private async Task Is_asked_about_a_picture_that_is_not_here(IPage page)
    {
        var text = page.GetByLabel(Reply);
        await text.FillAsync("Like this: ");
        await text.PressAsync("End");
        await Paste(page, file: Picture);
        await Eventually.Holds(async () => (await page.EvaluateAsync<string>(
            $"async () => (await fetch('/leadline/v1/drafts/tickets/{desk.RouterDown}/reply')).text()"))
            .Contains("cid:", StringComparison.Ordinal));
        await page.ReloadAsync();
        await Expect(text).ToContainTextAsync("Like this");
        await text.PressAsync("Control+Enter");
        await Expect(page.GetByText("The picture image.png is on another device")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send anyway" }).ClickAsync();
        await Expect(text).ToHaveTextAsync("");
        Assert.EndsWith("Like this: [image.png]", (await desk.Said(desk.RouterDown))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_pasted_from_word_keeps_its_structure_and_is_there_on_another_device()
    {
        var address = $"/app/tickets/{desk.NoDialTone}";
        await using (var browser = await ApplicationPage.Open(desk))
        {
            await browser.SignIn(SmallDesk.Meera, SmallDesk.Password, address);
            var (page, text) = (browser.Page, browser.Page.GetByLabel(Reply));
            await text.ClickAsync();
            await Paste(page, html: FromWord);

            await HasSteps(text);
            Assert.DoesNotMatch("style=|class=\"Mso|color", await text.EvaluateAsync<string>(
                "text => { const copy = text.cloneNode(true); copy.removeAttribute('class'); copy.removeAttribute('style'); return copy.innerHTML; }"));
            Assert.NotEqual("harm", await page.TitleAsync());
            await Eventually.Holds(async () => (await page.EvaluateAsync<string>(
                $"async () => (await fetch('/leadline/v1/drafts/tickets/{desk.NoDialTone}/reply')).text()"))
                .Contains("the white one", StringComparison.Ordinal));

            await page.ReloadAsync();
            await HasSteps(page.GetByLabel(Reply));

            // A note is a text of its own, with a history of its own.
            await page.GetByRole(AriaRole.Tab, new() { Name = "Note" }).ClickAsync();
            var note = page.GetByLabel("Note: only your team sees this");
            await Expect(note).ToHaveTextAsync("");
            await note.FillAsync("Told him");
            await page.GetByRole(AriaRole.Tab, new() { Name = "Reply" }).ClickAsync();
            await HasSteps(page.GetByLabel(Reply));
        }

        await using var phone = await ApplicationPage.Open(desk, width: 390, dark: true);
        await phone.SignIn(SmallDesk.Meera, SmallDesk.Password, address);
        var there = phone.Page.GetByLabel(Reply);
        await HasSteps(there);
        await phone.IsAccessible();
        await there.PressAsync("Control+End");
        await phone.Page.Keyboard.TypeAsync("!");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();
        await Expect(there).ToHaveTextAsync("");
        var sent = (await desk.Said(desk.NoDialTone))[^1];
        Assert.Contains("- Unplug it\n  - the white one\n- Plug it in\n1. Wait\nLight | green", sent, StringComparison.Ordinal);
    }

    private static async Task HasSteps(ILocator text)
    {
        await Expect(text.Locator("> p > strong")).ToHaveTextAsync(["Steps", "Please"]);
        await Expect(text.Locator("a")).ToHaveAttributeAsync("href", "https://example.com/help");
        await Expect(text.Locator("> ul > li")).ToHaveCountAsync(2);
        await Expect(text.Locator("> ul > li").First.Locator("> ul > li")).ToHaveTextAsync("the white one");
        await Expect(text.Locator("> ol > li")).ToHaveTextAsync("Wait");
        await Expect(text).ToContainTextAsync("Light | green");
        await Expect(text.Locator("img, script, table, h2")).ToHaveCountAsync(0);
    }

    private static async Task Reaches_the_customer(TakenMail taken)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(taken.Raw));
        using var mail = await MimeMessage.LoadAsync(stream, TestContext.Current.CancellationToken);
        Assert.Contains("Dear Ravi, <strong>restart</strong> it", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<ul><li>unplug it</li><li>plug it in</li></ul>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Matches("More <a href=\"https://example.com/help\"[^>]*>here</a>", mail.HtmlBody);
        Assert.StartsWith("Dear Ravi, restart it\n- unplug it\n- plug it in\nMore here <https://example.com/help>", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var picture = Assert.Single(mail.BodyParts.OfType<MimePart>(), part => part.ContentId is not null);
        Assert.Contains($"cid:{picture.ContentId}", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Empty(mail.Attachments);
        using var bytes = new MemoryStream();
        await picture.Content!.DecodeToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Equal(Picture, Convert.ToBase64String(bytes.ToArray()));
    }

    // As the browser does when Ctrl-V is pressed.
    private static Task Paste(IPage page, string? html = null, string? file = null) => page.EvaluateAsync(
        """
        ([html, file]) => {
          const clipboardData = new DataTransfer();
          if (html) {
            clipboardData.setData('text/html', html);
            clipboardData.setData('text/plain', 'Steps');
          }
          if (file) clipboardData.items.add(new File([Uint8Array.from(atob(file), letter => letter.charCodeAt(0))], 'image.png', { type: 'image/png' }));
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        }
        """,
        new[] { html, file });
}
