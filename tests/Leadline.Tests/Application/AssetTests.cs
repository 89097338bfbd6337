using System.Net;
using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>What the server sends of the application.</summary>
public sealed partial class AssetTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/app/sign-in")]
    [InlineData("/app/forgot")]
    [InlineData("/app/reset?token=x")]
    [InlineData("/app/invitation?token=x")]
    public async Task Forms_are_there_without_a_session_and_every_file_that_they_name_has_content(string path)
    {
        var page = await server.Client.GetStringAsync(path, Cancellation);

        Assert.Contains("<form id=", page);
        var files = Files().Matches(page).Select(found => found.Groups[1].Value).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
            Assert.NotEmpty(await server.Client.GetStringAsync($"/app/{file}", Cancellation));
    }

    [Fact]
    public async Task Whoever_has_not_signed_in_is_led_to_the_form_and_back()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        client.BaseAddress = server.Url;

        var answer = await client.GetAsync("/app/tickets/157?tab=files", Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(
            "/app/sign-in?returnTo=%2Fapp%2Ftickets%2F157%3Ftab%3Dfiles", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Scripts_are_those_of_the_page_alone()
    {
        var answer = await server.Client.GetAsync("/app/sign-in", Cancellation);

        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        var scripts = policy.Split("; ").Single(part => part.StartsWith("script-src", StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe-inline", scripts);
        Assert.DoesNotContain("'unsafe-eval'", scripts);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [GeneratedRegex("(?:href|src)=\"([^\":,/]+\\.(?:js|css))\"")]
    private static partial Regex Files();
}
