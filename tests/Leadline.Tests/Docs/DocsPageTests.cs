using System.Net;
using System.Text.RegularExpressions;
using Leadline.Docs;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Docs;

public sealed partial class DocsPageTests(TestServer server, Browser browser) : IClassFixture<TestServer>, IClassFixture<Browser>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages =>
        ["/", "/docs", .. ApiDocument.All.Select(document => $"{DocsReference.Prefix}/{document.Name}")];

    [Fact]
    public async Task The_home_says_how_to_begin_without_any_script()
    {
        var html = await server.Client.GetStringAsync("/docs", Cancellation);

        Assert.Contains($"curl {server.Url.GetLeftPart(UriPartial.Authority)}/v2/LeadManagement.svc/Lead.Capture", html);
        Assert.All(ApiDocument.All, document => Assert.Contains($"href=\"{DocsReference.Prefix}/{document.Name}\"", html));
        Assert.All(ApiDocument.All, document => Assert.Contains($"href=\"{document.Url}\"", html));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("{{", html);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Everything_on_a_page_comes_from_this_server(string page)
    {
        using var answer = await server.Client.GetAsync(page, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Matches("^default-src '(self|none)';", answer.Headers.GetValues("Content-Security-Policy").Single());
        var sources = Source().Matches(html).Select(match => match.Groups[1].Value).Where(source => source != "data:,").ToList();
        Assert.NotEmpty(sources);
        foreach (var source in sources)
        {
            var address = new Uri(answer.RequestMessage!.RequestUri!, source);
            Assert.Equal(server.Url.Authority, address.Authority);
            using var file = await server.Client.GetAsync(address, Cancellation);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        }
    }

    [Fact]
    public async Task Scripts_of_the_reference_carry_the_nonce_of_its_policy()
    {
        using var answer = await server.Client.GetAsync($"{DocsReference.Prefix}/leadline", Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        var nonce = Nonce().Match(answer.Headers.GetValues("Content-Security-Policy").Single()).Groups[1].Value;

        Assert.NotEmpty(nonce);
        Assert.Equal(Script().Count(html), html.Split($"nonce=\"{nonce}\"").Length - 1);
    }

    [Fact]
    public async Task The_server_has_a_start_page()
    {
        var html = await server.Client.GetStringAsync("/", Cancellation);

        Assert.All(["/docs", "/docs/reference", "/health/ready"], page => Assert.Contains($"href=\"{page}\"", html));
        Assert.Contains($"{server.Url.GetLeftPart(UriPartial.Authority)}/portal/", html);
        Assert.DoesNotContain("{{", html);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/home.css")]
    [InlineData("/openapi/leadsquared.json")]
    [InlineData("/docs/reference/scalar.js")]
    public async Task Documents_travel_compressed_and_once(string path)
    {
        using var first = await Ask(path, tag: null);
        var tag = Assert.Single(first.Headers.GetValues("ETag"));
        using var again = await Ask(path, tag);

        Assert.NotEmpty(first.Content.Headers.ContentEncoding);
        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/docs")]
    [InlineData("/docs/reference/leadline")]
    public async Task Pages_fit_a_phone(string path)
    {
        var page = await browser.NewPage(server.Url, withScripts: true);
        await page.SetViewportSizeAsync(360, 640);

        await page.GotoAsync(path);

        Assert.Equal(360, await page.EvaluateAsync<int>("Math.max(360, document.documentElement.scrollWidth)"));
    }

    private async Task<HttpResponseMessage> Ask(string path, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Encoding", "gzip, br");
        if (tag is not null)
            request.Headers.Add("If-None-Match", tag);
        return await server.Client.SendAsync(request, Cancellation);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Source();

    [GeneratedRegex("<script")]
    private static partial Regex Script();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();
}
