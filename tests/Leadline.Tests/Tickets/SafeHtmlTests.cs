using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using AngleSharp.Html.Parser;
using Leadline.InboundMail;
using Leadline.Tests.Support;
using Leadline.Tickets.Conversations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>HTML of strangers does nothing to whoever reads it, and stays readable.</summary>
public sealed class SafeHtmlTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>Each sets <c>hit</c>, or asks an address, where it is shown as it came. A part needs a browser older than today's.</summary>
    private static readonly string[] Hostile =
    [
        "<script>hit=1</script>",
        "<scr<script>ipt>hit=1</script>",
        "<img src=x onerror=hit=1>",
        "<IMG SRC=\"x\"ONERROR=\"hit=1\">",
        "<img/src=x/onerror=hit=1>",
        "<img src=\"x` `<script>hit=1</script>\"` `>",
        "<svg onload=hit=1>",
        "<svg><script>hit=1</script></svg>",
        "<svg><animate onbegin=hit=1 attributeName=x dur=1s>",
        "<svg><a xlink:href=\"javascript:hit=1\"><text x=20 y=20>x</text></a></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=hit=1&gt;\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=hit=1>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=hit=1>\">",
        "<noscript><p title=\"</noscript><img src=x onerror=hit=1>\">",
        "<textarea><img title=\"</textarea><img src=x onerror=hit=1>\"></textarea>",
        "<xmp><p title=\"</xmp><img src=x onerror=hit=1>\">",
        "<title><img title=\"</title><img src=x onerror=hit=1>\">",
        "<template><img src=x onerror=hit=1></template>",
        "<iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe>",
        "<iframe src=\"javascript:parent.hit=1\"></iframe>",
        "<object data=\"data:text/html,<script>parent.hit=1</script>\"></object>",
        "<embed src=\"https://tracker.example.com/e\">",
        "<video><source onerror=hit=1></video><audio src=x onerror=hit=1></audio>",
        "<input autofocus onfocus=hit=1><select autofocus onfocus=hit=1></select>",
        "<details open ontoggle=hit=1>x</details>",
        "<marquee onstart=hit=1>x</marquee>",
        "<body onload=hit=1 onpageshow=hit=1><p onmouseover=hit=1>x</p>",
        "<p style=\"width:expression(hit=1)\" onmouseover=\"hit=1\">x</p>",
        "<div style=\"background:url('https://tracker.example.com/b')\">x</div>",
        "<div style=\"background:u\\72l(https://tracker.example.com/c)\">x</div>",
        "<div style=\"color:red;background-image:image-set('https://tracker.example.com/d' 1x)\">x</div>",
        "<style>@import 'https://tracker.example.com/s';*{background:url(https://tracker.example.com/t)}</style>",
        "<link rel=stylesheet href=https://tracker.example.com/l><base href=https://tracker.example.com/>",
        "<meta http-equiv=refresh content=\"0;url=https://tracker.example.com/m\">",
        "<img src=https://tracker.example.com/pixel width=1 height=1>",
        "<img srcset=\"https://tracker.example.com/set 1x\">",
        "<table background=https://tracker.example.com/table><tr><td background=https://tracker.example.com/td>x</td></tr></table>",
        "<form action=https://tracker.example.com/form><input name=password><button formaction=\"javascript:hit=1\">x</button></form>",
        "<a href=\"javascript:hit=1\">x</a>",
        "<a href=\" jav&#x09;ascript:hit=1\">x</a>",
        "<a href=\"&#1;javascript:hit=1\">x</a>",
        "<a href=\"java\0script:hit=1\">x</a>",
        "<a href=\"data:text/html,<script>hit=1</script>\">x</a>",
        "<a href=\"vbscript:hit=1\">x</a><a href=\"//tracker.example.com\">x</a><a href=\"/leadline/v1/tickets\">x</a>",
        "<a href=\"https://example.com/&quot; onmouseover=&quot;hit=1\">x</a>",
        "<p title='\"><img src=x onerror=hit=1>'>x</p>",
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='hit=1'/>\">",
        "<img src=\"data:image/png;base64,AAAA&quot; onerror=&quot;hit=1\">",
        "<!--><img src=x onerror=hit=1>-->",
        "<![CDATA[<img src=x onerror=hit=1>]]><?php <img src=x onerror=hit=1> ?>",
        "<p id=hit name=hit class=modal-backdrop contenteditable>x</p>",
        "&lt;img src=x onerror=hit=1&gt;",
        "<plaintext><img src=x onerror=hit=1>",
        "<a href=\"https://example.com\" target=\"_self\" ping=\"https://tracker.example.com/ping\">x</a>",
    ];

    private static readonly string[] Allowed =
    [
        "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "data-remote-src", "datetime", "dir", "face",
        "height", "href", "lang", "nowrap", "rel", "reversed", "rowspan", "scope", "size", "span", "src", "start", "style", "target",
        "title", "type", "valign", "width",
    ];

    [Fact]
    public void Nothing_but_what_is_harmless_is_left()
    {
        foreach (var html in Hostile.Append(string.Concat(Hostile)).Concat(Hostile.Select(one => $"<table><tr><td><div><b>{one}")))
        {
            var safe = SafeHtml.Sanitize(html)!;
            var read = new HtmlParser().ParseDocument(safe);
            Assert.Empty(read.QuerySelectorAll("script,style,svg,math,iframe,object,embed,form,input,button,select,textarea,link,meta,base,video,audio,template,title"));
            foreach (var element in read.Body!.QuerySelectorAll("*"))
            {
                Assert.All(element.Attributes, attribute => Assert.Contains(attribute.Name, Allowed));
                Assert.Matches("^(https?://|mailto:|tel:|$)", element.GetAttribute("href") ?? "");
                Assert.Matches("^(data:image/(png|jpeg|gif|webp);base64,|$)", element.GetAttribute("src") ?? "");
                Assert.DoesNotMatch(@"(?i)url|expression|image-set|\\|javascript|@", element.GetAttribute("style") ?? "");
            }

            // What browsers make of it is what was written: there is no second reading in which it is something else.
            Assert.Equal(safe, SafeHtml.Sanitize(safe.Replace("data-remote-src=", "src=", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_browser_runs_nothing_of_it_and_asks_nobody()
    {
        var page = await browser.NewPage(new Uri("http://127.0.0.1:9"), withScripts: true);
        var context = page.Context;
        var asked = new ConcurrentBag<string>();
        await context.RouteAsync("**/*", route =>
        {
            asked.Add(route.Request.Url);
            return route.AbortAsync();
        });

        // What is safe leaves nothing behind that could do harm later on, and comes before what may.
        var (asItCame, safe) = (0, new List<string>());
        foreach (var html in Hostile)
            if (await Harms(SafeHtml.Sanitize(html)!))
                safe.Add(html);
        foreach (var html in Hostile)
            if (await Harms(html))
                asItCame++;

        Assert.Empty(safe);
        Assert.True(asItCame > 15, $"Only {asItCame} of the samples do anything at all.");

        async Task<bool> Harms(string html)
        {
            asked.Clear();
            bool hit;
            try
            {
                hit = await Show(page, html);
            }
            catch (PlaywrightException)
            {
                // It led away from the page.
                hit = true;
            }

            hit |= asked.Any(url => url.Contains("tracker", StringComparison.Ordinal));
            if (hit)
            {
                await page.CloseAsync();
                page = await context.NewPageAsync();
            }

            return hit;
        }

        static Task<bool> Show(IPage page, string html) => page.EvaluateAsync<bool>(
            """
            async html => {
              window.hit = 0;
              document.body.innerHTML = html;
              for (const element of document.body.querySelectorAll('*'))
                for (const event of ['mouseover', 'focus', 'load', 'error'])
                  element.dispatchEvent(new Event(event));
              for (const link of document.body.querySelectorAll('a'))
                if (link.protocol === 'javascript:') window.hit = 1;
              await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
              return window.hit !== 0;
            }
            """,
            html);
    }

    [Theory]
    [InlineData(
        "<html><head><title>T</title><style>p{color:red}</style></head><body bgcolor=white><p class=MsoNormal style='mso-x:1;color:#1F497D;margin:0cm'>Hi&nbsp;<b>there</b><o:p></o:p></p></body></html>",
        "<p style=\"color: rgba(31, 73, 125, 1); margin: 0\">Hi&nbsp;<b>there</b></p>")]
    [InlineData("<table width=100%><tr><td colspan=2 align=left>1 &lt; 2 &amp; \"3\"</table>", "<table width=\"100%\"><tbody><tr><td colspan=\"2\" align=\"left\">1 &lt; 2 &amp; \"3\"</td></tr></tbody></table>")]
    [InlineData("<a href='HTTPS://example.com/?a=1&amp;b=\"2\"'>x</a>", "<a href=\"HTTPS://example.com/?a=1&amp;b=&quot;2&quot;\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">x</a>")]
    [InlineData("<a href=mailto:a@example.com>x</a>", "<a href=\"mailto:a@example.com\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">x</a>")]
    [InlineData("<img alt=Logo src=https://example.com/a.png>", "<img alt=\"Logo\" data-remote-src=\"https://example.com/a.png\">")]
    [InlineData("<img src='data:image/png;base64,iVBORw0=\n'>", "<img src=\"data:image/png;base64,iVBORw0=\">")]
    [InlineData("<img src=cid:1@x>", "<img>")]
    [InlineData("<form>Name: <input value=x> <label>there</label></form>", "Name:  there")]
    [InlineData("<p style='margin-top:-500px;position:fixed;font-family:\"Segoe UI\",Arial;border:1px solid rgba(0,0,0,.5) !important'>x", "<p style=\"font-family: &quot;Segoe UI&quot;, Arial; border: 1px solid rgba(0, 0, 0, 0.5) !important\">x</p>")]
    [InlineData("<p style='width:calc(0px - 100px);margin:-9px;color:var(--x);text-decoration:underline'>x", "<p style=\"text-decoration: underline\">x</p>")]
    [InlineData("One<br>two<hr>three<wbr>", "One<br>two<hr>three<wbr>")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void What_is_harmless_is_kept(string html, string expected) => Assert.Equal(expected, SafeHtml.Sanitize(html));

    [Theory]
    [InlineData("<div>")]
    [InlineData("<i><b><u><s><em></i>")]
    [InlineData("<nobr><b><div></b>")]
    [InlineData("<a href=x><p>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<svg><math>")]
    [InlineData("<b a=\"")]
    public void What_is_made_to_take_long_does_not(string piece)
    {
        // The longest that a mail may have, and the worst that is still read as HTML.
        foreach (var times in new[] { 100_000 / piece.Length, 4_900 / piece.Count(letter => letter == '<') })
        {
            var html = string.Concat(Enumerable.Repeat(piece, times)) + "end";
            var watch = Stopwatch.StartNew();
            Assert.NotNull(SafeHtml.Sanitize(html));
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }

        Assert.Equal(new string('x', 6_000), SafeHtml.Sanitize(string.Concat(Enumerable.Repeat("<b>x</b>", 6_000))));
    }

    public sealed class AtTheDoor(AtTheDoor.DeskServer server) : IClassFixture<AtTheDoor.DeskServer>
    {
        [Fact]
        public async Task Both_surfaces_give_out_safe_html_and_the_mail_is_kept_as_it_came()
        {
            const string html = "<p onclick=hit()>Hello<script>hit()</script> <img src=https://tracker.example.com/p></p>";
            const string safe = "<p>Hello <img data-remote-src=\"https://tracker.example.com/p\"></p>";
            var taken = await server.Services.GetRequiredService<MailIntake>().Take(
                server.AccountId(),
                Encoding.UTF8.GetBytes($"From: html@example.com\nSubject: Html\nMessage-ID: <html@example.com>\nContent-Type: text/html\n\n{html}"),
                TestContext.Current.CancellationToken);
            Assert.Equal(MailTaken.AsTicket, taken.Value);
            var rows = new LeadRows(server);
            var number = await rows.One<long>(
                "SELECT t.number FROM ticket t JOIN ticket_conversation c USING (account_id, ticket_id) WHERE t.account_id = @account AND c.html = @html",
                new { account = rows.AccountId, html });

            // So does what a user adds: another user reads it.
            await server.Post($"/leadline/v1/tickets/{number}/notes", System.Text.Json.JsonSerializer.Serialize(new { text = "Note", html }));

            var own = (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("conversations");
            var crm = (await server.Crm(HttpMethod.Post, "conversation/filter", $$"""{"TicketId":{{number}}}""")).Json.GetProperty("ConversationList");
            Assert.Equal([safe, safe], own.EnumerateArray().Select(said => said.GetProperty("html").GetString()));
            Assert.Equal([safe], crm.EnumerateArray().Select(said => said.GetProperty("Html").GetString()));
        }

        public sealed class DeskServer : TestServer;
    }
}
