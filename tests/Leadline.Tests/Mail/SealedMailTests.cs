using System.Text;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Tests.Portals;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Mail;

/// <summary>A9: what lets its reader in is never in the mail queue in clear, waiting, sent or dead.</summary>
public sealed class SealedMailTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string GetCode = "/api/Authentication/SigninOTP/Get";

    [Fact]
    public async Task A9_no_page_of_the_queue_ever_held_a_link_or_a_code()
    {
        var (asking, coding, known) = (NewAddress(), NewAddress(), NewAddress());
        await server.NewUser(asking);
        await server.NewUser(coding);
        await server.Rows.Lead(known);
        var visitor = new Visitor(server.Url);
        await visitor.Get($"/portal/{server.Credentials.PortalId}/register");

        await server.CallPublic(Forgot, new { EmailAddress = asking });
        await server.CallPublic(GetCode, new { FieldSchemaName = "EmailAddress", FieldContent = coding });
        await visitor.Post(
            $"/portal/{server.Credentials.PortalId}/register", ("email", known), ("password", Password), ("confirmation", Password));
        string[] secrets =
        [
            (await server.Link(asking)).Token, (await server.Link(known)).Token, (await server.Smtp.Mail(coding)).Subject[..6],
            "TemporaryPassword=", "is your code",
        ];

        await server.Rows.Execute("CHECKPOINT;", new { });
        var pages = Encoding.Latin1.GetString(await server.Rows.One<byte[]>(
            "SELECT pg_read_binary_file(pg_relation_filepath('mail'))", new { }));
        Assert.Contains(asking, pages, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, pages, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A9_a_mail_that_lets_nobody_in_can_be_read_in_the_queue()
    {
        var ids = await server.Add(server.To("no address"));

        Assert.Equal("Some text.", await server.Rows.One<string>(
            "SELECT body_text FROM mail WHERE account_id = @AccountId AND mail_id = @id", new { server.AccountId, id = ids[0] }));
    }

    /// <summary>A mail of another server's key is left to that server.</summary>
    [Fact]
    public async Task A9_a_mail_is_opened_with_the_key_that_sealed_it()
    {
        using var folder = new KeyFolder();
        var (other, now) = (new MailSeal(folder.Key("other")), server.Clock.GetUtcNow().UtcDateTime);
        var theirs = other.Close(
            new OutgoingMail(Guid.NewGuid(), server.To("sealed@example.com") with { UseBy = now.AddHours(1) }, now));
        var waiting = new WaitingMail { AccountId = server.AccountId, Id = theirs.Id, Sealed = theirs.Sealed };
        await using (var connection = await server.Database.Open(server.AccountId, TestContext.Current.CancellationToken))
        {
            var rows = new RowBuffer();
            rows.Add(MailStore.Insert, theirs);
            await rows.Write(connection, TestContext.Current.CancellationToken);
        }

        await server.Add(server.To("after@example.com"));
        await server.Smtp.Mail("after@example.com");

        Assert.Equal("", theirs.Message.Text + theirs.Message.Html + theirs.Message.Subject);
        Assert.Equal("Some text.", other.Open(waiting)!.Text);
        Assert.Null(other.Open(waiting with { Id = Guid.NewGuid() }));
        Assert.Null(server.Services.GetRequiredService<MailSeal>().Open(waiting));
        Assert.Equal(0, await server.Rows.One<int>(
            "SELECT attempts FROM mail WHERE account_id = @AccountId AND mail_id = @Id", new { server.AccountId, theirs.Id }));
    }

    [Fact]
    public void A9_a_key_is_made_once_and_is_its_owners_alone()
    {
        using var folder = new KeyFolder();
        var (first, again, other) = (folder.Key("a"), folder.Key("a"), folder.Key("b"));
        var box = first.Seal("purpose", "plain"u8);

        Assert.Equal("plain"u8, again.Open("purpose", box)!);
        Assert.NotEqual(box, first.Seal("purpose", "plain"u8));
        Assert.Null(first.Open("another purpose", box));
        Assert.Null(other.Open("purpose", box));
        Assert.Null(first.Open("purpose", box.AsSpan(..^1)));
        Assert.Null(first.Open("purpose", []));
        box[^1] ^= 1;
        Assert.Null(first.Open("purpose", box));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Path("a")));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(folder.Path("a"))!, "a*"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key at all")]
    [InlineData("c2hvcnQ=")]
    public void A9_a_file_that_holds_no_key_is_told(string content)
    {
        using var folder = new KeyFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Path("bad"))!);
        File.WriteAllText(folder.Path("bad"), content);

        Assert.Contains("is no key", Assert.Throws<StartupException>(() => folder.Key("bad").Id).Message, StringComparison.Ordinal);
    }

    private sealed class KeyFolder : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("leadline-key-").FullName;

        public string Path(string name) => System.IO.Path.Combine(folder, "made", name);

        public ServerKey Key(string name) => new(new ServerOptions { KeyFile = Path(name) });

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
