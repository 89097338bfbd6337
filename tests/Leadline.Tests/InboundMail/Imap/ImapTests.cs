using System.Text.Json;
using Leadline.InboundMail.Imap;
using Leadline.Storage;
using Leadline.Tests.Support;
using MailKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.InboundMail.Imap.ImapServer;

namespace Leadline.Tests.InboundMail.Imap;

/// <summary>M11: mail of IMAP mailboxes becomes tickets, each message once, on a real IMAP server.</summary>
public sealed class ImapTests(ImapServer server) : IClassFixture<ImapServer>
{
    private readonly LeadRows rows = new(server);

    private DovecotServer Dovecot => server.Dovecot;

    [Theory]
    [InlineData("seen", "implicit", "127.0.0.1")]
    [InlineData("seen", "none", DovecotServer.PlainHost)]
    [InlineData("move", "startTls", "127.0.0.1")]
    [InlineData("move", "startTls", DovecotServer.PlainHost)]
    [InlineData("delete", "none", "127.0.0.1")]
    [InlineData("delete", "implicit", DovecotServer.PlainHost)]
    public async Task Mail_is_taken_and_then_flagged_moved_or_deleted(string afterTaking, string security, string host)
    {
        var user = Dovecot.NewUser("taken");
        var title = $"Taken {Guid.NewGuid():N}";
        await Dovecot.MakeFolder(user, "Done");
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, $"{title} 1"), NewMail(user, $"{title} 2"));

        var id = await server.Add(
            user, ("afterTaking", afterTaking), ("moveTo", "Done"), ("security", security), ("host", host),
            ("port", security == "implicit" ? Dovecot.TlsPort : Dovecot.Port));

        var mailbox = await server.MailboxIs(id, seen => seen.GetProperty("taken").GetInt64() == 2 && Checked(seen), "two are taken");
        Assert.Equal(JsonValueKind.Null, mailbox.GetProperty("lastError").ValueKind);
        Assert.Equal((1, 1), (await server.Tickets($"{title} 1"), await server.Tickets($"{title} 2")));
        var (inbox, done) = (await Dovecot.Messages(user), await Dovecot.Messages(user, "Done"));
        Assert.Equal(afterTaking == "seen" ? 2 : 0, inbox.Count);
        Assert.Equal(afterTaking == "move" ? 2 : 0, done.Count);
        Assert.All(inbox, message => Assert.Equal(MessageFlags.Seen, message.Flags));
        Assert.All(done, message => Assert.Equal(MessageFlags.None, message.Flags));
    }

    [Fact]
    public async Task Mail_that_comes_is_told_of_by_the_server_and_not_waited_for_with_idle()
    {
        var user = Dovecot.NewUser("idle");
        var id = await server.Add(user, ("pollSeconds", 3600));
        await server.MailboxIs(id, Checked, "the folder is looked into");

        foreach (var title in (string[])["Pushed 1", "Pushed 2", "Pushed 3"])
        {
            await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, title));
            await server.HasTicket(title);
        }
    }

    [Fact]
    public async Task Without_idle_the_folder_is_polled()
    {
        var user = Dovecot.NewUser("polled");
        var id = await server.Add(user, ("host", DovecotServer.PlainHost), ("pollSeconds", 5));
        await server.MailboxIs(id, Checked, "the folder is looked into");
        Assert.False((await server.Try(id)).GetProperty("tellsOfNewMail").GetBoolean());

        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, "Polled 1"));
        await server.HasTicket("Polled 1");
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, "Polled 2"));
        await server.HasTicket("Polled 2");
    }

    [Fact]
    public async Task What_people_read_before_the_first_look_stays_theirs_and_what_they_read_after_it_is_taken()
    {
        var user = Dovecot.NewUser("read");
        await Dovecot.Deliver(user, "INBOX", MessageFlags.Seen, NewMail(user, "Read long ago"));
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, "Unread"));
        var id = await server.Add(user);
        await server.HasTicket("Unread");

        await Dovecot.Deliver(user, "INBOX", MessageFlags.Seen, NewMail(user, "Read by somebody else"));

        await server.HasTicket("Read by somebody else");
        await server.MailboxIs(id, seen => seen.GetProperty("taken").GetInt64() == 2, "two are taken");
        Assert.Equal(0, await server.Tickets("Read long ago"));
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("move")]
    public async Task A_folder_whose_uids_begin_anew_brings_nothing_twice_and_hides_nothing(string afterTaking)
    {
        var user = Dovecot.NewUser("validity");
        var title = $"Validity {afterTaking}";
        await Dovecot.MakeFolder(user, "Desk");
        await Dovecot.MakeFolder(user, "Done");
        string[] before = [NewMail(user, $"{title} 1"), NewMail(user, $"{title} 2"), NewMail(user, $"{title} 3")];
        await Dovecot.Deliver(user, "Desk", MessageFlags.None, before);
        var id = await server.Add(user, ("folder", "Desk"), ("afterTaking", afterTaking), ("moveTo", "Done"));
        await server.MailboxIs(id, seen => seen.GetProperty("taken").GetInt64() == 3 && Checked(seen), "three are taken");

        await server.Send(HttpMethod.Patch, $"{Mailboxes}/{id}", """{"isActive":false}""");
        await Eventually.Holds(async () => await Holder(id) is null, "nobody holds it");
        await Dovecot.Renew(user, "Desk");
        await Dovecot.Deliver(user, "Desk", MessageFlags.None, [.. before, NewMail(user, $"{title} 4")]);
        await server.Send(HttpMethod.Patch, $"{Mailboxes}/{id}", """{"isActive":true}""");

        await server.HasTicket($"{title} 4");
        await server.MailboxIs(id, seen => seen.GetProperty("taken").GetInt64() == 7, "all are settled");
        for (var number = 1; number <= 4; number++)
            Assert.Equal(1, await server.Tickets($"{title} {number}"));
        Assert.Equal(afterTaking == "seen" ? 4 : 0, (await Dovecot.Messages(user, "Desk")).Count(message => message.Flags.HasFlag(MessageFlags.Seen)));
    }

    [Fact]
    public async Task What_cannot_be_taken_stays_flagged_and_holds_up_nothing()
    {
        var user = Dovecot.NewUser("refused");
        var large = NewMail(user, "Too large") + new string('x', 65 * 1024 * 1024);
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, "Subject: From nobody\n\nText\n", large, NewMail(user, "Behind the refused"));

        var id = await server.Add(user, ("afterTaking", "delete"));
        await server.MailboxIs(id, seen => seen.GetProperty("taken").GetInt64() == 2 && Checked(seen), "two are taken");
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, "Long behind"));
        await server.HasTicket("Long behind");

        Assert.Equal(1, await server.Tickets("Behind the refused"));
        Assert.Equal(1, (await server.Mailbox(id)).GetProperty("refused").GetInt64());
        Assert.Equal([("Too large", MessageFlags.Flagged)], await Dovecot.Messages(user));
    }

    [Fact]
    public async Task Two_nodes_share_a_mailbox_and_one_at_a_time_looks_into_it()
    {
        var user = Dovecot.NewUser("nodes");
        await Dovecot.MakeFolder(user, "Done");
        await using var database = new Database(server.Database.ConnectionString);

        // The same data folder: nodes with mailboxes share the server's key.
        var options = server.Services.GetRequiredService<ServerOptions>() with { Urls = "http://127.0.0.1:0" };
        await using var other = Leadline.Server.Build(options, database);
        await other.StartAsync(TestContext.Current.CancellationToken);
        var ids = new List<string>();
        string[] titles = [.. Enumerable.Range(0, 20).Select(number => $"Nodes {number}")];

        for (var i = 0; i < 4; i++)
            ids.Add(await server.Add(user, ("afterTaking", "move"), ("moveTo", "Done"), ("folder", "INBOX")));
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, [.. titles.Select(title => NewMail(user, title))]);
        await Eventually.Holds(async () => (await Dovecot.Messages(user)).Count == 0, "all are moved");

        // Four settings of one mailbox: whoever comes second finds the message taken.
        foreach (var title in titles)
            Assert.Equal(1, await server.Tickets(title));
        await Eventually.Holds(() => Logins(user) >= ids.Count);
        Assert.Equal(ids.Count, Logins(user));

        await other.StopAsync(TestContext.Current.CancellationToken);
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, "One node alone"));
        await server.HasTicket("One node alone");
        foreach (var id in ids)
            await server.MailboxIs(id, seen => seen.GetProperty("lastError").ValueKind == JsonValueKind.Null, "no error");
    }

    [Fact]
    public async Task A_mailbox_of_a_node_that_is_gone_is_taken_over_when_its_lease_is_over()
    {
        var user = Dovecot.NewUser("lease");
        var id = await server.Add(user, ("isActive", false));
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, "Leased"));
        var until = DateTime.UtcNow.AddSeconds(8);
        await rows.Execute(
            "UPDATE mailbox SET holder = @holder, held_until = @until, is_active = true WHERE account_id = @account AND mailbox_id = @id",
            new { holder = Guid.NewGuid(), until, account = rows.AccountId, id = Guid.Parse(id) });

        await server.HasTicket("Leased");

        Assert.True(DateTime.UtcNow >= until);
    }

    [Theory]
    [InlineData(1, MailboxStep.Connection, 10)]
    [InlineData(2, MailboxStep.Connection, 20)]
    [InlineData(60, MailboxStep.Connection, 900)]
    [InlineData(1, MailboxStep.Login, 60)]
    [InlineData(60, MailboxStep.Login, 900)]
    internal void Failures_are_backed_off(int failures, MailboxStep step, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ImapPoller.PauseAfter(failures, step));

    private Task<Guid?> Holder(string id) => rows.One<Guid?>(
        "SELECT holder FROM mailbox WHERE account_id = @account AND mailbox_id = @id", new { account = rows.AccountId, id = Guid.Parse(id) });

    private static bool Checked(JsonElement mailbox) => mailbox.GetProperty("lastCheckedAt").ValueKind != JsonValueKind.Null;

    private int Logins(string user) => Dovecot.Log().Split('\n').Count(line =>
        line.Contains($"Login: user=<{user}>", StringComparison.Ordinal) && line.Contains(", TLS", StringComparison.Ordinal));
}
