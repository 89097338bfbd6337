using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Leadline.Mail;
using Leadline.Tests.Support;
using MimeKit;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>Replies and notes with formatting and pictures: made safe once, kept, and sent as mail programs expect it.</summary>
public sealed class FormattedReplyTests(ReplyFileTests.ReplyServer server) : IClassFixture<ReplyFileTests.ReplyServer>
{
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task A_picture_goes_out_within_the_text_and_other_files_beside_it()
    {
        var (to, number) = await Ticket();

        var reply = await Say(
            number,
            "replies",
            """<div>See <b>here</b>:</div><ul><li>One</li><li>Two</li></ul><img src="cid:my%20shot.png" alt="my shot.png">""",
            ("my shot.png", "image/png", Picture),
            ("plan.pdf", "application/pdf", [1, 2, 3]));

        Assert.True(reply.Status == HttpStatusCode.OK, reply.Body);
        using var mail = await Mail(to);
        var mixed = Assert.IsType<Multipart>(mail.Body);
        Assert.Equal("multipart/mixed", mixed.ContentType.MimeType);
        var alternative = Assert.IsType<MultipartAlternative>(mixed[0]);
        Assert.Equal("See here:\n- One\n- Two\n[my shot.png]", Lines(Assert.IsType<TextPart>(alternative[0]).Text));
        var related = Assert.IsType<MultipartRelated>(alternative[1]);
        var html = Assert.IsType<TextPart>(related.Root);
        Assert.Equal("text/html", html.ContentType.MimeType);
        Assert.Equal("text/html", related.ContentType.Parameters["type"]);
        var inline = Assert.IsType<MimePart>(related[1]);
        Assert.Contains($"src=\"cid:{inline.ContentId}\"", html.Text, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}@example.com$", inline.ContentId);
        Assert.Equal(("image/png", "inline", "my shot.png"), (inline.ContentType.MimeType, inline.ContentDisposition?.Disposition, inline.FileName));
        Assert.Equal(Picture, Content(inline));
        Assert.Equal("plan.pdf", Assert.Single(mail.Attachments).ContentDisposition?.FileName);
        Assert.Equal(2, mixed.Count);

        // The conversation shows it from the ticket's own files.
        var said = (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("conversations")[0];
        var file = said.GetProperty("files").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "my shot.png").GetProperty("id").GetString();
        Assert.Contains($"src=\"/leadline/v1/tickets/{number}/files/{file}\"", said.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Equal("See here:\n- One\n- Two\n[my shot.png]", said.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Without_pictures_the_mail_is_text_and_html()
    {
        var (to, number) = await Ticket();

        await Say(number, "replies", "<p>Good <i>news</i></p>");

        using var mail = await Mail(to);
        var alternative = Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.Equal(["text/plain", "text/html"], alternative.Select(part => part.ContentType.MimeType));
    }

    [Theory]
    [InlineData("replies")]
    [InlineData("notes")]
    public async Task What_could_do_harm_is_neither_kept_nor_sent(string kind)
    {
        var (to, number) = await Ticket();

        var answer = await Say(
            number,
            kind,
            """
            <style>b { position: fixed }</style><b onclick="alert(1)" style="position:fixed;color:red">Bold</b><script>alert(2)</script>
            <a href="javascript:alert(3)">link</a><iframe src="https://example.com"></iframe><form action="/x"><input></form>
            <img src="cid:evil.svg" onerror="alert(4)"><img src="cid:unknown.png">
            """,
            ("evil.svg", "image/svg+xml", "<svg onload='alert(5)'/>"u8.ToArray()));

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        await using var connection = await server.Database.Open(server.AccountId(), TestContext.Current.CancellationToken);
        var kept = await Dapper.SqlMapper.QuerySingleAsync<string>(
            connection,
            "SELECT html FROM ticket_conversation WHERE account_id = @account AND number = @said",
            new { account = server.AccountId(), said = answer.Json.GetProperty("id").GetInt64() });
        IsHarmless(kept);
        if (kind == "notes")
            return;
        using var mail = await Mail(to);
        IsHarmless(mail.HtmlBody!);
        Assert.Equal("evil.svg", Assert.Single(mail.Attachments).ContentDisposition?.FileName);
    }

    [Fact]
    public async Task Pictures_elsewhere_are_fetched_by_nobody_but_the_customer()
    {
        using var elsewhere = new Elsewhere();
        var (to, number) = await Ticket();

        await Say(number, "replies", $"""<p>Logo</p><img src="{elsewhere.Address}logo.png" alt="Logo">""");

        using var mail = await Mail(to);
        Assert.Contains($"src=\"{elsewhere.Address}logo.png\"", mail.HtmlBody, StringComparison.Ordinal);
        var shown = (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("conversations")[0].GetProperty("html").GetString();
        Assert.Contains($"data-remote-src=\"{elsewhere.Address}logo.png\"", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", shown, StringComparison.Ordinal);
        Assert.False(elsewhere.WasAsked);
    }

    [Fact]
    public async Task What_says_nothing_or_too_much_is_refused()
    {
        var (_, number) = await Ticket();

        var empty = await Say(number, "replies", "<p> <script>words()</script></p>");
        var neither = await server.Post($"/leadline/v1/tickets/{number}/replies", "{}");
        var longHtml = await Say(number, "replies", new string('x', 500_001));
        var longText = await Say(number, "notes", $"<p>{new string('x', 100_001)}</p>");

        Assert.All([empty, neither, longHtml, longText], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.Status));
        Assert.Contains("'text' or 'html' is mandatory", Detail(empty), StringComparison.Ordinal);
        Assert.Contains("'html' has more than 500000 characters", Detail(longHtml), StringComparison.Ordinal);
        Assert.Contains("'text' has at most 100,000 characters", Detail(longText), StringComparison.Ordinal);
        Assert.Equal(0, (await server.Get($"/leadline/v1/tickets/{number}/conversations")).Json.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("<div>a</div><div><br></div><div>b</div>", "a\n\nb")]
    [InlineData("<p>a</p><p>b<br>c</p>", "a\n\nb\nc")]
    [InlineData("<ol><li>one<ul><li><p>in it</p></li></ul></li><li>two</li></ol><p>end</p>", "1. one\n  - in it\n2. two\nend")]
    [InlineData("<p>He said:</p><blockquote><div>one</div><div>two</div></blockquote><div>so</div>", "He said:\n\n> one\n> two\nso")]
    [InlineData("<pre><code>if (a)\n    b();</code></pre>", "if (a)\n    b();")]
    [InlineData("<a href='https://example.com/a'>here</a> <a href='https://example.com/b'>https://example.com/b</a>", "here <https://example.com/a> https://example.com/b")]
    [InlineData("<title>x</title><style>p{}</style><p>words<img src='cid:a' alt='plan'></p>", "words[plan]")]
    public void The_text_beside_it_reads_as_people_write(string html, string expected) => Assert.Equal(expected, PlainAlternative.Of(html));

    private static void IsHarmless(string html)
    {
        Assert.Contains("Bold", html, StringComparison.Ordinal);
        foreach (var harm in new[] { "script", "onclick", "onerror", "position", "javascript", "iframe", "<form", "<style", "cid:" })
            Assert.DoesNotContain(harm, html, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<(string Customer, long Number)> Ticket()
    {
        var customer = $"{Guid.NewGuid():N}@example.com";
        return (customer, await server.NewTicket(customer, "Formatted"));
    }

    private async Task<MimeMessage> Mail(string to)
    {
        var raw = (await server.Smtp.Mail(to)).Raw;
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(raw));
        return await MimeMessage.LoadAsync(stream, TestContext.Current.CancellationToken);
    }

    private async Task<Answer> Say(long number, string kind, string html, params (string Name, string Type, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent { { new StringContent(JsonSerializer.Serialize(new { html })), "message" } };
        foreach (var (name, type, content) in files)
        {
            var file = new ByteArrayContent(content);
            file.Headers.ContentType = new MediaTypeHeaderValue(type);
            form.Add(file, "files", name);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/leadline/v1/tickets/{number}/{kind}") { Content = form };
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        using var response = await server.Client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static byte[] Content(MimePart part)
    {
        using var bytes = new MemoryStream();
        part.Content!.DecodeTo(bytes);
        return bytes.ToArray();
    }

    private static string? Detail(Answer refused) => refused.Json.GetProperty("detail").GetString();

    private static string Lines(string text) => text.ReplaceLineEndings("\n").Trim();

    /// <summary>A port at which it is seen whether anybody came.</summary>
    private sealed class Elsewhere : IDisposable
    {
        private readonly System.Net.Sockets.TcpListener listener = new(IPAddress.Loopback, 0);

        public Elsewhere() => listener.Start();

        public string Address => $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/";

        public bool WasAsked => listener.Pending();

        public void Dispose() => listener.Dispose();
    }
}
