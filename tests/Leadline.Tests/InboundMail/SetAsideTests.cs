using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.InboundMail;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.InboundMail;

/// <summary>Mail that makes no ticket stands in a list (M4, M6): agents see it there, take it up, or drop it.</summary>
public sealed class SetAsideTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Path = "/leadline/v1/set-aside-mails";

    private readonly LeadRows rows = new(server);

    [Theory]
    [InlineData("X-Auto-Response-Suppress: All")]
    [InlineData("X-Auto-Response-Suppress: DR, OOF, AutoReply")]
    [InlineData("Auto-Submitted: auto-generated")]
    [InlineData("Precedence: bulk")]
    [InlineData("Precedence: junk")]
    [InlineData("Return-Path: <>")]
    [InlineData("List-Id: <list.example.com>")]
    [InlineData("Content-Type: multipart/report; report-type=feedback-report; boundary=b")]
    public async Task M4_what_machines_of_customers_send_is_a_ticket(string header)
    {
        var subject = $"Request {Guid.NewGuid():N}";

        Assert.Equal(MailTaken.AsTicket, await Take($"From: machine@example.com\nSubject: {subject}\n{header}\n\nWords"));
        Assert.Single(await Titles(subject));
    }

    [Theory]
    [InlineData("bounce", "From: mailer-daemon@example.com", "")]
    [InlineData("bounce", "From: postmaster@example.com\nContent-Type: multipart/report; report-type=delivery-status; boundary=b", "")]
    [InlineData("bounce", "From: Mail <mail@example.com>\nX-Failed-Recipients: x@example.com", "")]
    [InlineData("absence", "From: away@example.com\nAuto-Submitted: auto-replied", "")]
    [InlineData("absence", "From: away@example.com\nX-Autoreply: yes", "")]
    [InlineData("absence", "From: away@example.com\nX-Auto-Response-Suppress: All", "Automatic reply: ")]
    [InlineData("receipt", "From: read@example.com\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b", "Read: ")]
    [InlineData("unreadable", "From: nobody at all", "")]
    [InlineData("unreadable", "To: desk@example.com", "")]
    public async Task M4_M6_notices_and_what_cannot_be_read_are_logged_listed_and_taken_up(string reason, string headers, string prefix)
    {
        var subject = $"{prefix}Notice {Guid.NewGuid():N}";
        var mail = $"{headers}\nSubject: {subject}\n\n{Guid.NewGuid()}";

        Assert.Equal(MailTaken.SetAside, await Take(mail));
        Assert.Equal(MailTaken.Before, await Take(mail));

        var listed = await Listed(subject);
        var id = listed.GetProperty("id").GetGuid();
        Assert.Equal(reason, listed.GetProperty("reason").GetString());
        Assert.Contains(server.Log, line => line.Contains($"{id} for account {rows.AccountId} is set aside ({reason})", StringComparison.Ordinal));
        Assert.Empty(await Titles(subject));
        Assert.Equal(mail, (await server.Get($"{Path}/{id}/original")).Body);

        var body = reason == "unreadable" ? """{"emailAddress":"Known <known@example.com>"}""" : "{}";
        if (reason == "unreadable")
            Assert.Contains("emailAddress", (await server.Post($"{Path}/{id}/ticket", "{}")).Body, StringComparison.Ordinal);
        var taken = await server.Post($"{Path}/{id}/ticket", body);
        Assert.True(taken.Status == HttpStatusCode.OK, taken.Body);
        Assert.Equal(subject, taken.Json.GetProperty("fields").GetProperty("Title").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post($"{Path}/{id}/ticket", body)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{Path}/{id}/original")).Status);
        Assert.Equal(MailTaken.Before, await Take(mail));
        Assert.Single(await Titles(subject));
    }

    [Theory]
    [InlineData("This is no mail at all.")]
    [InlineData("")]
    [InlineData("\0\u0001\u0002 binary \ud83d\ude00")]
    [InlineData("<html><body>words</body></html>")]
    public async Task M6_bytes_that_are_no_mail_are_listed_and_their_words_can_be_taken_up(string bytes)
    {
        bytes += $" {Guid.NewGuid()}";

        Assert.Equal(MailTaken.SetAside, await Take(bytes));
        var listed = (await server.Get(Path)).Json.GetProperty("mails")[0];
        var taken = await server.Post($"{Path}/{listed.GetProperty("id").GetGuid()}/ticket", """{"emailAddress":"raw@example.com"}""");

        Assert.Equal("unreadable", listed.GetProperty("reason").GetString());
        Assert.True(taken.Status == HttpStatusCode.OK, taken.Body);
        Assert.Equal(bytes.Replace("\0", "").Trim(), taken.Json.GetProperty("fields").GetProperty("Description").GetString()!.Trim());
    }

    [Fact]
    public async Task M6_a_mail_that_is_too_large_is_listed_by_its_beginning()
    {
        var mail = new byte[MailParser.LargestMail + 1];
        Array.Fill(mail, (byte)'x');
        "From: large@example.com\nSubject: Too large\n\n"u8.CopyTo(mail);

        var taken = await server.Services.GetRequiredService<MailIntake>().Take(rows.AccountId, mail, CancellationToken.None);

        Assert.Equal(MailTaken.SetAside, taken.Value);
        var listed = await Listed("Too large");
        Assert.Equal(("tooLarge", "large@example.com"), (listed.GetProperty("reason").GetString(), listed.GetProperty("sender").GetString()));
    }

    [Fact]
    public async Task M4_a_mail_of_the_list_is_added_to_a_ticket_by_one_of_two_agents()
    {
        var number = await server.NewTicket("bounced@example.com", "Bounced");
        await Take("From: mailer-daemon@example.com\nSubject: To a ticket\n\nNo such user");
        var id = (await Listed("To a ticket")).GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post($"{Path}/{id}/ticket", """{"ticket":999999}""")).Status);

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => server.Post($"{Path}/{id}/ticket", $$"""{"ticket":{{number}}}""")));

        Assert.Single(taken, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(3, taken.Count(answer => answer.Status == HttpStatusCode.NotFound));
        var said = (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("conversations");
        Assert.Equal("No such user", said.EnumerateArray().Single().GetProperty("text").GetString());
    }

    [Fact]
    public async Task M4_a_mail_that_was_dropped_does_not_come_again()
    {
        const string mail = "From: mailer-daemon@example.com\nSubject: Dropped\n\nGone";
        await Take(mail);
        var id = (await Listed("Dropped")).GetProperty("id").GetGuid();

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Path}/{id}", body: null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, $"{Path}/{id}", body: null)).Status);
        Assert.Equal(MailTaken.Before, await Take(mail));
        Assert.DoesNotContain("Dropped", (await server.Get(Path)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nFailed\n--b\nContent-Type: message/rfc822\n\nMessage-ID: {id}\nSubject: x\n\nx\n--b--")]
    [InlineData("Auto-Submitted: auto-replied\n\n--b\n\nFailed\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\nSubject: x\n--b--")]
    [InlineData("X-Autoreply: yes\nIn-Reply-To: {id}\n\nFailed")]
    public async Task M4_a_notice_of_a_mail_of_a_ticket_is_said_on_that_ticket(string notice)
    {
        if (!notice.Contains("boundary=b", StringComparison.Ordinal) && notice.Contains("--b", StringComparison.Ordinal))
            notice = notice.Replace("\n\n--b\n\nF", "\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nF", StringComparison.Ordinal);
        var subject = $"Asked {Guid.NewGuid():N}";
        var id = $"<{Guid.NewGuid():N}@example.com>";
        await Take($"From: a@example.com\nSubject: {subject}\nMessage-ID: {id}\n\nWords");

        Assert.Equal(
            MailTaken.AsAnswer, await Take($"From: b@example.com\n{notice.Replace("{id}", id, StringComparison.Ordinal)}"));
    }

    private async Task<MailTaken> Take(string mail) => (await server.Services.GetRequiredService<MailIntake>()
        .Take(rows.AccountId, Encoding.UTF8.GetBytes(mail), CancellationToken.None)).Value;

    private async Task<JsonElement> Listed(string subject) => (await server.Get(Path)).Json.GetProperty("mails")
        .EnumerateArray().Single(mail => mail.GetProperty("subject").GetString() == subject);

    private async Task<List<long>> Titles(string title) =>
    [
        .. (await server.Post("/leadline/v1/tickets/search", JsonSerializer.Serialize(
            new { filters = new[] { new { field = "Title", value = title } } })))
            .Json.GetProperty("tickets").EnumerateArray().Select(ticket => ticket.GetProperty("number").GetInt64()),
    ];
}
