using System.Net;
using System.Text.RegularExpressions;
using Leadline.Docs;
using Leadline.Tests.Support;
using Microsoft.OpenApi;
using Xunit;

namespace Leadline.Tests.Docs;

public sealed partial class DocsPageTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/docs", "/v2/LeadManagement.svc/Lead.Capture")]
    [InlineData("/docs/?api=ispcrm", "/api/v1/subscriber/CreateLead")]
    [InlineData("/docs?api=leadline", "/health/ready")]
    [InlineData("/docs?api=<script>", "/v2/LeadManagement.svc/Lead.Capture")]
    public async Task The_page_lists_the_operations_without_any_script(string path, string operation)
    {
        using var answer = await server.Client.GetAsync(path, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"<code>{operation}</code>", html);
        Assert.All(ApiDocument.All, document => Assert.Contains($"/docs?api={document.Name}", html));
        Assert.DoesNotContain("<script>", html);
    }

    [Fact]
    public async Task Everything_on_the_page_comes_from_this_server()
    {
        using var answer = await server.Client.GetAsync("/docs", Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.StartsWith("default-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single());
        var sources = Source().Matches(html).Select(match => match.Groups[1].Value).Where(source => source != "data:,").ToList();
        Assert.NotEmpty(sources);
        foreach (var source in sources)
        {
            Assert.StartsWith("/", source);
            using var file = await server.Client.GetAsync(source, Cancellation);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        }
    }

    [Theory]
    [InlineData("nothing.js")]
    [InlineData("..%2Fschema%2F0001_account.sql")]
    public async Task Only_the_pages_files_are_served(string file)
    {
        using var answer = await server.Client.GetAsync($"/docs/{file}", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void Without_the_viewer_the_page_needs_no_script()
    {
        var html = DocsPage.Render(ApiDocument.All[0], new OpenApiDocument { Paths = [] }, hasViewer: false);

        Assert.DoesNotContain("<script", html);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Source();
}
