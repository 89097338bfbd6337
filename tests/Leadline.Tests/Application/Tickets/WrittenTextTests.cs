using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.App.Tickets;
using Leadline.Protocol.Client;
using Leadline.Protocol.Own;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Application.Tickets;

/// <summary>What is typed on one device is on the others a moment later, and is lost on none.</summary>
public sealed class WrittenTextTests : IDisposable
{
    private readonly DraftServer server = new();
    private readonly LeadlineClient client;
    private readonly List<WrittenText> devices = [];

    public WrittenTextTests() => client = new(new HttpClient(server) { BaseAddress = new Uri("https://leadline.example.com/") });

    public void Dispose()
    {
        devices.ForEach(device => device.Dispose());
        server.Dispose();
    }

    [Fact]
    public async Task What_is_typed_is_on_the_device_at_once_and_on_the_server_soon()
    {
        var kept = new Kept();
        var here = await Device(kept);

        await here.Write("Please restart", seen: 2);

        Assert.Contains("Please restart", kept.Value);
        await Eventually.Holds(() => !here.Draft!.IsNew);
        Assert.Equal("Please restart", server.Text);
        Assert.Equal(2, here.Draft!.Seen);
    }

    [Fact]
    public async Task Another_device_goes_on_where_the_first_has_stopped()
    {
        var (here, there) = (await Device(), await Device());
        await here.Write("Please", seen: 2);
        await Saved(here);
        await there.Fetch();

        await there.Write(there.Text + " restart", seen: 5);
        await Saved(there);
        await here.Hear(new LiveDraft(here.Key, "saved", server.Version, DateTime.UtcNow));

        Assert.Equal(("Please restart", 2), (here.Text, here.Draft!.Seen));
        Assert.False(here.Draft.IsNew);
    }

    [Fact]
    public async Task Two_devices_that_write_at_once_lose_neither_text()
    {
        var (here, there) = (await Device(), await Device());
        await there.Write("From the phone", seen: 0);
        await Saved(there);

        await here.Write("From the desk", seen: 0);
        await Saved(here);

        Assert.Equal(("From the desk", "From the phone"), (here.Text, here.Draft!.Other));
        await there.Fetch();
        Assert.Equal(("From the desk", "From the phone"), (there.Text, there.Draft!.Other));
    }

    [Fact]
    public async Task What_was_sent_is_gone_from_all_devices_and_stays_gone()
    {
        var kept = new Kept();
        var (here, there) = (await Device(), await Device(kept));
        await here.Write("Done", seen: 0);
        await Saved(here);
        await there.Fetch();

        await here.Forget();
        await there.Hear(new LiveDraft(there.Key, "deleted", 0, DateTime.UtcNow));

        Assert.Null(server.Text);
        Assert.Equal((null, "Done", null), (there.Draft, there.Gone, kept.Value));
    }

    [Fact]
    public async Task What_one_goes_on_typing_survives_that_it_was_sent_elsewhere()
    {
        var (here, there) = (await Device(), await Device());
        await here.Write("Done", seen: 0);
        await Saved(here);
        await there.Fetch();
        server.IsDown = true;
        await there.Write("Done, and more", seen: 0);
        await Eventually.Holds(() => there.IsHereAlone);

        server.IsDown = false;
        await here.Forget();
        await there.Fetch();

        Assert.Equal("Done, and more", there.Text);
        there.Retry();
        await Eventually.Holds(() => server.Text == "Done, and more");
    }

    [Fact]
    public async Task Without_the_server_it_stays_on_the_device_and_says_so()
    {
        var kept = new Kept();
        var here = await Device(kept);
        server.IsDown = true;
        await here.Write("Please restart", seen: 0);
        await Eventually.Holds(() => here.IsHereAlone);

        var opened = await Device(kept);
        Assert.Equal("Please restart", opened.Text);
        server.IsDown = false;
        here.Retry();

        await Eventually.Holds(() => server.Text == "Please restart");
        await Eventually.Holds(() => !here.IsHereAlone);
    }

    [Fact]
    public async Task A_draft_from_before_there_was_an_editor_opens_with_its_lines()
    {
        var here = await Device(new Kept { Value = """{"text":"Dear <Ravi>,\n\nsoon.","version":"3","isNew":null}""" });

        Assert.Equal("<p>Dear &lt;Ravi&gt;,</p><p></p><p>soon.</p>", here.Text);
    }

    [Fact]
    public async Task A_formatted_text_that_goes_on_is_the_same_text()
    {
        var (here, there) = (await Device(), await Device());
        await here.Write("<p>Please <strong>re</strong></p>", seen: 0);
        await Saved(here);
        await there.Fetch();
        await there.Write("<p>Please <strong>restart</strong> it</p>", seen: 0);
        await here.Write("<p>Please <strong>restart</strong></p>", seen: 0);
        await Saved(here);

        await Saved(there);

        Assert.Null(there.Draft!.Other);
        Assert.Equal("<p>Please <strong>restart</strong> it</p>", there.Text);
    }

    [Fact]
    public async Task Another_text_is_sent_under_another_key()
    {
        var here = await Device();
        await here.Write("Please restart", seen: 0);
        await here.Change(draft => draft with { Once = "key" });
        Assert.Equal("key", here.Draft!.Once);

        await here.Write("Please restart it", seen: 0);

        Assert.Null(here.Draft!.Once);
    }

    private async Task<WrittenText> Device(Kept? kept = null)
    {
        kept ??= new();
        var device = new WrittenText(
            "tickets/157/reply", client, () => Task.FromResult(kept.Value), value => Task.FromResult(kept.Value = value),
            TimeSpan.FromMilliseconds(1));
        devices.Add(device);
        await device.Open();
        return device;
    }

    private static Task Saved(WrittenText text) => Eventually.Holds(() => text.Draft is null or { IsNew: false });

    private sealed class Kept
    {
        public string? Value { get; set; }
    }

    /// <summary>Keeps one draft as the server does.</summary>
    private sealed class DraftServer : HttpMessageHandler
    {
        private readonly Lock turn = new();
        private JsonElement? content;

        public bool IsDown { get; set; }

        public int Version { get; private set; }

        public string? Text => content?.GetProperty("html").GetString();

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (IsDown)
                throw new HttpRequestException("The line is broken.");
            var body = request.Content is { } sent ? await sent.ReadAsStringAsync(cancellationToken) : "";
            lock (turn)
                return Answer(request, body);
        }

        private HttpResponseMessage Answer(HttpRequestMessage request, string body)
        {
            if (request.Method == HttpMethod.Delete)
            {
                (content, Version) = (null, 0);
                return Json("{}");
            }

            if (request.Method == HttpMethod.Put)
            {
                if (request.Headers.IfMatch.ToString() != $"\"{Version}\"")
                    return new(HttpStatusCode.PreconditionFailed);
                (content, Version) = (JsonDocument.Parse(body).RootElement, Version + 1);
            }

            return content is { } kept
                ? Json($$"""{"key":"tickets/157/reply","version":{{Version}},"savedOn":"2026-11-29T10:00:00Z","content":{{kept.GetRawText()}}}""")
                : new(HttpStatusCode.NotFound);
        }

        private static HttpResponseMessage Json(string text) =>
            new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
    }
}
