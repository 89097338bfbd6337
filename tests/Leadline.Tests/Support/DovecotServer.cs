using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;
using Xunit;

namespace Leadline.Tests.Support;

/// <summary>
/// A real IMAP server, Debian's Dovecot, with its own settings and data folder; as root it runs as an unprivileged user.
/// Every user name has the same password and an empty INBOX. Without Dovecot on the machine these tests are skipped, but
/// never in the gate (CI).
/// </summary>
public sealed class DovecotServer : IAsyncLifetime
{
    public const string Password = "a mailbox's password: 100%";

    /// <summary>Here the server tells of no new mail by itself, and moves nothing in one step.</summary>
    public const string PlainHost = "127.0.0.2";

    private static readonly string[] Places = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/usr/bin/dovecot"];
    private static readonly byte[] TokenKey = RandomNumberGenerator.GetBytes(32);

    private readonly string folder = Directory.CreateTempSubdirectory("leadline-dovecot-").FullName;
    private Process? process;

    /// <summary>In clear, with STARTTLS.</summary>
    public int Port { get; private set; }

    /// <summary>TLS from the first byte.</summary>
    public int TlsPort { get; private set; }

    /// <summary>SHA-256 of the certificate, in hex. It is for mail.example.com, from no known authority.</summary>
    public string Fingerprint { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is not { } dovecot)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "The gate needs a Dovecot: apt-get install dovecot-imapd.");
            return;
        }

        (Port, TlsPort) = (FreePort(), FreePort());
        await Configure();
        var asRoot = Environment.IsPrivilegedProcess;
        if (asRoot)
            await Process.Start("chown", ["-R", "nobody:nogroup", folder]).WaitForExitAsync();

        // It ends when its input does, and so with us, whatever becomes of us; Ctrl-C is ours.
        string[] program = ["sh", "-c", "trap '' INT HUP; \"$0\" -F -c \"$1\" & read -r _; kill $!; wait $!", dovecot, Path.Combine(folder, "dovecot.conf")];
        string[] words = asRoot ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", .. program] : program;
        var start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardInput = true };
        process = Process.Start(start)!;
        await Eventually.Holds(IsUp, "Dovecot answers");
    }

    /// <summary>A user of this test's own.</summary>
    public string NewUser(string name)
    {
        Assert.SkipWhen(process is null, "There is no Dovecot on this machine: apt-get install dovecot-imapd.");
        return $"{name}-{Guid.NewGuid():N}@example.com";
    }

    /// <summary>What Dovecot has logged.</summary>
    public string Log() => File.ReadAllText(Path.Combine(folder, "log"));

    /// <summary>Lets a user's folder take in nothing, or again what comes.</summary>
    public void Close(string user, string mailFolder, bool isClosed)
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode closed = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        foreach (var place in (string[])["tmp", "new", "cur"])
            File.SetUnixFileMode(
                Path.Combine(folder, "mail", user, $".{mailFolder}", place), isClosed ? closed : closed | UnixFileMode.UserWrite);
    }

    /// <summary>An access token as an identity provider gives them out.</summary>
    public static string Token(string user, TimeSpan life)
    {
        var now = DateTimeOffset.UtcNow;
        var signed = $"{Part(new { alg = "HS256", typ = "JWT" })}.{Part(new
        {
            email = user,
            sub = user,
            scope = "imap",
            iat = now.AddMinutes(-5).ToUnixTimeSeconds(),
            nbf = now.AddMinutes(-5).ToUnixTimeSeconds(),
            exp = (now + life).ToUnixTimeSeconds(),
        })}";
        return $"{signed}.{Base64Url(HMACSHA256.HashData(TokenKey, Encoding.ASCII.GetBytes(signed)))}";

        static string Part(object content) => Base64Url(JsonSerializer.SerializeToUtf8Bytes(content));

        static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    public async Task MakeFolder(string user, string name)
    {
        using var client = await Client(user);
        await client.GetFolder(client.PersonalNamespaces[0])!.CreateAsync(name, isMessageFolder: true);
    }

    /// <summary>Takes a folder away and makes it anew: its UIDs begin again, under another UIDVALIDITY.</summary>
    public async Task Renew(string user, string name)
    {
        using var client = await Client(user);
        var old = await client.GetFolderAsync(name);
        await old.StatusAsync(StatusItems.UidValidity);
        var validity = old.UidValidity;
        await old.DeleteAsync();
        var made = (await client.GetFolder(client.PersonalNamespaces[0])!.CreateAsync(name, isMessageFolder: true))!;
        await made.StatusAsync(StatusItems.UidValidity);
        Assert.NotEqual(validity, made.UidValidity);
    }

    /// <summary>Leaves mails in a user's folder.</summary>
    public async Task Deliver(string user, string folderName, MessageFlags flags, params string[] mails)
    {
        using var client = await Client(user);
        var into = await client.GetFolderAsync(folderName);
        foreach (var mail in mails)
            await into.AppendAsync(await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(mail))), flags);
    }

    /// <summary>The subjects in a user's folder, by UID, and how each message is flagged.</summary>
    public async Task<IReadOnlyList<(string Subject, MessageFlags Flags)>> Messages(string user, string folderName = "INBOX")
    {
        using var client = await Client(user);
        var of = await client.GetFolderAsync(folderName);
        await of.OpenAsync(FolderAccess.ReadOnly);
        var messages = await of.FetchAsync(0, -1, MessageSummaryItems.Envelope | MessageSummaryItems.Flags);
        return [.. messages.Select(message => (message.Envelope?.Subject ?? "", message.Flags!.Value & ~MessageFlags.Recent))];
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.StandardInput.Close();
            await Eventually.Ends(process.WaitForExitAsync());
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<ImapClient> Client(string user)
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", Port, SecureSocketOptions.None);
        await client.AuthenticateAsync(user, Password);
        return client;
    }

    private async Task<bool> IsUp()
    {
        if (File.Exists(Path.Combine(folder, "log")) && Log().Contains("Fatal", StringComparison.Ordinal))
            Assert.Fail($"Dovecot ended: {Log()}");
        try
        {
            using var client = new ImapClient();
            await client.ConnectAsync("127.0.0.1", Port, SecureSocketOptions.None);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or IOException or ImapProtocolException)
        {
            return false;
        }
    }

    private async Task Configure()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=mail.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("mail.example.com");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        var (user, group, uid, gid) = await Unprivileged();
        foreach (var place in (string[])["mail", "run", "tokens/default/HS256"])
            Directory.CreateDirectory(Path.Combine(folder, place));
        await Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        await Write("certificate.pem", certificate.ExportCertificatePem());
        await Write("tokens/default/HS256/default", Convert.ToBase64String(TokenKey));
        await Write("oauth2.conf", $"""
            introspection_mode = local
            local_validation_key_dict = fs:posix:prefix={folder}/tokens/
            username_attribute = email
            """);
        await Write("dovecot.conf", $$"""
            base_dir = {{folder}}/run
            state_dir = {{folder}}/run
            log_path = {{folder}}/log
            protocols = imap
            listen = 127.0.0.1, {{PlainHost}}
            default_internal_user = {{user}}
            default_login_user = {{user}}
            default_internal_group = {{group}}
            first_valid_uid = 1
            ssl = yes
            ssl_cert = <{{folder}}/certificate.pem
            ssl_key = <{{folder}}/key.pem
            auth_mechanisms = plain login xoauth2 oauthbearer
            disable_plaintext_auth = no
            auth_failure_delay = 0
            mail_location = maildir:{{folder}}/mail/%u
            mail_max_userip_connections = 100
            passdb {
              driver = static
              mechanisms = plain login
              args = password={PLAIN.b64}{{Convert.ToBase64String(Encoding.UTF8.GetBytes(Password))}}
            }
            passdb {
              driver = oauth2
              mechanisms = xoauth2 oauthbearer
              args = {{folder}}/oauth2.conf
            }
            userdb {
              driver = static
              args = uid={{uid}} gid={{gid}} home={{folder}}/mail/%u
            }
            service anvil {
              chroot =
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = {{TlsPort}}
                ssl = yes
              }
            }
            local {{PlainHost}} {
              protocol imap {
                imap_capability = IMAP4rev1 SASL-IR LITERAL+ NAMESPACE UIDPLUS
              }
            }
            """);
    }

    private Task Write(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text + "\n");

    private static async Task<(string User, string Group, string Uid, string Gid)> Unprivileged()
    {
        var whom = Environment.IsPrivilegedProcess ? "nobody" : "";
        using var id = Process.Start(new ProcessStartInfo("sh", ["-c", $"for o in -un -gn -u -g; do id $o {whom}; done"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        return (await id.StandardOutput.ReadToEndAsync()).Split('\n') is [var user, var group, var uid, var gid, ..]
            ? (user, group, uid, gid)
            : throw new InvalidOperationException("There is no user that Dovecot could run as.");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
