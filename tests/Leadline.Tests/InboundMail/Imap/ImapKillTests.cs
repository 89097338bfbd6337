using System.Net.Http.Json;
using System.Text.Json;
using Leadline.Tests.Support;
using MailKit;
using Xunit;
using static Leadline.Tests.InboundMail.Imap.ImapServer;

namespace Leadline.Tests.InboundMail.Imap;

/// <summary>M11: a server that is killed while it takes mail out of a mailbox.</summary>
public sealed class ImapKillTests : IAsyncLifetime
{
    private const int Mails = 60;

    private readonly string folder = Directory.CreateTempSubdirectory("leadline-imap-kill-").FullName;
    private readonly DovecotServer dovecot = new();
    private string database = "";

    // PostgreSQL stays: its own deaths are those of Faults.
    public async ValueTask InitializeAsync()
    {
        database = await TestPostgres.NewDatabase();
        await dovecot.InitializeAsync();
    }

    [Fact]
    public async Task Every_message_makes_one_ticket_though_the_server_is_killed_between_taking_and_moving()
    {
        var user = dovecot.NewUser("kill");
        await dovecot.MakeFolder(user, "Done");
        dovecot.Close(user, "Done", isClosed: true);
        await dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, "Kill first"));
        await using var server = new ServerProcess(Path.Combine(folder, "data"), "--database", database, "--mailbox-networks", "127.0.0.0/8");
        await server.Start();
        using var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        client.DefaultRequestHeaders.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        var made = await client.PostAsJsonAsync(
            Mailboxes,
            new
            {
                host = "127.0.0.1",
                port = dovecot.TlsPort,
                certificateFingerprint = dovecot.Fingerprint,
                userName = user,
                password = DovecotServer.Password,
                afterTaking = "move",
                moveTo = "Done",
            },
            TestContext.Current.CancellationToken);
        Assert.True(made.IsSuccessStatusCode);

        // Taken, and not moved.
        await Eventually.Holds(async () => (await Titles()).Count == 1, "the ticket is there");
        await server.Kill(server: true, postgres: false);
        Assert.Single(await dovecot.Messages(user));
        dovecot.Close(user, "Done", isClosed: false);
        await dovecot.Deliver(user, "INBOX", MessageFlags.None, [.. Enumerable.Range(0, Mails).Select(i => NewMail(user, $"Kill {i}"))]);
        await server.Start();

        // Killed with some taken and some not, wherever it happens to be.
        await Eventually.Reached(Moved, Mails / 2);
        await server.Kill(server: true, postgres: false);
        await server.Start();

        await Eventually.Reached(Moved, Mails + 1);
        Assert.Equal(Enumerable.Range(0, Mails).Select(i => $"Kill {i}").Append("Kill first").Order(), (await Titles()).Order());
        Assert.Empty(await dovecot.Messages(user));

        async Task<int> Moved() => (await dovecot.Messages(user, "Done")).Count;

        async Task<IReadOnlyList<string>> Titles()
        {
            var body = await client.GetStringAsync("/leadline/v1/tickets?limit=200", TestContext.Current.CancellationToken);
            return
            [
                .. JsonDocument.Parse(body).RootElement.GetProperty("tickets").EnumerateArray()
                    .Select(ticket => ticket.GetProperty("fields").GetProperty("Title").GetString()!)
                    .Where(title => title.StartsWith("Kill", StringComparison.Ordinal)),
            ];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await dovecot.DisposeAsync();
        await TestPostgres.Drop(database);
        Directory.Delete(folder, recursive: true);
    }
}
