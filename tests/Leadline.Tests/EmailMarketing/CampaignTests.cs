using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.EmailMarketing;

/// <summary>Settings, templates, mails and campaigns in Leadline's own API.</summary>
public sealed class CampaignTests(EmailServer server) : IClassFixture<EmailServer>
{
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task Templates_are_made_changed_by_who_knows_their_version_previewed_and_deleted()
    {
        var name = $"{Guid.NewGuid():N}";
        var made = await server.Make("email-templates", new { name, subject = "Hi {{lead.FirstName}}", html = "<p>{{lead.FirstName}} <b>now</b></p>" });
        var path = $"{EmailServer.Own}/email-templates/{made.GetProperty("id").GetString()}";
        Assert.Equal(HttpStatusCode.Conflict, (await Post("email-templates", new { name = name.ToUpperInvariant(), subject = "s", text = "t" })).Status);

        var changed = await server.Send(HttpMethod.Patch, path, """{"category":"News"}""", ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.OK, 2, "News"), (changed.Status, changed.Json.GetProperty("version").GetInt32(), changed.Json.GetProperty("category").GetString()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await server.Send(HttpMethod.Patch, path, """{"category":"Old"}""", ("If-Match", "\"1\""))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Send(HttpMethod.Patch, path, """{"categry":"Old"}""")).Status);
        Assert.Contains(
            path.Split('/')[^1],
            (await server.Read($"email-templates?search={name[..12]}")).GetProperty("templates").EnumerateArray().Select(one => one.GetProperty("id").GetString()));

        var lead = await rows.Lead(EmailServer.NewAddress("preview"), ("FirstName", "A<b>"));
        var preview = await server.Make($"email-templates/{path.Split('/')[^1]}/preview", new { leadId = lead });
        Assert.Equal(
            ("Hi A<b>", "A<b> now\n", "<p>A&lt;b&gt; <b>now</b></p>"),
            (preview.GetProperty("subject").GetString(), preview.GetProperty("text").GetString(), preview.GetProperty("html").GetString()));

        await server.Ok(HttpMethod.Delete, path);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, path, null)).Status);
    }

    [Theory]
    [InlineData("""{"subject":"s","text":"t"}""", "name")]
    [InlineData("""{"name":"NAME","text":"t"}""", "subject")]
    [InlineData("""{"name":"NAME","subject":"s"}""", "text")]
    [InlineData("""{"name":"NAME","subject":"s","html":"{{ lead. | }}"}""", "html")]
    [InlineData("""{"name":"NAME","subject":"{% for a in b %}","text":"t"}""", "subject")]
    public async Task A_template_that_cannot_be_is_refused_by_the_member_that_is_wrong(string body, string member)
    {
        var answer = await server.Post($"{EmailServer.Own}/email-templates", body.Replace("NAME", $"{Guid.NewGuid():N}", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty(member, out _), answer.Body);
    }

    [Fact]
    public async Task Settings_are_the_administrators_and_hold_for_what_is_sent_from_then_on()
    {
        var before = await server.Read("email-settings");
        Assert.Equal((false, false), (before.GetProperty("trackOpens").GetBoolean(), before.GetProperty("trackClicks").GetBoolean()));
        foreach (var odd in new[] { """{"mailsPerMinute":-1}""", """{"mailsPerMinute":100001}""", """{"sender":"nonsense"}""", """{"footerHtml":"{% x %}"}""" })
            Assert.Equal(HttpStatusCode.BadRequest, (await server.Send(HttpMethod.Patch, $"{EmailServer.Own}/email-settings", odd)).Status);

        var set = await server.Ok(
            HttpMethod.Patch,
            $"{EmailServer.Own}/email-settings",
            """{"sender":"news@example.com","footerText":"Example Ltd, {{lead.mx_City}}","footerHtml":"<p>Example Ltd <a href=\"{{unsubscribeLink}}\">no more</a></p>"}""",
            ("If-Match", $"\"{before.GetProperty("version").GetInt32()}\""));
        Assert.Equal(before.GetProperty("version").GetInt32() + 1, set.GetProperty("version").GetInt32());
        var address = EmailServer.NewAddress("footer");
        var lead = await rows.Lead(address, ("mx_City", "Pune"));
        await server.Make("emails", new { leadId = lead, subject = "s", text = "The text", html = "<p>The page</p>", footer = true });

        var mail = await server.Smtp.Mail(address);

        Assert.Equal("news@example.com", mail.EnvelopeFrom);
        Assert.Contains("Account Administrator", mail.From, StringComparison.Ordinal);
        Assert.Contains(server.Credentials.AdminEmail, mail.ReplyTo, StringComparison.Ordinal);
        Assert.Matches("The text\\s+-- \\s*Example Ltd, Pune\\s+Unsubscribe: http", mail.Text);
        Assert.Matches("^<p>The page</p><p>Example Ltd <a href=\"http[^\"]+\">no more</a></p>$", mail.Html!.Trim());
        await server.Ok(HttpMethod.Patch, $"{EmailServer.Own}/email-settings", """{"sender":"","footerText":"","footerHtml":""}""");
    }

    [Fact]
    public async Task A_mail_that_is_scheduled_can_be_taken_back()
    {
        var address = EmailServer.NewAddress("back");
        var lead = await rows.Lead(address);
        var id = (await server.Make("emails", new { leadId = lead, subject = "s", text = "t", sendOn = server.Clock.GetUtcNow().AddHours(1) }))
            .GetProperty("id").GetGuid();

        await server.Ok(HttpMethod.Post, $"{EmailServer.Own}/emails/{id}/cancel", "");
        Assert.Equal(HttpStatusCode.Conflict, (await server.Post($"{EmailServer.Own}/emails/{id}/cancel", "")).Status);
        server.Pass(TimeSpan.FromHours(1.1));
        await server.Make("emails", new { leadId = lead, subject = "after", text = "t" });

        await server.Smtp.Mail(address, mail => mail.Subject == "after");
        Assert.Equal(1, server.Mails(address));
        var mails = (await server.Read($"emails?lead={lead}")).GetProperty("emails").EnumerateArray().ToList();
        Assert.Equal("cancelled", mails[1].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_campaign_waits_for_its_time_is_held_goes_on_and_is_cancelled()
    {
        var leads = new List<Guid>();
        var addresses = Enumerable.Range(0, 30).Select(one => EmailServer.NewAddress($"held{one}")).ToList();
        foreach (var address in addresses)
            leads.Add(await rows.Lead(address));
        var list = await server.NewList([.. leads]);
        var template = await server.NewTemplate("held", text: "t");
        await Rate(6);
        var campaign = await server.NewCampaign(list, template, server.Clock.GetUtcNow().AddHours(1));
        Assert.Equal("scheduled", State(await server.Read($"campaigns/{campaign}")));
        server.Pass(TimeSpan.FromHours(1.1));

        // Six a minute: one is due at once, and few more are queued.
        await Eventually.Seen(() => Task.FromResult(addresses.Count(address => server.Mails(address) > 0)), count => count == 1);
        Assert.Equal("paused", State(await server.Ok(HttpMethod.Post, Path(campaign, "pause"), "")));
        Assert.Equal(HttpStatusCode.Conflict, (await server.Post(Path(campaign, "pause"), "")).Status);
        await Rate(0);
        server.Pass(TimeSpan.FromMinutes(3));
        var held = await server.Counts(campaign, counts => counts.GetProperty("queued").GetInt32() == 0);
        Assert.InRange(held.GetProperty("sent").GetInt32(), 1, 4);

        Assert.Equal("sending", State(await server.Ok(HttpMethod.Post, Path(campaign, "resume"), "")));
        var done = await server.Counts(campaign, counts => counts.GetProperty("sent").GetInt32() == 30);
        Assert.Equal(0, done.GetProperty("failed").GetInt32());
        Assert.Equal("finished", State(await server.Read($"campaigns/{campaign}")));
        Assert.All(addresses, address => Assert.Equal(1, server.Mails(address)));
        var page = await server.Read($"campaigns/{campaign}/recipients?state=sent&limit=20");
        Assert.Equal(20, page.GetProperty("recipients").GetArrayLength());
        Assert.Equal(10, (await server.Read($"campaigns/{campaign}/recipients?after={page.GetProperty("next").GetString()}")).GetProperty("recipients").GetArrayLength());

        await Rate(1);
        var second = await server.NewCampaign(list, template);
        await server.Counts(second, counts => counts.GetProperty("sent").GetInt32() >= 1);
        Assert.Equal("cancelled", State(await server.Ok(HttpMethod.Post, Path(second, "cancel"), "")));
        Assert.Equal(HttpStatusCode.Conflict, (await server.Post(Path(second, "resume"), "")).Status);
        await Rate(0);
        server.Pass(TimeSpan.FromHours(1));
        await server.Counts(second, counts => counts.GetProperty("queued").GetInt32() == 0 && counts.GetProperty("sent").GetInt32() < 4);
    }

    [Fact]
    public async Task A_campaign_to_a_dynamic_list_follows_its_filter_and_its_template_as_it_was()
    {
        var city = $"{Guid.NewGuid():N}";
        var (inside, outside) = (EmailServer.NewAddress("in"), EmailServer.NewAddress("not"));
        await rows.Lead(inside, ("mx_City", city));
        await rows.Lead(outside, ("mx_City", "elsewhere"));
        var list = (await server.Make("lists", new { name = city, filter = new { field = "mx_City", value = city } })).GetProperty("id").GetGuid();
        var template = await server.NewTemplate("as it was", text: "t");
        var campaign = await server.NewCampaign(list, template, server.Clock.GetUtcNow().AddHours(1));
        await server.Ok(HttpMethod.Delete, $"{EmailServer.Own}/email-templates/{template}");

        server.Pass(TimeSpan.FromHours(1.1));

        Assert.Equal("as it was", (await server.Smtp.Mail(inside)).Subject);
        await server.Counts(campaign, counts => counts.GetProperty("sent").GetInt32() == 1);
        Assert.Equal(0, server.Mails(outside));
    }

    [Fact]
    public async Task A_campaign_whose_list_is_gone_fails_with_the_reason()
    {
        var list = await server.NewList(await rows.Lead(EmailServer.NewAddress("gone")));
        var campaign = await server.NewCampaign(list, await server.NewTemplate("s", text: "t"), server.Clock.GetUtcNow().AddHours(1));
        await server.Ok(HttpMethod.Delete, $"{EmailServer.Own}/lists/{list}");

        server.Pass(TimeSpan.FromHours(1.1));

        var failed = await Eventually.Seen(() => server.Read($"campaigns/{campaign}"), read => State(read) == "failed");
        Assert.Contains("list is gone", failed.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_that_cannot_be_is_refused_by_the_member_that_is_wrong()
    {
        var (list, template) = (await server.NewList(), await server.NewTemplate("s", text: "t"));
        foreach (var (body, status, member) in new (object, HttpStatusCode, string)[]
                 {
                     (new { listId = list, templateId = template }, HttpStatusCode.BadRequest, "name"),
                     (new { name = "n", templateId = template }, HttpStatusCode.NotFound, "listId"),
                     (new { name = "n", listId = list }, HttpStatusCode.NotFound, "templateId"),
                     (new { name = "n", listId = list, templateId = template, senderId = Guid.NewGuid() }, HttpStatusCode.BadRequest, "senderId"),
                 })
        {
            var answer = await Post("campaigns", body);
            Assert.Equal(status, answer.Status);
            Assert.True(answer.Json.GetProperty("errors").TryGetProperty(member, out _), answer.Body);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{EmailServer.Own}/campaigns/{Guid.NewGuid()}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Post("emails", new { leadId = Guid.NewGuid(), subject = "s", text = "t" })).Status);
    }

    [Fact]
    public async Task A_call_with_a_key_sends_once()
    {
        var address = EmailServer.NewAddress("key");
        var body = JsonSerializer.Serialize(new { leadId = await rows.Lead(address), subject = "once", text = "t" });
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");
        var first = await server.Send(HttpMethod.Post, $"{EmailServer.Own}/emails", body, key);
        Assert.Equal(first.Body, (await server.Send(HttpMethod.Post, $"{EmailServer.Own}/emails", body, key)).Body);
        await server.Make("emails", new { leadId = await rows.Lead(address), subject = "last", text = "t" });

        await server.Smtp.Mail(address, mail => mail.Subject == "last");
        Assert.Equal(2, server.Mails(address));
    }

    [Fact]
    public async Task A_deleted_lead_leaves_nothing_of_its_mail()
    {
        var address = EmailServer.NewAddress("deleted");
        var lead = await rows.Lead(address);
        var id = (await server.Make("emails", new { leadId = lead, subject = "s", text = "t" })).GetProperty("id").GetGuid();
        await Eventually.Seen(() => server.Activities(lead, 3041), count => count == 1);

        await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={lead}");

        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{EmailServer.Own}/emails/{id}")).Status);
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM mailing_recipient WHERE lead_id = @lead", new { lead }));
    }

    private Task Rate(int mailsPerMinute) => server.Ok(
        HttpMethod.Patch, $"{EmailServer.Own}/email-settings", JsonSerializer.Serialize(new { mailsPerMinute }));

    private Task<Answer> Post(string path, object body) => server.Post($"{EmailServer.Own}/{path}", JsonSerializer.Serialize(body));

    private static string Path(Guid campaign, string deed) => $"{EmailServer.Own}/campaigns/{campaign}/{deed}";

    private static string? State(JsonElement campaign) => campaign.GetProperty("state").GetString();
}
