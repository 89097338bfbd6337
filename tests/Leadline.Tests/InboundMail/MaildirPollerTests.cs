using System.Net;
using System.Text;
using System.Text.Json;
using Dapper;
using Leadline.InboundMail;
using Leadline.Storage;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Customers;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.InboundMail;

/// <summary>Mail that lies in the folder becomes tickets and answers; replies go out, and come back to their ticket.</summary>
public sealed class MaildirPollerTests(MaildirPollerTests.MaildirServer server) : IClassFixture<MaildirPollerTests.MaildirServer>
{
    private static int dropped;

    private readonly LeadRows rows = new(server);

    private TicketReadOperations Reads => server.Services.GetRequiredService<TicketReadOperations>();

    [Fact]
    public async Task A_mail_becomes_a_ticket_of_its_sender_with_its_files()
    {
        var name = Drop("""
            From: Asha Rao <mail-asha@example.com>
            To: desk@example.com
            Cc: friend@example.com
            Subject: The =?utf-8?q?caf=C3=A9?= machine
            Message-ID: <machine-1@example.com>
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            It is broken.
            --b
            Content-Type: text/plain; name="log.txt"
            Content-Disposition: attachment

            line
            --b--
            """);

        var ticket = await Until(name, "The café machine");

        Assert.Equal(("Email", "It is broken.", "friend@example.com"), (Field(ticket, "Channel"), Field(ticket, "Description"), Field(ticket, "CcEmails")));
        var leadId = await rows.Find("mail-asha@example.com");
        Assert.Equal(leadId, ticket.GetProperty("leadId").GetGuid());
        Assert.Equal("Asha", await rows.Value(leadId!.Value, "FirstName"));
        var number = ticket.GetProperty("number").GetInt64();
        var told = await server.Crm(HttpMethod.Post, "conversation/filter", $$"""{"TicketId":{{number}},"ActivityType":["InboundEmail"]}""");
        var said = told.Json.GetProperty("ConversationList").EnumerateArray().Single();
        Assert.Equal("It is broken.", said.GetProperty("Text").GetString());
        Assert.Equal("log.txt", said.GetProperty("Attachments")[0].GetProperty("Name").GetString());
    }

    [Fact]
    public async Task A_reply_goes_out_and_its_answer_comes_back_to_the_ticket()
    {
        var name = Drop(Mail("thread@example.com", "Threaded", "<thread-1@example.com>", "First"));
        var number = (await Until(name, "Threaded")).GetProperty("number").GetInt64();
        await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{number}", """{"addWatchers":["watching@example.com"]}""");

        var reply = await server.Post($"/leadline/v1/tickets/{number}/replies", """{"text":"Try again"}""");
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Body);
        Assert.NotEqual(JsonValueKind.Null, reply.Json.GetProperty("ticket").GetProperty("sla").GetProperty("respondedOn").ValueKind);
        var (to, subject, messageId, inReplyTo) = await Sent("thread@example.com");
        Assert.Equal("<thread-1@example.com>", inReplyTo);
        Assert.Equal(messageId, (await Sent("watching@example.com")).MessageId);
        Assert.StartsWith("Re: Threaded [#", subject, StringComparison.Ordinal);

        await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{number}", """{"fields":{"Status":"Resolved"}}""");
        await Taken(Drop(Mail(to, "AW: Threaded", "<thread-2@example.com>", "By reference", $"In-Reply-To: {messageId}")));
        Assert.Equal("Open", Field((await server.Get($"/leadline/v1/tickets/{number}")).Json, "Status"));
        await Taken(Drop(Mail("colleague@example.com", $"Fwd: {subject}", "<thread-3@example.com>", "By mark")));
        await Taken(Drop(Mail(to, "Re: Threaded", "<thread-4@example.com>", "By the customer's own mail", "References: <thread-1@example.com>")));

        var told = (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("conversations");
        Assert.Equal(
            ["First", "Try again", "By reference", "By mark", "By the customer's own mail"],
            told.EnumerateArray().Select(said => said.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task Nobody_gets_into_a_ticket_by_counting()
    {
        var number = await server.NewTicket("victim@example.com", "Private");

        var name = Drop(Mail("guesser@example.com", $"Hello [#{number}-00000000]", "<guess@example.com>", "Guessed"));

        await Until(name, $"Hello [#{number}-00000000]");
        Assert.Equal(0, (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_mail_brings_to_another_customers_merged_ticket_is_not_shown_to_the_customer_of_the_one_that_goes_on()
    {
        var gone = (await Until(Drop(Mail("apart-b@example.com", "Of B", "<apart-1@example.com>", "B's first")), "Of B")).GetProperty("number").GetInt64();
        var token = TicketMails.Token((await Reads.Find(await server.Admin(), gone))!);
        var kept = (await Until(Drop(Mail("apart-a@example.com", "Of A", "<apart-2@example.com>", "A's first")), "Of A")).GetProperty("number").GetInt64();
        await server.Post($"/leadline/v1/tickets/{gone}/merge", $$"""{"into":{{kept}}}""");
        await Taken(Drop(Mail("apart-b@example.com", "Re: Of B", "<apart-3@example.com>", "B's second", "In-Reply-To: <apart-1@example.com>")));
        await Taken(Drop(Mail("apart-b@example.com", $"Re: Of B {token}", "<apart-4@example.com>", "B's third")));
        await Taken(Drop(Mail("apart-a@example.com", "Re: Of A", "<apart-5@example.com>", "A's second", "In-Reply-To: <apart-2@example.com>")));
        var ticket = (await Reads.Find(await server.Admin(), kept))!;

        var all = (await server.Get($"/leadline/v1/tickets/{kept}/conversations")).Json.GetProperty("total").GetInt64();
        var shown = await server.Services.GetRequiredService<CustomerConversationStore>().Latest(ticket.AccountId, ticket.LeadId, ticket.Id, most: 10);

        Assert.Equal(5, all);
        Assert.Equal(["A's first", "A's second"], shown.Select(said => said.Text));
    }

    [Fact]
    public async Task A_merged_ticket_leads_its_mail_on()
    {
        var gone = (await Until(Drop(Mail("merged@example.com", "Merged away", "<merged-1@example.com>", "One")), "Merged away"))
            .GetProperty("number").GetInt64();
        var kept = await server.NewTicket("merged@example.com", "Goes on");
        await server.Post($"/leadline/v1/tickets/{gone}/merge", $$"""{"into":{{kept}}}""");

        await Taken(Drop(Mail("merged@example.com", "Re: Merged away", "<merged-2@example.com>", "Two", "In-Reply-To: <merged-1@example.com>")));

        var told = (await server.Get($"/leadline/v1/tickets/{kept}/conversations")).Json.GetProperty("conversations");
        Assert.Equal(["One", "Two"], told.EnumerateArray().Select(said => said.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task Machines_make_no_tickets_and_wake_none()
    {
        var before = await rows.One<long>("SELECT count(*) FROM ticket WHERE account_id = @account", new { account = rows.AccountId });
        var name = Drop(Mail("mailer-daemon@example.com", "Undelivered", "<bounce@example.com>", "No such user", "Auto-Submitted: auto-replied"));
        await Taken(name);
        Assert.Equal(before, await rows.One<long>("SELECT count(*) FROM ticket WHERE account_id = @account AND \"values\" ->> 'Title' <> 'x'", new { account = rows.AccountId }));

        var number = (await Until(Drop(Mail("away@example.com", "On leave", "<away-1@example.com>", "Ask")), "On leave")).GetProperty("number").GetInt64();
        await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{number}", """{"fields":{"Status":"Resolved"}}""");
        await Taken(Drop(Mail("away@example.com", "Absent", "<away-2@example.com>", "I am away", "In-Reply-To: <away-1@example.com>\nAuto-Submitted: auto-replied")));
        Assert.Equal("Resolved", Field((await server.Get($"/leadline/v1/tickets/{number}")).Json, "Status"));
    }

    [Fact]
    public async Task A_message_is_taken_once_however_often_and_from_wherever_it_comes()
    {
        var intake = server.Services.GetRequiredService<MailIntake>();
        var mail = Encoding.UTF8.GetBytes(Mail("once@example.com", "Only once", "<once@example.com>", "Once"));
        var nameless = Encoding.UTF8.GetBytes("From: once@example.com\nSubject: Only once\n\nWithout an id");

        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => intake.Take(rows.AccountId, mail, CancellationToken.None)));
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => intake.Take(rows.AccountId, nameless, CancellationToken.None)));
        await Taken(Drop(Encoding.UTF8.GetString(mail)));

        Assert.Single(taken, outcome => outcome.Value == MailTaken.AsTicket);
        Assert.Equal(11, taken.Count(outcome => outcome.Value == MailTaken.Before));
        Assert.Single(again, outcome => outcome.Value == MailTaken.AsTicket);
        Assert.Equal(2, await rows.One<long>(
            "SELECT count(*) FROM ticket WHERE account_id = @account AND \"values\" ->> 'Title' = 'Only once'", new { account = rows.AccountId }));
    }

    [Fact]
    public async Task M6_what_cannot_be_read_is_listed_and_holds_up_nothing()
    {
        var bad = Drop("This is no mail at all.");
        var good = Drop(Mail("behind@example.com", "Behind the bad one", "<behind@example.com>", "Here"));

        await Until(good, "Behind the bad one");
        await Taken(bad);
        var listed = (await server.Get("/leadline/v1/set-aside-mails")).Json.GetProperty("mails")[0];
        Assert.Equal("unreadable", listed.GetProperty("reason").GetString());
    }

    private static string Mail(string from, string subject, string id, string text, string more = "X-Nothing: more") =>
        $"From: {from}\nTo: desk@example.com\nSubject: {subject}\nMessage-ID: {id}\n{more}\n\n{text}\n";

    /// <summary>Leaves a mail as a mail server does: written beside, then moved in.</summary>
    private string Drop(string mail)
    {
        var name = $"{Interlocked.Increment(ref dropped):00000}.test";
        var draft = Path.Combine(server.Folder, "tmp", name);
        File.WriteAllText(draft, mail);
        File.Move(draft, Path.Combine(server.Folder, "new", name));
        return name;
    }

    private Task Taken(string name) =>
        Eventually.Holds(() => File.Exists(Path.Combine(server.Folder, "cur", $"{name}:2,S")), $"{name} is taken");

    private async Task<JsonElement> Until(string name, string title)
    {
        await Taken(name);
        var found = await server.Post("/leadline/v1/tickets/search", JsonSerializer.Serialize(
            new { filters = new[] { new { field = "Title", value = title } } }));
        return found.Json.GetProperty("tickets").EnumerateArray().Single();
    }

    private async Task<(string To, string Subject, string MessageId, string InReplyTo)> Sent(string to)
    {
        await using var connection = await server.Database.Open(rows.AccountId);
        return await connection.QuerySingleAsync<(string, string, string, string)>(
            "SELECT recipient, subject, message_id, in_reply_to FROM mail WHERE account_id = @account AND recipient = @to",
            new { account = rows.AccountId, to });
    }

    private static string? Field(JsonElement ticket, string name) => ticket.GetProperty("fields").GetProperty(name).GetString();

    public sealed class MaildirServer : TestServer
    {
        private readonly string maildrop = Directory.CreateTempSubdirectory("leadline-maildrop-").FullName;

        public string Folder => Path.Combine(maildrop, Credentials.OrgId);

        internal override ServerOptions Options => base.Options with { Maildrop = maildrop };

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            foreach (var folder in new[] { "tmp", "new", "cur" })
                Directory.CreateDirectory(Path.Combine(Folder, folder));
            Assert.Equal(
                HttpStatusCode.OK,
                (await Send(HttpMethod.Patch, "/leadline/v1/service-desk", """{"mailAddress":"desk@example.com","mailName":"The desk","acknowledge":false}""")).Status);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Directory.Delete(maildrop, recursive: true);
            GC.SuppressFinalize(this);
        }
    }
}

/// <summary>A server that is killed while it takes mail in.</summary>
public sealed class MaildirPollerKillTests : IAsyncLifetime
{
    private const int Mails = 120;

    private readonly string folder = Directory.CreateTempSubdirectory("leadline-maildrop-kill-").FullName;
    private string database = "";

    // PostgreSQL stays: its own deaths are those of Faults.
    public async ValueTask InitializeAsync() => database = await TestPostgres.NewDatabase();

    [Fact]
    public async Task Every_mail_makes_one_ticket_though_the_server_is_killed_again_and_again()
    {
        var drop = Path.Combine(folder, "drop");
        await using var server = new ServerProcess(Path.Combine(folder, "data"), "--database", database, "--maildrop", drop);
        await server.Start();
        var place = Directory.CreateDirectory(Path.Combine(drop, server.Credentials.OrgId, "new")).FullName;
        for (var i = 0; i < Mails; i++)
        {
            // As a mail server does: whole before it is there.
            var draft = Path.Combine(folder, "draft");
            await File.WriteAllTextAsync(
                draft, $"From: kill{i}@example.com\nSubject: Kill {i}\nMessage-ID: <kill-{i}@example.com>\n\nText", TestContext.Current.CancellationToken);
            File.Move(draft, Path.Combine(place, $"{i:000}"));
        }

        // Killed with some taken and some not, three times over, wherever it happens to be.
        foreach (var left in new[] { Mails * 3 / 4, Mails / 2, Mails / 4 })
        {
            await Eventually.Reached(Taken, Mails - left);
            await server.Kill(server: true, postgres: false);
            await server.Start();
        }

        await Eventually.Reached(Taken, Mails);
        var counted = new List<string>();
        string? after = null;
        do
        {
            var page = await List(server, after);
            counted.AddRange(page.GetProperty("tickets").EnumerateArray().Select(ticket => ticket.GetProperty("fields").GetProperty("Title").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(
            Enumerable.Range(0, Mails).Select(i => $"Kill {i}").Order(), counted.Where(title => title.StartsWith("Kill", StringComparison.Ordinal)).Order());

        Task<int> Taken() => Task.FromResult(Mails - Directory.GetFiles(place).Length);
    }

    public async ValueTask DisposeAsync()
    {
        await TestPostgres.Drop(database);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<JsonElement> List(ServerProcess server, string? after)
    {
        using var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        client.DefaultRequestHeaders.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        var body = await client.GetStringAsync($"/leadline/v1/tickets?limit=200{(after is null ? "" : $"&after={after}")}");
        return JsonDocument.Parse(body).RootElement;
    }
}
