using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.InboundMail.Imap;

/// <summary>A server that may connect to the Dovecot beside it.</summary>
public sealed class ImapServer : TestServer
{
    public const string Mailboxes = "/leadline/v1/mailboxes";

    public DovecotServer Dovecot { get; } = new();

    internal override ServerOptions Options => base.Options with { MailboxNetworks = ["127.0.0.0/8"] };

    public override async ValueTask InitializeAsync()
    {
        await Dovecot.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Dovecot.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A mail with an id of its own.</summary>
    public static string NewMail(string from, string subject) =>
        $"From: {from}\nTo: desk@example.com\nSubject: {subject}\nMessage-ID: <{Guid.NewGuid():N}@example.com>\n\nText of {subject}\n";

    /// <summary>Settings that work for this user, TLS from the first byte; then those of <paramref name="more"/>.</summary>
    public Dictionary<string, object?> Settings(string user, params (string Name, object? Value)[] more)
    {
        var settings = new Dictionary<string, object?>
        {
            ["host"] = "127.0.0.1",
            ["port"] = Dovecot.TlsPort,
            ["certificateFingerprint"] = Dovecot.Fingerprint,
            ["userName"] = user,
            ["password"] = DovecotServer.Password,
            ["pollSeconds"] = 3600,
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings.Where(setting => setting.Value is not null).ToDictionary();
    }

    public Task<string> Add(string user, params (string Name, object? Value)[] more) => Add(Settings(user, more));

    /// <summary>Makes a mailbox; the answer is its id.</summary>
    public async Task<string> Add(Dictionary<string, object?> settings)
    {
        MustNotLog(JsonSerializer.Serialize(new { Password = settings.GetValueOrDefault("password") ?? settings.GetValueOrDefault("accessToken") }));
        var made = await Post(Mailboxes, JsonSerializer.Serialize(settings));
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);
        return made.Json.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> Mailbox(string id) => (await Get($"{Mailboxes}/{id}")).Json;

    public async Task<JsonElement> Try(string id) => (await Post($"{Mailboxes}/{id}/test", "")).Json;

    public Task<JsonElement> MailboxIs(string id, Func<JsonElement, bool> isWanted, string awaited) =>
        Eventually.Seen(() => Mailbox(id), isWanted, awaited);

    public async Task<int> Tickets(string title)
    {
        var found = await Post("/leadline/v1/tickets/search", JsonSerializer.Serialize(new { filters = new[] { new { field = "Title", value = title } } }));
        return found.Json.GetProperty("tickets").GetArrayLength();
    }

    public Task HasTicket(string title) => Eventually.Holds(async () => await Tickets(title) > 0, $"a ticket {title}");
}
