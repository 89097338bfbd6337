using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Leadline.InboundMail;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.EmailMarketing;

/// <summary>What readers do with mails, and mails that come back.</summary>
public sealed partial class EmailLinkTests(EmailServer server) : IClassFixture<EmailServer>
{
    private readonly LeadRows rows = new(server);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_asks_and_the_button_unsubscribes_once()
    {
        var address = EmailServer.NewAddress("leaver");
        var lead = await rows.Lead(address);
        var list = await server.NewList(lead);
        var template = await server.NewTemplate("news", text: "t");
        var campaign = await server.NewCampaign(list, template);
        var path = server.UnsubscribePath(await server.Smtp.Mail(address));

        var page = await server.Client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains(address, await page.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Contains("no-store", page.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.NotEqual("1", await rows.Value(lead, "DoNotEmail"));

        for (var click = 0; click < 2; click++)
        {
            using var oneClick = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            Assert.Equal(HttpStatusCode.OK, (await server.Client.PostAsync(new Uri(path, UriKind.Relative), oneClick, Cancelled)).StatusCode);
        }

        Assert.Equal("1", await rows.Value(lead, "DoNotEmail"));
        Assert.Equal(1, await server.Activities(lead, 3044));
        Assert.Equal(1, (await server.Counts(campaign, _ => true)).GetProperty("unsubscribed").GetInt32());
        var suppressed = (await server.Read($"email-suppressions?search={address}")).GetProperty("suppressions");
        Assert.Equal("unsubscribed", Assert.Single(suppressed.EnumerateArray()).GetProperty("reason").GetString());

        // The address counts, whatever somebody makes of the lead.
        await rows.Lead(address, ("DoNotEmail", "0"));
        var second = await server.NewCampaign(list, template);
        await server.Counts(second, counts => counts.GetProperty("skipped").GetInt32() == 1);
        await server.Ok(HttpMethod.Delete, $"{EmailServer.Own}/email-suppressions/{address.ToUpperInvariant()}");
        var third = await server.NewCampaign(list, template);
        await server.Counts(third, counts => counts.GetProperty("sent").GetInt32() == 1);
        Assert.Equal(2, server.Mails(address));
    }

    [Fact]
    public async Task Who_unsubscribes_gets_no_mail_that_waits_to_be_sent()
    {
        var address = EmailServer.NewAddress("waiting");
        var lead = await rows.Lead(address);
        var first = await server.NewCampaign(await server.NewList(lead), await server.NewTemplate("first", text: "t"));
        var path = server.UnsubscribePath(await server.Smtp.Mail(address));
        await server.Counts(first, counts => counts.GetProperty("sent").GetInt32() == 1);
        await server.Ok(HttpMethod.Patch, $"{EmailServer.Own}/email-settings", """{"mailsPerMinute":6}""");
        var other = await rows.Lead(EmailServer.NewAddress("before"));
        await server.Counts(
            await server.NewCampaign(await server.NewList(other), await server.NewTemplate("s", text: "t")),
            counts => counts.GetProperty("sent").GetInt32() == 1);
        var second = await server.NewCampaign(await server.NewList(lead), await server.NewTemplate("second", text: "t"));
        await server.Counts(second, counts => counts.GetProperty("queued").GetInt32() == 1);

        await server.Client.PostAsync(new Uri(path, UriKind.Relative), null, Cancelled);

        await server.Counts(second, counts => counts.GetProperty("skipped").GetInt32() == 1);
        await server.Ok(HttpMethod.Patch, $"{EmailServer.Own}/email-settings", """{"mailsPerMinute":0}""");
        server.Pass(TimeSpan.FromMinutes(5));
        await server.Make("emails", new { leadId = other, subject = "last", text = "t" });
        await Eventually.Seen(() => server.Activities(other, 3041), count => count == 2);
        Assert.Equal(1, server.Mails(address));
    }

    [Fact]
    public async Task Opens_and_clicks_are_told_where_that_is_wanted()
    {
        var address = EmailServer.NewAddress("reader");
        var evil = "https://evil.example/" + Guid.NewGuid().ToString("N");
        var lead = await rows.Lead(address, ("Website", evil));
        const string html =
            "<p><a class='x' href=\"https://shop.example/a?b=1&amp;c=2#d\">A</a> <a href=\"{{lead.Website}}\">W</a> <a href=\"mailto:a@example.com\">M</a> <a href=\"https://münchen.example/ü\">Ü</a></p>";
        await server.Make("emails", new { leadId = lead, subject = "untracked", html });
        var plain = await server.Smtp.Mail(address, mail => mail.Subject == "untracked");
        Assert.Contains("href=\"https://shop.example/a?b=1&amp;c=2#d\"", plain.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", plain.Html, StringComparison.Ordinal);

        await server.Ok(HttpMethod.Patch, $"{EmailServer.Own}/email-settings", """{"trackOpens":true,"trackClicks":true}""");
        var id = (await server.Make("emails", new { leadId = lead, subject = "tracked", html })).GetProperty("id").GetGuid();
        var mail = await server.Smtp.Mail(address, mail => mail.Subject == "tracked");
        await server.Ok(HttpMethod.Patch, $"{EmailServer.Own}/email-settings", """{"trackOpens":false,"trackClicks":false}""");
        Assert.Contains(evil, mail.Html, StringComparison.Ordinal);
        Assert.Contains("mailto:a@example.com", mail.Html, StringComparison.Ordinal);
        var picture = Link().Match(mail.Html!.Split("<img")[1]).Value;
        var click = Link().Match(mail.Html).Value;

        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Url };
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal("image/gif", (await browser.GetAsync(new Uri(picture), Cancelled)).Content.Headers.ContentType!.MediaType);
            var followed = await browser.GetAsync(new Uri(click), Cancelled);
            Assert.Equal((HttpStatusCode.Redirect, "https://shop.example/a?b=1&c=2#d"), (followed.StatusCode, followed.Headers.Location!.OriginalString));
        }

        Assert.Equal((1, 1), (await server.Activities(lead, 3042), await server.Activities(lead, 3043)));
        var email = await server.Read($"emails/{id}");
        Assert.NotEqual("", email.GetProperty("openedOn").GetString() + email.GetProperty("clickedOn").GetString());

        var abroad = await browser.GetAsync(new Uri(Link().Matches(mail.Html)[1].Value), Cancelled);
        Assert.Equal("https://xn--mnchen-3ya.example/%C3%BC", abroad.Headers.Location!.OriginalString);

        // Whoever changes a link, or makes one, gets nowhere.
        var token = click[(click.LastIndexOf('/') + 1)..];
        var changed = token[..^3] + (token[^3] == 'A' ? 'B' : 'A') + token[^2..];
        foreach (var odd in new[] { $"/email/click/{changed}", $"/email/unsubscribe/{token}", "/email/click/x", "/email/click/" + new string('A', 5_000) })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(new Uri(odd, UriKind.Relative), Cancelled)).StatusCode);
        Assert.NotEqual("1", await rows.Value(lead, "DoNotEmail"));
    }

    [Fact]
    public async Task An_address_that_the_mail_server_refuses_gets_no_more_mail()
    {
        var lead = await rows.Lead($"refused@{Guid.NewGuid():N}.example.com");
        var relayed = await rows.Lead($"relayed@{Guid.NewGuid():N}.example.com");
        var campaign = await server.NewCampaign(await server.NewList(lead, relayed), await server.NewTemplate("s", text: "t"));

        await server.Counts(campaign, counts => counts.GetProperty("bounced").GetInt32() == 1 && counts.GetProperty("failed").GetInt32() == 1);

        Assert.Equal((1, 0), (await server.Activities(lead, 3045), await server.Activities(lead, 3041)));
        var answer = await server.Post($"{EmailServer.Own}/emails", $$"""{"leadId":"{{lead}}","subject":"s","text":"t","category":"transactional"}""");
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Post($"{EmailServer.Own}/emails", $$"""{"leadId":"{{relayed}}","subject":"s","text":"t"}""")).Status);
    }

    [Theory]
    [InlineData("5.1.1", 1)]
    [InlineData("5.2.2", 0)]
    public async Task A_mail_that_comes_back_later_is_told_of_once(string status, int suppressed)
    {
        var address = EmailServer.NewAddress("returned");
        var lead = await rows.Lead(address);
        var id = (await server.Make("emails", new { leadId = lead, subject = "s", text = "t" })).GetProperty("id").GetGuid();
        var mail = await server.Smtp.Mail(address);
        await Eventually.Seen(() => server.Activities(lead, 3041), count => count == 1);
        var report = $"""
            From: MAILER-DAEMON@mail.example.com
            To: {server.Credentials.AdminEmail}
            Subject: Undelivered Mail Returned to Sender
            Message-ID: <{Guid.NewGuid():N}@mail.example.com>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: text/plain

            It could not be delivered.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mail.example.com

            Final-Recipient: rfc822; {address}
            Action: failed
            Status: {status}
            Diagnostic-Code: smtp; 550 {status} no

            --b
            Content-Type: text/rfc822-headers

            Message-ID: {mail.MessageId}
            To: {address}

            --b--
            """.ReplaceLineEndings("\r\n");

        for (var time = 0; time < 2; time++)
            Assert.Equal(MailTaken.AsBounce, (await server.Services.GetRequiredService<MailIntake>().Take(
                server.AccountId, Encoding.ASCII.GetBytes(report), TestContext.Current.CancellationToken)).Value);

        Assert.Equal(1, await server.Activities(lead, 3045));
        Assert.Equal("bounced", (await server.Read($"emails/{id}")).GetProperty("state").GetString());
        Assert.Equal(suppressed, (await server.Read($"email-suppressions?search={address}")).GetProperty("suppressions").GetArrayLength());
    }

    [Fact]
    public async Task Addresses_can_be_added_to_those_that_nothing_is_sent_to()
    {
        var address = EmailServer.NewAddress("added");
        var lead = await rows.Lead(address);
        await server.Make("email-suppressions", new { address = $"Ann <{address}>" });
        await server.Make("email-suppressions", new { address });

        Assert.Equal(HttpStatusCode.Conflict, (await server.Post($"{EmailServer.Own}/emails", $$"""{"leadId":"{{lead}}","subject":"s","text":"t"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"{EmailServer.Own}/email-suppressions", """{"address":"x"}""")).Status);
        var listed = (await server.Read($"email-suppressions?reason=added&search={address}")).GetProperty("suppressions");
        Assert.Equal(address, Assert.Single(listed.EnumerateArray()).GetProperty("address").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, $"{EmailServer.Own}/email-suppressions/x@example.com", null)).Status);
    }

    [GeneratedRegex("http://127[^\"]+/email/(open|click)/[^\"]+")]
    private static partial Regex Link();
}
