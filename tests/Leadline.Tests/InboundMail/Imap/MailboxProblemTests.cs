using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using MailKit;
using Xunit;
using static Leadline.Tests.InboundMail.Imap.ImapServer;

namespace Leadline.Tests.InboundMail.Imap;

/// <summary>M11: what is wrong with a mailbox is said in plain words, by a test call and on the mailbox.</summary>
public sealed class MailboxProblemTests(ImapServer server) : IClassFixture<ImapServer>
{
    private DovecotServer Dovecot => server.Dovecot;

    [Fact]
    public async Task A_mailbox_that_can_be_opened_is_said_to_be()
    {
        var user = Dovecot.NewUser("fine");
        await Dovecot.Deliver(user, "INBOX", MessageFlags.Seen, NewMail(user, "Lies there"));
        var id = await server.Add(user, ("isActive", false));

        var tried = await server.Try(id);

        Assert.True(tried.GetProperty("ok").GetBoolean(), tried.GetRawText());
        Assert.Equal(1, tried.GetProperty("messages").GetInt32());
        Assert.True(tried.GetProperty("tellsOfNewMail").GetBoolean());
        Assert.Equal(JsonValueKind.Null, tried.GetProperty("problem").ValueKind);
    }

    [Theory]
    [InlineData("""{"host":"no-such-host.invalid"}""", "host", "There is no host no-such-host.invalid.")]
    [InlineData("""{"host":"10.255.255.1"}""", "host", "10.255.255.1 has no public address.")]
    [InlineData("""{"host":"169.254.169.254"}""", "host", "--mailbox-networks")]
    [InlineData("""{"host":"::1"}""", "host", "no public address")]
    [InlineData("""{"port":"1"}""", "connection", "refuses connections on port 1.")]
    [InlineData("""{"certificateFingerprint":null}""", "tls", "is for mail.example.com. To trust it all the same, set certificateFingerprint to {fingerprint}.")]
    [InlineData("""{"certificateFingerprint":"0000000000000000000000000000000000000000000000000000000000000000"}""", "tls", "is not the one of certificateFingerprint, but {fingerprint}.")]
    [InlineData("""{"port":"{clear}"}""", "tls", "does not speak TLS from the first byte. It may do so after STARTTLS")]
    [InlineData("""{"port":"{tls}","security":"startTls"}""", "connection", "It may expect TLS from the first byte")]
    [InlineData("""{"port":"{http}","security":"none"}""", "connection", "does not speak IMAP")]
    [InlineData("""{"password":"another password"}""", "login", "127.0.0.1 refuses the password of {user}. It says: ")]
    [InlineData("""{"password":null,"accessToken":"eyJhbGciOiJIUzI1NiJ9.e30.bm8"}""", "login", "127.0.0.1 refuses the OAuth2 token of {user}.")]
    [InlineData("""{"folder":"Dest"}""", "folder", "{user} has no folder \"Dest\". There are \"Desk\", \"INBOX\".")]
    [InlineData("""{"afterTaking":"move","moveTo":"Done"}""", "moveTo", "{user} has no folder \"Done\".")]
    public async Task What_is_wrong_is_said(string change, string failedAt, string words)
    {
        var user = Dovecot.NewUser("wrong");
        await Dovecot.MakeFolder(user, "Desk");
        using var web = new StrangeServer("HTTP/1.1 400 Bad Request\r\n\r\n");
        var settings = server.Settings(user, ("isActive", false));
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string?>>(change)!)
            if (name == "port")
                settings[name] = value switch
                {
                    "{clear}" => Dovecot.Port,
                    "{tls}" => Dovecot.TlsPort,
                    "{http}" => web.Port,
                    _ => int.Parse(value!),
                };
            else if (value is null)
                settings.Remove(name);
            else
                settings[name] = value;

        var tried = await server.Try(await server.Add(settings));

        Assert.False(tried.GetProperty("ok").GetBoolean());
        Assert.Contains(
            words.Replace("{user}", user, StringComparison.Ordinal).Replace("{fingerprint}", Dovecot.Fingerprint, StringComparison.Ordinal),
            tried.GetProperty("problem").GetString());
        Assert.Equal(failedAt, tried.GetProperty("failedAt").GetString());
        Assert.DoesNotContain("another password", tried.GetRawText());
    }

    [Fact]
    public async Task A_problem_stands_on_the_mailbox_until_it_is_mended()
    {
        var user = Dovecot.NewUser("mended");
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, "Behind a wrong password"));
        var id = await server.Add(user, ("password", "another password"));
        var wrong = await server.MailboxIs(id, seen => seen.GetProperty("lastError").ValueKind == JsonValueKind.String, "it tells an error");
        Assert.Contains("refuses the password", wrong.GetProperty("lastError").GetString());
        Assert.True(wrong.GetProperty("nextTryAt").GetDateTime() >= wrong.GetProperty("lastCheckedAt").GetDateTime());
        Assert.Equal(0, await server.Tickets("Behind a wrong password"));
        Assert.Contains(server.Log, line => line.Contains($"Mailbox {id} of account", StringComparison.Ordinal) && line.Contains("(Login)", StringComparison.Ordinal));

        var mended = await server.Send(HttpMethod.Patch, $"{Mailboxes}/{id}", JsonSerializer.Serialize(new { password = DovecotServer.Password }));

        Assert.Equal(JsonValueKind.Null, mended.Json.GetProperty("lastError").ValueKind);
        await server.HasTicket("Behind a wrong password");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData(DovecotServer.PlainHost)]
    public async Task An_oauth2_token_logs_in_until_it_expires(string host)
    {
        var user = Dovecot.NewUser("token");
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, $"By token at {host}"));

        var id = await server.Add(user, ("host", host), ("password", null), ("accessToken", DovecotServer.Token(user, TimeSpan.FromHours(1))));

        await server.HasTicket($"By token at {host}");
        Assert.Equal("accessToken", (await server.Mailbox(id)).GetProperty("logsInWith").GetString());
        await server.Send(
            HttpMethod.Patch, $"{Mailboxes}/{id}", JsonSerializer.Serialize(new { accessToken = DovecotServer.Token(user, TimeSpan.FromMinutes(-1)) }));
        var tried = await server.Try(id);
        Assert.Equal("login", tried.GetProperty("failedAt").GetString());
        Assert.Contains("refuses the OAuth2 token", tried.GetProperty("problem").GetString());
    }

    [Fact]
    public async Task A_folder_that_taken_mail_cannot_move_to_is_told_of_and_brings_no_second_ticket()
    {
        var user = Dovecot.NewUser("closed");
        await Dovecot.MakeFolder(user, "Done");
        Dovecot.Close(user, "Done", isClosed: true);
        await Dovecot.Deliver(user, "INBOX", MessageFlags.None, NewMail(user, "Closed"));
        var id = await server.Add(user, ("afterTaking", "move"), ("moveTo", "Done"));
        await server.MailboxIs(id, seen => seen.GetProperty("lastError").ValueKind == JsonValueKind.String, "it tells an error");
        Assert.Equal(1, await server.Tickets("Closed"));
        Assert.Single(await Dovecot.Messages(user));

        Dovecot.Close(user, "Done", isClosed: false);

        await server.MailboxIs(id, seen => seen.GetProperty("lastError").ValueKind == JsonValueKind.Null, "it is mended");
        Assert.Equal(1, await server.Tickets("Closed"));
        Assert.Empty(await Dovecot.Messages(user));
        Assert.Single(await Dovecot.Messages(user, "Done"));
    }

    /// <summary>Says a line to whoever connects, and nothing more.</summary>
    private sealed class StrangeServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public StrangeServer(string line)
        {
            listener.Start();
            _ = Serve(line);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public void Dispose() => listener.Dispose();

        private async Task Serve(string line)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line));
                client.Client.Shutdown(SocketShutdown.Send);
                await client.GetStream().CopyToAsync(Stream.Null);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
