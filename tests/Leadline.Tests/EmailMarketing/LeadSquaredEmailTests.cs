using System.Net;
using System.Text.Json;
using Leadline.Tests.Contracts.Clients;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.EmailMarketing;

/// <summary>EmailMarketing.svc (core §8), and the calls of it by the vendor's PHP library (clients A4).</summary>
public sealed class LeadSquaredEmailTests(EmailServer server) : IClassFixture<EmailServer>
{
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_mail_to_a_lead_is_filled_in_and_told_on_its_timeline()
    {
        var address = EmailServer.NewAddress("filled");
        var lead = await rows.Lead(address, ("FirstName", "Ann & <Bo>"), ("mx_City", "Delhi"));

        var answer = await Send("SendEmailToLead", Body(lead) with
        {
            Subject = "Hello @{Lead:First Name,friend} of @{lead:mx_City}",
            ContentHTML = "<p>Dear {{ lead.FirstName }}, @{Lead:Job Title,reader}; {{ lead.Nothing }}@{Lead:No Such}.</p>",
            ContentText = "Dear {{lead.FirstName}} from @{User:Full Name}",
        });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["ID", "MemberCount", "TotalRecipient"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal((1, 1), (answer.Json.GetProperty("MemberCount").GetInt32(), answer.Json.GetProperty("TotalRecipient").GetInt32()));
        var mail = await server.Smtp.Mail(address);
        Assert.Equal("Hello Ann & <Bo> of Delhi", mail.Subject);
        Assert.Equal("<p>Dear Ann &amp; &lt;Bo&gt;, reader; .</p>", mail.Html!.Trim());
        Assert.StartsWith("Dear Ann & <Bo> from Account Administrator", mail.Text, StringComparison.Ordinal);
        Assert.Equal(server.Credentials.AdminEmail, mail.EnvelopeFrom);
        Assert.DoesNotContain("list-unsubscribe", mail.Headers);
        await Eventually.Seen(() => server.Activities(lead, 3041), count => count == 1);
        var activity = (await server.Post($"/v2/ProspectActivity.svc/Retrieve?leadId={lead}", """{"Parameter":{"ActivityEvent":3041}}"""))
            .Json.GetProperty("ProspectActivities")[0];
        Assert.Equal("Email Sent", activity.GetProperty("EventName").GetString());
        Assert.Contains("Hello Ann & <Bo> of Delhi", JsonDocument.Parse(activity.GetProperty("Data").GetRawText()).RootElement
            .EnumerateArray().Select(pair => pair.GetProperty("Value").GetString()));
    }

    [Fact]
    public async Task The_bytes_of_the_PHP_library_send_a_mail_now_and_later()
    {
        var keys = $"accessKey={server.Credentials.AccessKey}&secretKey={server.Credentials.SecretKey}";
        var now = EmailServer.NewAddress("php-now");
        var later = EmailServer.NewAddress("php-later");
        foreach (var (call, address, schedule) in new[]
                 {
                     ("SendMail", now, ""),
                     ("ScheduleEmailToLead", later, server.Clock.GetUtcNow().AddHours(2).ToString("yyyy-MM-dd HH:mm:ss")),
                 })
        {
            var lead = await rows.Lead(address);
            var answer = await Contracts.Clients.Wire.Send(
                server.Url,
                $"POST /v2/EmailMarketing.svc/{call}?{keys}",
                ["Accept: */*", "Content-Type:application/json"],
                $$"""{"SenderType":"APICaller","Sender":"","CCEmailAddress":"","RecipientType":"LeadId","RecipientEmailFields":"","Recipient":"{{lead}}","EmailType":"Html","EmailLibraryName":"","ContentHTML":"<p>php</p>","ContentText":"php","Subject":"php","IncludeEmailFooter":"true","Schedule":"{{schedule}}","EmailCategory":""}""");
            Assert.True(answer.Status == 200, answer.Body);
            Assert.NotEqual(Guid.Empty, answer.Json.GetProperty("ID").GetGuid());
        }

        await server.Smtp.Mail(now);
        Assert.Equal(0, server.Mails(later));
        server.Pass(TimeSpan.FromHours(2.1));
        await server.Smtp.Mail(later);
        Assert.Equal((1, 1), (server.Mails(now), server.Mails(later)));
    }

    [Theory]
    [InlineData("""{"SenderType":"UserEmailAddress","Sender":"nobody@example.com"}""", "MXMandatoryAttributeMissingException", "Invalid Sender details.")]
    [InlineData("""{"SenderType":"UserId","Sender":"x"}""", "MXMandatoryAttributeMissingException", "Invalid Sender details.")]
    [InlineData("""{}""", "MXMandatoryAttributeMissingException", "Invalid Sender details.")]
    [InlineData(
        """{"SenderType":"APICaller","RecipientType":"LeadEmailAddress","Recipient":"x@y.z"}""", "MXInvalidInputException",
        "No lead found with RecipientType: LeadEmailAddress and Recipient: x@y.z")]
    [InlineData(
        """{"SenderType":"LeadOwner","RecipientType":"LeadId","Recipient":"7"}""", "MXInvalidInputException",
        "No lead found with RecipientType: LeadId and Recipient: 7")]
    [InlineData(
        """{"SenderType":"APICaller","RecipientType":"Moon","Recipient":"x@y.z"}""", "MXInvalidInputException",
        "Invalid Input! Parameter Name: RecipientType")]
    public async Task What_is_wrong_is_told_the_sender_first(string body, string type, string message)
    {
        var answer = await server.Post($"{EmailServer.Wire}/SendEmailToLead", body);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal((type, message), (answer.Json.GetProperty("ExceptionType").GetString(), answer.Json.GetProperty("ExceptionMessage").GetString()));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_told_at_once()
    {
        var lead = await rows.Lead(EmailServer.NewAddress("odd"));
        var body = Body(lead);
        foreach (var (odd, part) in new[]
                 {
                     (body with { Subject = "" }, "Subject"), (body with { ContentHTML = "", ContentText = "" }, "text or HTML"),
                     (body with { ContentHTML = "{% if %}" }, "cannot be read"), (body with { Schedule = "soon" }, "Schedule"),
                     (body with { ContentText = "{% for i in (1..9999999) %}x{% endfor %}" }, "cannot be read"),
                     (body with { EmailType = "Template", EmailLibraryName = "none" }, "EmailLibraryName"),
                     (body with { CCEmailAddress = "nonsense" }, "e-mail addresses"),
                 })
        {
            var answer = await Send("SendMail", odd);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
            Assert.Contains(part, answer.Json.GetProperty("ExceptionMessage").GetString(), StringComparison.Ordinal);
        }

        var phone = (await server.Post("/v2/LeadManagement.svc/Lead.Create", """[{"Attribute":"FirstName","Value":"No mail"}]""")).Id;
        Assert.Contains("no e-mail address", (await Send("SendMail", Body(Guid.Parse(phone)))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_opted_out_gets_transactional_mail_alone()
    {
        var address = EmailServer.NewAddress("out");
        var lead = await rows.Lead(address, ("DoNotEmail", "1"));

        var refused = await Send("SendEmailToLead", Body(lead));
        Assert.Equal((HttpStatusCode.InternalServerError, "MXMailDeliveryException"), (refused.Status, refused.Json.GetProperty("ExceptionType").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await Send("SendEmailToLead", Body(lead) with { Subject = "receipt", EmailCategory = "Transactional" })).Status);

        Assert.Equal("receipt", (await server.Smtp.Mail(address)).Subject);
    }

    [Fact]
    public async Task Who_opts_out_before_a_mail_is_due_gets_none()
    {
        var address = EmailServer.NewAddress("meanwhile");
        var other = EmailServer.NewAddress("still");
        var (lead, stays) = (await rows.Lead(address), await rows.Lead(other));
        var schedule = server.Clock.GetUtcNow().AddHours(2).ToString("yyyy-MM-dd HH:mm:ss");
        var id = (await Send("ScheduleEmailToLead", Body(lead) with { Schedule = schedule })).Json.GetProperty("ID").GetGuid();
        await Send("ScheduleEmailToLead", Body(stays) with { Schedule = schedule });
        await rows.Lead(address, ("DoNotEmail", "1"));

        server.Pass(TimeSpan.FromHours(2.1));

        await server.Smtp.Mail(other);
        var email = await Eventually.Seen(() => server.Read($"emails/{id}"), mail => mail.GetProperty("state").GetString() != "scheduled");
        Assert.Equal(("skipped", "doNotEmail"), (email.GetProperty("state").GetString(), email.GetProperty("reason").GetString()));
        Assert.Equal(0, server.Mails(address));
    }

    [Fact]
    public async Task The_recipient_is_named_by_id_address_or_number_and_others_get_copies()
    {
        var (address, second, copy) = (EmailServer.NewAddress("one"), EmailServer.NewAddress("two"), EmailServer.NewAddress("copy"));
        var lead = await rows.Lead(address, ("mx_City", "c"), ("Website", second));
        var number = (await server.Get($"/v2/LeadManagement.svc/Leads.GetById?id={lead}")).Json[0].GetProperty("ProspectAutoId").GetString()!;
        foreach (var (type, recipient) in new[] { ("LeadEmailAddress", address.ToUpperInvariant()), ("LeadNumber", number), ("LeadId", lead.ToString()) })
            Assert.Equal(HttpStatusCode.OK, (await Send("SendMail", Body(lead) with
            {
                RecipientType = type,
                Recipient = recipient,
                Subject = type,
                CCEmailAddress = $"{copy}, refused@example.com",
                RecipientEmailFields = "EmailAddress,Website",
                SenderType = "LeadOwner",
            })).Status);

        foreach (var type in new[] { "LeadEmailAddress", "LeadNumber", "LeadId" })
            Assert.Equal([address, second, copy], (await server.Smtp.Mail(address, mail => mail.Subject == type)).EnvelopeTo);
    }

    [Fact]
    public async Task A_campaign_goes_to_whom_mail_may_be_sent_once_each()
    {
        var addresses = Enumerable.Range(0, 3).Select(one => EmailServer.NewAddress($"list{one}")).ToArray();
        var leads = new List<Guid>();
        foreach (var address in addresses)
            leads.Add(await rows.Lead(address, ("FirstName", address[..5])));
        await rows.Lead(addresses[1], ("DoNotEmail", "1"));
        leads.Add(Guid.Parse((await server.Post("/v2/LeadManagement.svc/Lead.Create", """[{"Attribute":"FirstName","Value":"No mail"}]""")).Id));
        var list = await server.NewList([.. leads]);
        var template = await server.NewTemplate("News for @{Lead:First Name}", html: "<body><p>News</p></body>");
        var name = (await server.Read($"email-templates/{template}")).GetProperty("name").GetString();

        var answer = await server.Post(
            $"{EmailServer.Wire}/SendCampaignToList",
            $$"""{"EmailLibraryName":"{{name}}","SenderType":"User","From_UserIdEmailAddress":"{{server.Credentials.AdminEmail}}","ListId":"{{list}}","Schedule":"","EmailCampaignName":"News","IncludeEmailFooter":true,"EmailCategory":""}""");

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal(["ID", "MemberCount", "TotalRecipient"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal((4, 2), (answer.Json.GetProperty("MemberCount").GetInt32(), answer.Json.GetProperty("TotalRecipient").GetInt32()));
        var counts = await server.Counts(answer.Json.GetProperty("ID").GetGuid(), counts => counts.GetProperty("sent").GetInt32() == 2);
        Assert.Equal(2, counts.GetProperty("skipped").GetInt32());
        var mail = await server.Smtp.Mail(addresses[2]);
        Assert.Equal("News for list2", mail.Subject);
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", EmailServer.Head(mail), StringComparison.Ordinal);
        Assert.Contains("Precedence: bulk", EmailServer.Head(mail), StringComparison.Ordinal);
        Assert.Matches("<a href=\"http://127[^\"]+\">Unsubscribe</a></p></body>", mail.Html!);
        Assert.Equal((1, 0, 1), (server.Mails(addresses[0]), server.Mails(addresses[1]), server.Mails(addresses[2])));
    }

    [Fact]
    public async Task A_campaign_may_come_before_its_template_and_waits_for_it()
    {
        var (address, name) = (EmailServer.NewAddress("early"), $"early {Guid.NewGuid():N}");
        var list = await server.NewList(await rows.Lead(address));
        var answer = await server.Post(
            $"{EmailServer.Wire}/SendCampaignToList",
            $$"""{"EmailLibraryName":"{{name}}","From_UserIdEmailAddress":"{{server.Credentials.AdminEmail}}","ListId":"{{list}}"}""");
        Assert.Equal((HttpStatusCode.OK, 1), (answer.Status, answer.Json.GetProperty("TotalRecipient").GetInt32()));
        var path = $"campaigns/{answer.Json.GetProperty("ID").GetString()}";
        var waiting = await server.Read(path);
        Assert.Equal("paused", waiting.GetProperty("state").GetString());
        Assert.Contains(name, waiting.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await server.Post($"{EmailServer.Own}/{path}/resume", "")).Status);

        await server.Make("email-templates", new { name, subject = "at last", text = "t" });
        await server.Ok(HttpMethod.Post, $"{EmailServer.Own}/{path}/resume", "");

        Assert.Equal("at last", (await server.Smtp.Mail(address)).Subject);
    }

    [Theory]
    [InlineData("""{"From_UserIdEmailAddress":"nobody@example.com"}""", "Invalid Sender details.")]
    [InlineData("""{"From_UserIdEmailAddress":"ADMIN"}""", "ListId")]
    [InlineData("""{"From_UserIdEmailAddress":"ADMIN","ListId":"x"}""", "List does not exist.")]
    [InlineData("""{"From_UserIdEmailAddress":"ADMIN","ListId":"LIST"}""", "EmailLibraryName")]
    [InlineData("""{"From_UserIdEmailAddress":"ADMIN","ListId":"LIST","EmailLibraryName":"x","Schedule":"soon"}""", "Schedule")]
    public async Task A_campaign_that_cannot_be_is_refused(string body, string part)
    {
        var list = await server.NewList();
        body = body.Replace("ADMIN", server.Credentials.AdminEmail, StringComparison.Ordinal)
            .Replace("LIST", list.ToString(), StringComparison.Ordinal);

        var answer = await server.Post($"{EmailServer.Wire}/SendCampaignToList", body);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains(part, answer.Json.GetProperty("ExceptionMessage").GetString(), StringComparison.Ordinal);
    }

    private static MailBody Body(Guid lead) => new(lead.ToString());

    private Task<Answer> Send(string call, MailBody body) =>
        server.Post($"{EmailServer.Wire}/{call}", JsonSerializer.Serialize(body));

    private sealed record MailBody(string Recipient)
    {
        public string SenderType { get; init; } = "APICaller";
        public string Sender { get; init; } = "";
        public string CCEmailAddress { get; init; } = "";
        public string RecipientType { get; init; } = "LeadId";
        public string RecipientEmailFields { get; init; } = "";
        public string EmailType { get; init; } = "Html";
        public string EmailLibraryName { get; init; } = "";
        public string ContentHTML { get; init; } = "<p>x</p>";
        public string ContentText { get; init; } = "x";
        public string Subject { get; init; } = "s";
        public bool IncludeEmailFooter { get; init; }
        public string Schedule { get; init; } = "";
        public string EmailCategory { get; init; } = "";
    }
}
