using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.InboundMail;
using Leadline.Tests.Mail;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.InboundMail;

/// <summary>What mail makes of tickets, by the marks M3 to M10 of what was found, with a mail server to send by.</summary>
public sealed class MailTicketTests(MailServer server) : IClassFixture<MailServer>
{
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task The_original_of_every_mail_is_kept_as_it_came_wherever_its_ticket_goes()
    {
        var first = "From: kept@example.com\r\nSubject: Kept\r\nMessage-ID: <kept-1@example.com>\r\n\r\nCaf\u00e9 \u0000\u0001 as it came\r\n";
        var second = "From: kept@example.com\nSubject: Kept\nIn-Reply-To: <kept-1@example.com>\n\nMore";
        var number = await Taken(first, "Kept");
        Assert.Equal(MailTaken.AsAnswer, await Take(second));
        var ids = await Said(number);

        Assert.Equal(first, await Original(number, ids[0]));
        Assert.Equal(second, await Original(number, ids[1]));
        Assert.Empty((await server.Get($"/leadline/v1/tickets/{number}/files")).Json.GetProperty("files").EnumerateArray());
        var other = await Taken("From: kept@example.com\nSubject: Goes on\n\nOther words", "Goes on");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"/leadline/v1/tickets/{other}/conversations/{ids[0]}/original")).Status);

        await server.Post($"/leadline/v1/tickets/{number}/notes", """{"text":"A note"}""");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"/leadline/v1/tickets/{number}/conversations/{(await Said(number))[2]}/original")).Status);
        await server.Post($"/leadline/v1/tickets/{number}/merge", $$"""{"into":{{other}}}""");
        Assert.Equal(first, await Original(other, ids[0]));
    }

    [Fact]
    public async Task M3_a_mail_with_more_than_is_kept_is_a_ticket_that_says_so()
    {
        var parts = string.Concat(Enumerable.Range(1, 700).Select(i => $"--b\nContent-Type: text/csv; name=f{i}.csv\n\n{i}\n"));
        var mail = $"From: parts@example.com\nSubject: Many parts\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWords\n{parts}--b--\n";

        var number = await Taken(mail, "Many parts");

        var text = (await server.Get($"/leadline/v1/tickets/{number}")).Json.GetProperty("fields").GetProperty("Description").GetString()!;
        Assert.StartsWith("Words", text, StringComparison.Ordinal);
        Assert.Contains("Not all parts", text, StringComparison.Ordinal);
        Assert.Equal(mail, await Original(number, (await Said(number))[0]));
    }

    [Fact]
    public async Task M5_the_answer_goes_to_whom_the_mail_asks_and_to_others_in_To_and_Cc()
    {
        await Desk("""{"mailAddress":"desk@example.org"}""");
        var number = await Taken(
            "From: wordpress@example.com\nReply-To: Dee <dee@example.com>\nTo: desk@example.org, bob@example.com\nCc: carol@example.com\n"
            + "Subject: From a form\nMessage-ID: <form-1@example.com>\n\nHello", "From a form");

        var ticket = (await server.Get($"/leadline/v1/tickets/{number}")).Json;
        Assert.Equal(await rows.Find("dee@example.com"), ticket.GetProperty("leadId").GetGuid());
        Assert.Null(await rows.Find("wordpress@example.com"));
        Assert.Equal("bob@example.com,carol@example.com", ticket.GetProperty("fields").GetProperty("CcEmails").GetString());

        // Whoever takes part brings others in; a stranger does not.
        Assert.Equal(MailTaken.AsAnswer, await Take(
            "From: bob@example.com\nTo: desk@example.org\nCc: Dan <dan@example.com>\nIn-Reply-To: <form-1@example.com>\n\nI know more"));
        Assert.Equal(MailTaken.AsAnswer, await Take(
            "From: stranger@example.com\nTo: desk@example.org\nCc: spy@example.com\nIn-Reply-To: <form-1@example.com>\n\nMe, too"));
        var reply = await server.Post($"/leadline/v1/tickets/{number}/replies", """{"text":"Answered"}""");
        Assert.Equal("OutboundEmail", reply.Json.GetProperty("kind").GetString());
        foreach (var to in (string[])["dee@example.com", "bob@example.com", "carol@example.com", "dan@example.com"])
            Assert.NotNull(await server.Smtp.Mail(to, mail => mail.Text.Trim() == "Answered"));
        Assert.Equal(0, await rows.One<long>(
            "SELECT count(*) FROM mail WHERE account_id = @account AND recipient = ANY(@others)",
            new { account = rows.AccountId, others = new[] { "wordpress@example.com", "spy@example.com", "stranger@example.com", "desk@example.org" } }));
    }

    [Theory]
    [InlineData("From: a8@example.com\nMessage-ID: <same-1@x>\nSubject: Same\n\nOne", "From: b8@example.com\nMessage-ID: <same-1@x>\nSubject: Same\n\nOne")]
    [InlineData("From: a8@example.com\nMessage-ID: <same-2@x>\nSubject: Same\n\nOne", "From: a8@example.com\nMessage-ID: <same-2@x>\nSubject: Same\n\nTwo")]
    [InlineData("From: a8@example.com\nMessage-ID: <same-3@x>\nSubject: Scan 1\n\nOne", "From: a8@example.com\nMessage-ID: <same-3@x>\nSubject: Scan 2\n\nOne")]
    [InlineData("From: f@example.com\nReply-To: a8@example.com\nMessage-ID: <same-4@x>\nSubject: Form\n\nOne", "From: f@example.com\nReply-To: b8@example.com\nMessage-ID: <same-4@x>\nSubject: Form\n\nOne")]
    public async Task M8_different_mails_under_one_Message_ID_are_different(string one, string other)
    {
        Assert.Equal(MailTaken.AsTicket, await Take(one));
        Assert.Equal(MailTaken.AsTicket, await Take(other));
        Assert.Equal(MailTaken.Before, await Take(one));
        Assert.Equal(MailTaken.Before, await Take(other));
    }

    [Fact]
    public async Task M8_copies_of_one_mail_that_came_by_different_ways_are_one()
    {
        const string mail = "From: ways@example.com\nMessage-ID: <ways@example.com>\nSubject: Ways\nContent-Type: multipart/mixed; boundary=b\n\n"
            + "--b\n\nWords\n--b\nContent-Type: text/csv; name=a.csv\n\n1\n2\n--b--\n";

        var taken = await Task.WhenAll(new[]
        {
            mail, mail.ReplaceLineEndings("\r\n"), $"Delivered-To: desk@example.com\nReceived: by mx.example.com\n{mail}",
            $"X-Spam: no\n{mail}", mail,
        }.Select(Take));

        Assert.Single(taken, MailTaken.AsTicket);
        Assert.Equal(4, taken.Count(one => one == MailTaken.Before));
    }

    [Fact]
    public async Task M9_a_first_mail_is_a_ticket_whatever_the_account_asks_of_leads_and_tickets()
    {
        await Field("""{"DisplayName":"Tax Number","DataType":"Text","IsMandatory":true,"RenderTypeTextValue":"Textbox"}""");
        var made = await server.Post(
            "/leadline/v1/ticket-fields", """{"schemaName":"CustomData.Devices","displayName":"Devices","type":"number","mandatory":true}""");
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);

        var named = await Taken("From: Una Known <una@example.com>\nSubject: Mandatory 1\n\nWords", "Mandatory 1");
        await Taken("From: duo@example.com\nSubject: Mandatory 2\n\n", "Mandatory 2");
        await Taken($"From: {new string('N', 300)} <tres@example.com>\nSubject: {new string('s', 600)}\n\nWords", new string('s', 500));

        Assert.Equal("Una", await rows.Value((await rows.Find("una@example.com"))!.Value, "FirstName"));
        Assert.NotNull(await rows.Find("tres@example.com"));
        var reply = await server.Post($"/leadline/v1/tickets/{named}/replies", """{"text":"Hello","via":"portal"}""");
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Body);
    }

    [Fact]
    public async Task M10_a_reply_that_has_no_address_to_come_from_is_refused_with_what_to_set()
    {
        await Desk("""{"mailAddress":""}""");
        var number = await Taken("From: noaddress@example.com\nSubject: No address\n\nWords", "No address");

        foreach (var body in (string[])["""{"text":"Hello"}""", """{"text":"Hello","via":"email"}"""])
        {
            var refused = await server.Post($"/leadline/v1/tickets/{number}/replies", body);
            Assert.Equal(HttpStatusCode.Conflict, refused.Status);
            Assert.Contains("mailAddress", refused.Body, StringComparison.Ordinal);
        }

        Assert.Single(await Said(number));
        var inPortal = await server.Post($"/leadline/v1/tickets/{number}/replies", """{"text":"Hello","via":"portal"}""");
        Assert.Equal("PortalOutbound", inPortal.Json.GetProperty("kind").GetString());
        await Desk("""{"mailAddress":"desk@example.org"}""");
        var sent = await server.Post($"/leadline/v1/tickets/{number}/replies", """{"text":"By mail"}""");
        Assert.Equal("OutboundEmail", sent.Json.GetProperty("kind").GetString());
        Assert.NotNull(await server.Smtp.Mail("noaddress@example.com", mail => mail.Text.Trim() == "By mail"));
    }

    [Fact]
    public async Task M10_a_new_ticket_is_acknowledged_and_no_machine_is_answered_for_long()
    {
        await Desk("""{"mailAddress":"desk@example.org"}""");
        Assert.True((await server.Get("/leadline/v1/service-desk")).Json.GetProperty("acknowledge").GetBoolean());

        var number = await Taken("From: ack@example.com\nSubject: Acknowledge me\nMessage-ID: <ack-1@example.com>\n\nWords", "Acknowledge me");
        var told = await server.Smtp.Mail("ack@example.com");
        Assert.Contains($"#{number}", told.Text, StringComparison.Ordinal);
        Assert.Equal("<ack-1@example.com>", told.InReplyTo);
        Assert.Contains("Auto-Submitted: auto-replied", told.Raw, StringComparison.Ordinal);
        Assert.Contains("X-Auto-Response-Suppress: All", told.Raw, StringComparison.Ordinal);
        Assert.Equal(MailTaken.AsAnswer, await Take($"From: ack@example.com\nSubject: Re\nIn-Reply-To: {told.MessageId}\n\nMore"));
        Assert.Equal(MailTaken.Before, await Take(told.Raw));

        foreach (var header in (string[])["Auto-Submitted: auto-generated", "Precedence: list", "X-Auto-Response-Suppress: All", "Return-Path: <>", "List-Id: <l>"])
            Assert.Equal(MailTaken.AsTicket, await Take($"From: machine10@example.com\nSubject: {header}\n{header}\n\nWords"));
        Assert.Equal(MailTaken.AsTicket, await Take("From: no-reply@example.com\nSubject: Nobody reads\n\nWords"));
        Assert.Equal(0, await SentTo("machine10@example.com") + await SentTo("no-reply@example.com"));

        for (var i = 0; i < 12; i++)
            await Take($"From: loop@example.com\nSubject: Loop {i}\n\nThank you for your message of {i}");
        Assert.InRange(await SentTo("loop@example.com"), 1, 5);

        await Desk("""{"acknowledge":false}""");
        await Taken("From: silent@example.com\nSubject: Silent\n\nWords", "Silent");
        Assert.Equal(0, await SentTo("silent@example.com"));
        await Desk("""{"acknowledge":true}""");
    }

    private Task<long> SentTo(string address) => rows.One<long>(
        "SELECT count(*) FROM mail WHERE account_id = @account AND recipient = @address", new { account = rows.AccountId, address });

    private async Task Desk(string settings)
    {
        var changed = await server.Send(HttpMethod.Patch, "/leadline/v1/service-desk", settings);
        Assert.True(changed.Status == HttpStatusCode.OK, changed.Body);
    }

    private async Task Field(string field)
    {
        var made = await server.Post("/v2/LeadManagement.svc/CreateLeadField", field);
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);
    }

    private async Task<MailTaken> Take(string mail) => (await server.Services.GetRequiredService<MailIntake>()
        .Take(rows.AccountId, Encoding.UTF8.GetBytes(mail), CancellationToken.None)).Value;

    private async Task<long> Taken(string mail, string title)
    {
        Assert.Equal(MailTaken.AsTicket, await Take(mail));
        var found = await server.Post("/leadline/v1/tickets/search", JsonSerializer.Serialize(
            new { filters = new[] { new { field = "Title", value = title } } }));
        return found.Json.GetProperty("tickets").EnumerateArray().Single().GetProperty("number").GetInt64();
    }

    private async Task<List<long>> Said(long number) =>
    [
        .. (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("conversations")
            .EnumerateArray().Select(said => said.GetProperty("id").GetInt64()),
    ];

    private async Task<string> Original(long number, long message) =>
        (await server.Get($"/leadline/v1/tickets/{number}/conversations/{message}/original")).Body;
}
